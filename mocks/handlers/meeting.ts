import type { Bbox, LngLat } from "#contract/route.ts";

const side = (a: LngLat, b: LngLat, c: LngLat) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
const overlap = (a: number, b: number, c: number, d: number) =>
  Math.max(a, b) >= Math.min(c, d) && Math.max(c, d) >= Math.min(a, b);

/** Whether two stretches have a point in common. */
const cross = (a: LngLat, b: LngLat, c: LngLat, d: LngLat): boolean =>
  overlap(a[0], b[0], c[0], d[0]) &&
  overlap(a[1], b[1], c[1], d[1]) &&
  side(a, b, c) * side(a, b, d) <= 0 &&
  side(c, d, a) * side(c, d, b) <= 0;

const edgesOf = (ring: readonly LngLat[]) => ring.map((a, i) => [a, ring[(i + 1) % ring.length] as LngLat] as const);

/** By the even-odd rule. */
const holds = (ring: readonly LngLat[], [x, y]: LngLat): boolean =>
  edgesOf(ring).filter(([a, b]) => a[1] > y !== b[1] > y && a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0]) > x)
    .length %
    2 ===
  1;

/** Whether any part of a line lies in a polygon: few lines, so each is held against each edge. */
export function meetsPolygon(path: readonly LngLat[], ring: readonly LngLat[]): boolean {
  const [first] = path;
  if (first && holds(ring, first)) return true;
  return path.slice(1).some((b, i) => edgesOf(ring).some(([c, d]) => cross(path[i] as LngLat, b, c, d)));
}

export const cornersOf = ([west, south, east, north]: Bbox): LngLat[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
];
