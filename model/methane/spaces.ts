import type { LngLat } from "#contract/route.ts";
import { localPlane, type Metres } from "#model/consequence/local-plane.ts";

/** Hollow places under the ground that gas can gather in. */
export const SPACE_KINDS = ["sewer", "rainwater", "power", "telecom", "heating", "valve_pit", "basement"] as const;
export type SpaceKind = (typeof SPACE_KINDS)[number];

export interface Space {
  readonly id: string;
  readonly kind: SpaceKind;
  readonly lngLat: LngLat;
}

/** A duct, sewer or channel that joins two spaces; length by its ends when left out. */
export interface Duct {
  readonly from: string;
  readonly to: string;
  readonly lengthM?: number;
}

/** A gas pipe that may leak. `proneness`: leaks per km and year against the mean (age, material, repairs); 1 when left out. */
export interface SuspectPipe {
  readonly id: string;
  readonly path: readonly LngLat[];
  readonly proneness?: number;
}

/** How far gas creeps. All are guesses of the field, not law: paved or frozen ground carries it much farther. */
export interface Migration {
  /** Distance in soil over which concentration falls to a third, m. */
  readonly soilM: number;
  /** The same along ducts, m. */
  readonly ductM: number;
  /** Beyond that gas in soil is not reckoned with, m. */
  readonly reachM: number;
}

export const USUAL_MIGRATION: Migration = { soilM: 6, ductM: 60, reachM: 30 };

/** A piece of pipe short enough to dig up. */
export interface PipePart {
  readonly pipe: string;
  readonly from: LngLat;
  readonly to: LngLat;
  readonly lengthM: number;
  readonly proneness: number;
}

/** Spaces and parts of pipes, and what share of a part's gas arrives in each space. */
export interface SpaceGraph {
  readonly spaces: readonly Space[];
  readonly parts: readonly PipePart[];
  /** Arriving share, 0–1, by part × space. */
  readonly share: Float64Array;
  /** Straight distance between spaces, m, by space × space. */
  readonly walkM: Float64Array;
}

const PART_M = 10;

/** Lays spaces, ducts and pipes about a place into one graph. Throws, naming it, for a duct to a space that is not there. */
export function spaceGraph(
  input: { readonly spaces: readonly Space[]; readonly ducts: readonly Duct[]; readonly pipes: readonly SuspectPipe[] },
  migration: Migration = USUAL_MIGRATION,
): SpaceGraph {
  const { spaces, ducts, pipes } = input;
  const plane = localPlane(spaces[0]?.lngLat ?? pipes[0]?.path[0] ?? [0, 0]);
  const places = spaces.map(({ lngLat }) => plane.toMetres(lngLat));
  const parts = pipes.flatMap((pipe) => partsOf(pipe, plane.toMetres, plane.toLngLat));
  const n = spaces.length;
  const along = ductLosses(spaces, ducts, places, migration);
  const share = new Float64Array(parts.length * n);
  for (const [k, part] of parts.entries()) {
    const ends = [plane.toMetres(part.from), plane.toMetres(part.to)] as const;
    for (const [entry, place] of places.entries()) {
      const soil = toSegment(place, ends[0], ends[1]);
      if (soil > migration.reachM) continue;
      for (let i = 0; i < n; i++) {
        const through = Math.exp(-soil / migration.soilM - (along[entry * n + i] as number));
        // The easiest way counts: gas that finds several is no more gas.
        share[k * n + i] = Math.max(share[k * n + i] as number, through);
      }
    }
  }
  const walkM = Float64Array.from({ length: n * n }, (_, at) => {
    const [a, b] = [places[Math.floor(at / n)] as Metres, places[at % n] as Metres];
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  });
  return { spaces, parts, share, walkM };
}

function partsOf(
  { id, path, proneness = 1 }: SuspectPipe,
  toMetres: (lngLat: LngLat) => Metres,
  toLngLat: (metres: Metres) => LngLat,
): PipePart[] {
  const parts: PipePart[] = [];
  for (let i = 1; i < path.length; i++) {
    const [a, b] = [toMetres(path[i - 1] as LngLat), toMetres(path[i] as LngLat)];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const count = Math.max(1, Math.round(length / PART_M));
    const at = (k: number): LngLat =>
      toLngLat([a[0] + ((b[0] - a[0]) * k) / count, a[1] + ((b[1] - a[1]) * k) / count]);
    for (let k = 0; k < count; k++)
      parts.push({ pipe: id, from: at(k), to: at(k + 1), lengthM: length / count, proneness });
  }
  return parts;
}

/** Distance of a place from a straight piece, m. */
function toSegment([x, y]: Metres, [ax, ay]: Metres, [bx, by]: Metres): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length2 = dx * dx + dy * dy;
  const t = length2 > 0 ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length2)) : 0;
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

/** Loss along ducts between every two spaces (natural logarithm of the share lost), infinite where none leads. */
function ductLosses(
  spaces: readonly Space[],
  ducts: readonly Duct[],
  places: readonly Metres[],
  { ductM }: Migration,
): Float64Array {
  const index = new Map(spaces.map(({ id }, i) => [id, i]));
  const at = (id: string): number => {
    const i = index.get(id);
    if (i === undefined) throw new Error(`duct: expected the id of a space, got ${id}`);
    return i;
  };
  const near = spaces.map((): [number, number][] => []);
  for (const { from, to, lengthM } of ducts) {
    const [a, b] = [at(from), at(to)];
    const [p, q] = [places[a] as Metres, places[b] as Metres];
    const loss = (lengthM ?? Math.hypot(p[0] - q[0], p[1] - q[1])) / ductM;
    near[a]?.push([b, loss]);
    near[b]?.push([a, loss]);
  }
  const n = spaces.length;
  const all = new Float64Array(n * n).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < n; i++) spread(near, i, all.subarray(i * n, (i + 1) * n));
  return all;
}

/** What is lost on five times the duct length no longer matters. */
const NEGLIGIBLE = 5;

/** Dijkstra from one space, no farther than gas matters. */
function spread(near: readonly (readonly [number, number])[][], start: number, loss: Float64Array): void {
  loss[start] = 0;
  const open = new Set([start]);
  while (open.size > 0) {
    let at = -1;
    for (const i of open) if (at < 0 || (loss[i] as number) < (loss[at] as number)) at = i;
    open.delete(at);
    for (const [other, step] of near[at] ?? []) {
      const through = (loss[at] as number) + step;
      if (through < (loss[other] as number) && through < NEGLIGIBLE) {
        loss[other] = through;
        open.add(other);
      }
    }
  }
}
