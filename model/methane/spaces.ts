import type { GasSpace } from "#contract/model-incident.ts";
import type { LngLat } from "#contract/route.ts";
import { localPlane, type Metres } from "#model/consequence/local-plane.ts";

/** Hollow places under the ground that gas can gather in. */
export type SpaceKind = GasSpace;

export interface Space {
  readonly id: string;
  readonly kind: SpaceKind;
  readonly lngLat: LngLat;
}

/** A place within a duct: gas enters there, and nobody can look in. */
export interface Hollow {
  readonly id: string;
  readonly lngLat: LngLat;
}

/** A duct, sewer or channel, or a piece of one, that joins two spaces or hollows; length by its ends when left out. */
export interface Duct {
  /** The record it is of; a piece without one is not told of. */
  readonly id?: string;
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
  /** Ids of the ducts on the easiest way from a part to a space; none where it leads through soil alone, or nowhere. */
  ductsOn(part: number, space: number): readonly string[];
}

const PART_M = 10;

export interface SpaceGraphInput {
  readonly spaces: readonly Space[];
  readonly hollows?: readonly Hollow[];
  readonly ducts: readonly Duct[];
  readonly pipes: readonly SuspectPipe[];
}

/** Lays spaces, ducts and pipes about a place into one graph. Throws, naming it, for a duct to a space or hollow that is not there. */
export function spaceGraph(input: SpaceGraphInput, migration: Migration = USUAL_MIGRATION): SpaceGraph {
  const { spaces, hollows = [], ducts, pipes } = input;
  const plane = localPlane(spaces[0]?.lngLat ?? pipes[0]?.path[0] ?? [0, 0]);
  const all = [...spaces, ...hollows];
  const places = all.map(({ lngLat }) => plane.toMetres(lngLat));
  const parts = pipes.flatMap((pipe) => partsOf(pipe, plane.toMetres, plane.toLngLat));
  const n = spaces.length;
  const near = nearBy(all, ducts, places, migration);
  const ways = spaces.map((_, i) => wayTo(i, near));
  const share = new Float64Array(parts.length * n);
  const entries = new Int32Array(parts.length * n).fill(-1);
  for (const [k, part] of parts.entries()) {
    const ends = [plane.toMetres(part.from), plane.toMetres(part.to)] as const;
    for (const [entry, place] of places.entries()) {
      const soil = toSegment(place, ends[0], ends[1]);
      if (soil > migration.reachM) continue;
      for (let i = 0; i < n; i++) {
        const through = Math.exp(-soil / migration.soilM - (ways[i]?.loss[entry] as number));
        // The easiest way counts: gas that finds several is no more gas.
        if (through <= (share[k * n + i] as number)) continue;
        share[k * n + i] = through;
        entries[k * n + i] = entry;
      }
    }
  }
  const walkM = Float64Array.from({ length: n * n }, (_, at) => {
    const [a, b] = [places[Math.floor(at / n)] as Metres, places[at % n] as Metres];
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  });
  const ductsOn = (part: number, space: number): string[] => {
    const found = new Set<string>();
    const { towards, by } = ways[space] as WayTo;
    for (let at = entries[part * n + space] as number; at >= 0 && at !== space; at = towards[at] as number) {
      const duct = ducts[by[at] as number]?.id;
      if (duct !== undefined) found.add(duct);
    }
    return [...found];
  };
  return { spaces, parts, share, walkM, ductsOn };
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
export function toSegment([x, y]: Metres, [ax, ay]: Metres, [bx, by]: Metres): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length2 = dx * dx + dy * dy;
  const t = length2 > 0 ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length2)) : 0;
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

/** A piece of duct that leads from a place: to which, by which, and what is lost on it (natural logarithm of the share). */
type Step = readonly [to: number, duct: number, loss: number];

/** Ducts by the places they lead from. */
function nearBy(
  all: readonly { readonly id: string }[],
  ducts: readonly Duct[],
  places: readonly Metres[],
  { ductM }: Migration,
): readonly (readonly Step[])[] {
  const index = new Map(all.map(({ id }, i) => [id, i]));
  const at = (id: string): number => {
    const i = index.get(id);
    if (i === undefined) throw new Error(`duct: expected the id of a space, got ${id}`);
    return i;
  };
  const near = all.map((): Step[] => []);
  for (const [d, { from, to, lengthM }] of ducts.entries()) {
    const [a, b] = [at(from), at(to)];
    const [p, q] = [places[a] as Metres, places[b] as Metres];
    const loss = (lengthM ?? Math.hypot(p[0] - q[0], p[1] - q[1])) / ductM;
    near[a]?.push([b, d, loss]);
    near[b]?.push([a, d, loss]);
  }
  return near;
}

/** From every place to one space: what is lost, infinite where no duct leads; the place that comes next, and the duct to it. */
interface WayTo {
  readonly loss: Float64Array;
  readonly towards: Int32Array;
  readonly by: Int32Array;
}

/** What is lost on five times the duct length no longer matters. */
const NEGLIGIBLE = 5;

/** Dijkstra from one space, no farther than gas matters. */
function wayTo(space: number, near: readonly (readonly Step[])[]): WayTo {
  const loss = new Float64Array(near.length).fill(Number.POSITIVE_INFINITY);
  const [towards, by] = [new Int32Array(near.length).fill(-1), new Int32Array(near.length).fill(-1)];
  loss[space] = 0;
  const open = new Set([space]);
  while (open.size > 0) {
    let at = -1;
    for (const i of open) if (at < 0 || (loss[i] as number) < (loss[at] as number)) at = i;
    open.delete(at);
    for (const [other, duct, step] of near[at] ?? []) {
      const through = (loss[at] as number) + step;
      if (through < (loss[other] as number) && through < NEGLIGIBLE) {
        loss[other] = through;
        towards[other] = at;
        by[other] = duct;
        open.add(other);
      }
    }
  }
  return { loss, towards, by };
}
