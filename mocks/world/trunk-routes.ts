import type { LngLat } from "#contract/route.ts";
import type { Land } from "./land.ts";
import { type Plane, pathLength, type Xy } from "./plane.ts";
import { between, type Rng } from "./rng.ts";

/** Where a county hangs on the trunk lines. */
export interface Hub {
  readonly code: string;
  readonly gate: LngLat;
  readonly tee: LngLat;
}

export interface Corridor {
  readonly from: number;
  readonly to: number;
  readonly path: readonly LngLat[];
}

/** Longest distance between two neighbouring hubs, m. */
const LONGEST = 130_000;

interface Link {
  readonly a: number;
  readonly b: number;
  readonly d: number;
}

/** Gabriel graph: two hubs are neighbours when no third lies in the circle between them. */
function neighbours(points: readonly Xy[]): Link[] {
  const links: Link[] = [];
  for (let a = 0; a < points.length; a++)
    for (let b = a + 1; b < points.length; b++) {
      const [ax, ay] = points[a] as Xy;
      const [bx, by] = points[b] as Xy;
      const d2 = (ax - bx) ** 2 + (ay - by) ** 2;
      const isFree = points.every(
        ([x, y], i) => i === a || i === b || (x - ax) ** 2 + (y - ay) ** 2 + (x - bx) ** 2 + (y - by) ** 2 >= d2,
      );
      if (isFree && d2 <= LONGEST * LONGEST) links.push({ a, b, d: Math.sqrt(d2) });
    }
  return links.sort((p, q) => p.d - q.d || p.a - q.a || p.b - q.b);
}

/** A way between two places with bends at every scale (midpoint displacement); null when even the straight line leaves the land. */
function route(r: Rng, plane: Plane, land: Land, from: LngLat, to: LngLat): LngLat[] | null {
  const [a, b] = [plane.toXy(from), plane.toXy(to)];
  const isOnLand = (xy: Xy): boolean => {
    const [lng, lat] = plane.toLngLat(xy);
    return land.countyAt(lng, lat) !== null;
  };
  for (const bend of [0.11, 0.06, 0.02, 0]) {
    const points = displaced(r, a, b, bend);
    if (points.every(isOnLand)) return [from, ...points.map((p) => plane.toLngLat(p)), to];
  }
  return null;
}

/** Points between two places, about every 1.3 km. */
function displaced(r: Rng, a: Xy, b: Xy, bend: number): Xy[] {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  if (length < 1_800) return [];
  const aside = length * bend * between(r, -1, 1);
  const t = between(r, 0.42, 0.58);
  const middle: Xy = [
    a[0] + (b[0] - a[0]) * t - ((b[1] - a[1]) / length) * aside,
    a[1] + (b[1] - a[1]) * t + ((b[0] - a[0]) / length) * aside,
  ];
  return [...displaced(r, a, middle, bend * 0.9), middle, ...displaced(r, middle, b, bend * 0.9)];
}

/** Corridors between neighbouring hubs: what joins them all, and the shorter third of the rest as loops. */
export function corridors(r: Rng, plane: Plane, land: Land, hubs: readonly Hub[]): Corridor[] {
  const points = hubs.map((h) => plane.toXy(h.tee));
  const up = hubs.map((_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (up[at] !== at) at = up[at] ?? at;
    return at;
  };
  const laid: Corridor[] = [];
  const spare: Corridor[] = [];
  for (const { a, b } of neighbours(points)) {
    const [from, to] = [hubs[a], hubs[b]];
    const path = from && to ? route(r, plane, land, from.tee, to.tee) : null;
    if (!path) continue;
    const isNew = root(a) !== root(b);
    if (isNew) up[root(a)] = root(b);
    (isNew ? laid : spare).push({ from: a, to: b, path });
  }
  spare.sort((p, q) => pathLength(p.path) - pathLength(q.path));
  return [...laid, ...spare.slice(0, Math.ceil(spare.length / 3))];
}

/** Hubs in groups that corridors join. */
export function components(count: number, links: readonly Pick<Corridor, "from" | "to">[]): number[][] {
  const next = Array.from({ length: count }, (): number[] => []);
  for (const { from, to } of links) {
    next[from]?.push(to);
    next[to]?.push(from);
  }
  const seen = new Set<number>();
  const groups: number[][] = [];
  for (let i = 0; i < count; i++) {
    if (seen.has(i)) continue;
    const group = [i];
    seen.add(i);
    for (const at of group)
      for (const other of next[at] ?? [])
        if (!seen.has(other)) {
          seen.add(other);
          group.push(other);
        }
    groups.push(group);
  }
  return groups;
}

/** A stretch of a corridor within one county. `cut` says why it ends there. */
export interface Stretch {
  readonly county: string;
  readonly path: readonly LngLat[];
}

/** The last place on the way from `a` (in a county) to `b` that is still in that county, to a decimetre. */
function border(land: Land, county: string, a: LngLat, b: LngLat): LngLat {
  let [inside, outside] = [0, 1];
  const at = (t: number): LngLat => [
    Math.round((a[0] + (b[0] - a[0]) * t) * 1e7) / 1e7,
    Math.round((a[1] + (b[1] - a[1]) * t) * 1e7) / 1e7,
  ];
  for (let i = 0; i < 16; i++) {
    const t = (inside + outside) / 2;
    const [lng, lat] = at(t);
    if (land.inside(county, lng, lat)) inside = t;
    else outside = t;
  }
  return at(inside);
}

/** Cuts a corridor at county borders and at the longest length of a pipe. */
export function stretches(land: Land, path: readonly LngLat[], stepM: number): Stretch[] {
  const out: Stretch[] = [];
  const first = path[0];
  if (!first) return out;
  let county = land.countyAt(first[0], first[1]) ?? "";
  let piece: LngLat[] = [first];
  const cut = (at: LngLat): void => {
    if (piece.length > 1) out.push({ county, path: piece });
    piece = [at];
  };
  for (const point of path.slice(1)) {
    for (let guard = 0; guard < 4 && !land.inside(county, point[0], point[1]); guard++) {
      const from = piece.at(-1) ?? point;
      const at = border(land, county, from, point);
      if (pathLength([from, at]) > 1) piece.push(at);
      const beyond: LngLat = [at[0] + (point[0] - at[0]) * 0.002, at[1] + (point[1] - at[1]) * 0.002];
      const next = land.countyAt(beyond[0], beyond[1]) ?? land.countyAt(point[0], point[1]);
      cut(piece.at(-1) ?? at);
      county = next ?? county;
      if (next === null) break;
    }
    piece.push(point);
    if (pathLength(piece) >= stepM) cut(point);
  }
  if (piece.length > 1) out.push({ county, path: piece });
  return out;
}
