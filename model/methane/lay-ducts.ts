import type { DuctKind } from "#contract/duct.ts";
import type { LngLat } from "#contract/route.ts";
import { localPlane, type Metres } from "#model/consequence/local-plane.ts";
import { type Duct, type Hollow, type Migration, type Space, USUAL_MIGRATION } from "./spaces.ts";

/** A duct as it is recorded: its line, and the ids of spaces that its ends open into. */
export interface DuctLine {
  readonly id: string;
  readonly kind: DuctKind;
  readonly path: readonly LngLat[];
  readonly from: string | null;
  readonly to: string | null;
}

/** Places along ducts, and how they, one another and the spaces hang together. */
export interface LaidDucts {
  readonly hollows: readonly Hollow[];
  readonly ducts: readonly Duct[];
}

/** Gas enters a duct anywhere: a place in it at least so often, m. */
const STEP_M = 10;
/** A space of the duct's own kind so near its line is a well on it: places clicked on a map are no better. */
export const OPENS_M = 5;
/** Other spaces so near are reached through the soil between, m. */
const SOIL_M = 15;
/** Lines of one kind whose ends lie so near go on in one another, m. */
const TOUCHES_M = 1.5;

interface Laid extends DuctLine {
  readonly metres: readonly Metres[];
  /** Along the line at each of its points, m. */
  readonly along: readonly number[];
  /** Where something happens, m along the line. */
  readonly stops: number[];
}

/**
 * Lays ducts beside spaces: a place each ten metres, joined to the next, to the spaces that are named or near, and to ducts of the same kind
 * that begin or end there. `isNear`: places elsewhere are left out. Lines of fewer than two points are passed over.
 */
export function layDucts(
  lines: readonly DuctLine[],
  spaces: readonly Space[],
  isNear: (place: LngLat) => boolean = () => true,
  migration: Migration = USUAL_MIGRATION,
): LaidDucts {
  const plane = localPlane(spaces[0]?.lngLat ?? lines[0]?.path[0] ?? [0, 0]);
  const laid = lines.filter(({ path }) => path.length > 1).map((line) => layOne(line, plane.toMetres));
  const joins = [
    ...laid.flatMap((line) => spaces.flatMap((space) => joinOf(line, space, plane.toMetres(space.lngLat), migration))),
    ...laid.flatMap((line) => touchesOf(line, laid)),
  ];
  const hollows: Hollow[] = [];
  const ducts: Duct[] = [];
  for (const line of laid) {
    let before: number | null = null;
    for (const stop of [...new Set(line.stops)].sort((a, b) => a - b)) {
      const lngLat = plane.toLngLat(pointAt(line, stop));
      if (!isNear(lngLat)) {
        before = null;
        continue;
      }
      hollows.push({ id: placeId(line, stop), lngLat });
      if (before !== null)
        ducts.push({ id: line.id, from: placeId(line, before), to: placeId(line, stop), lengthM: stop - before });
      before = stop;
    }
  }
  const known = new Set([...hollows, ...spaces].map(({ id }) => id));
  return { hollows, ducts: [...ducts, ...joins.filter(({ from, to }) => known.has(from) && known.has(to))] };
}

/** No id of a record holds this sign. */
const placeId = ({ id }: DuctLine, stop: number): string => `${id}\u001f${stop}`;
const toCentimetre = (m: number): number => Math.round(m * 100) / 100;

function layOne(line: DuctLine, toMetres: (lngLat: LngLat) => Metres): Laid {
  const metres = line.path.map(toMetres);
  const along = [0];
  const stops = [0];
  for (let i = 1; i < metres.length; i++) {
    const [a, b] = [metres[i - 1] as Metres, metres[i] as Metres];
    const [start, length] = [along[i - 1] as number, Math.hypot(b[0] - a[0], b[1] - a[1])];
    const count = Math.max(1, Math.ceil(length / STEP_M));
    for (let k = 1; k <= count; k++) stops.push(toCentimetre(start + (length * k) / count));
    along.push(start + length);
  }
  return { ...line, metres, along, stops };
}

const lengthOf = ({ along }: Laid): number => toCentimetre(along.at(-1) as number);

function pointAt({ metres, along }: Laid, stop: number): Metres {
  const next = along.findIndex((m, i) => i > 0 && m >= stop - 0.005);
  const i = next < 1 ? along.length - 1 : next;
  const [a, b] = [metres[i - 1] as Metres, metres[i] as Metres];
  const length = (along[i] as number) - (along[i - 1] as number);
  const t = length > 0 ? Math.min(1, (stop - (along[i - 1] as number)) / length) : 0;
  return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
}

/** The place of a line that is nearest: m along it, and how far off. */
function nearest({ metres, along }: Laid, [x, y]: Metres): { readonly stop: number; readonly m: number } {
  let best = { stop: 0, m: Number.POSITIVE_INFINITY };
  for (let i = 1; i < metres.length; i++) {
    const [a, b] = [metres[i - 1] as Metres, metres[i] as Metres];
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const length2 = dx * dx + dy * dy;
    const t = length2 > 0 ? Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / length2)) : 0;
    const m = Math.hypot(x - a[0] - t * dx, y - a[1] - t * dy);
    if (m < best.m) best = { stop: toCentimetre((along[i - 1] as number) + t * Math.sqrt(length2)), m };
  }
  return best;
}

/** How a space opens into a duct: at the end that names it, else by nearness; other kinds through soil. */
function joinOf(line: Laid, { id, kind }: Space, place: Metres, { soilM, ductM }: Migration): Duct[] {
  const named = [...(line.from === id ? [0] : []), ...(line.to === id ? [lengthOf(line)] : [])];
  if (named.length > 0)
    return named.map((stop) => {
      const [x, y] = pointAt(line, stop);
      return { id: line.id, from: id, to: placeId(line, stop), lengthM: Math.hypot(place[0] - x, place[1] - y) };
    });
  const { stop, m } = nearest(line, place);
  const isOpen = kind === line.kind && m <= OPENS_M;
  if (!isOpen && m > SOIL_M) return [];
  line.stops.push(stop);
  return [{ id: line.id, from: id, to: placeId(line, stop), lengthM: isOpen ? m : (m / soilM) * ductM }];
}

/** Where a line's ends meet other lines of its kind. */
function touchesOf(line: Laid, others: readonly Laid[]): Duct[] {
  return [0, lengthOf(line)].flatMap((end) =>
    others.flatMap((other): Duct[] => {
      if (other === line || other.kind !== line.kind) return [];
      const { stop, m } = nearest(other, pointAt(line, end));
      if (m > TOUCHES_M) return [];
      other.stops.push(stop);
      return [{ id: line.id, from: placeId(line, end), to: placeId(other, stop), lengthM: m }];
    }),
  );
}
