import { TILE_EXTENT } from "#contract/tiles.ts";

/** Position in the web Mercator world, 0…1 from west to east and from north to south. */
export function toWorld(lng: number, lat: number): readonly [number, number] {
  const sin = Math.sin((lat * Math.PI) / 180);
  return [lng / 360 + 0.5, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
}

/** The reverse of {@link toWorld}, degrees. */
export function fromWorld(x: number, y: number): readonly [number, number] {
  const lat = (360 / Math.PI) * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - 90;
  return [(x - 0.5) * 360, lat];
}

/** Degrees of a point in tile units. */
export const fromTile = (z: number, x: number, y: number, px: number, py: number) =>
  fromWorld((x + px / TILE_EXTENT) / 2 ** z, (y + py / TILE_EXTENT) / 2 ** z);

/** Metres that one CSS pixel spans at a latitude and zoom (512-pixel tiles). */
export const metresPerPixel = (lat: number, zoom: number): number =>
  (Math.cos((lat * Math.PI) / 180) * 2 * Math.PI * 6_378_137) / (512 * 2 ** zoom);

type DegreeBox = readonly [west: number, south: number, east: number, north: number];

/** First and last column and row of the tiles at `z` that a box touches. */
function tileSpan([west, south, east, north]: DegreeBox, z: number) {
  const n = 2 ** z;
  const [left, top] = toWorld(west, north);
  const [right, bottom] = toWorld(east, south);
  const clamp = (v: number) => Math.min(n - 1, Math.max(0, Math.floor(v * n)));
  return { left: clamp(left), right: clamp(right), top: clamp(top), bottom: clamp(bottom) };
}

/** Tiles at `z` that a box in degrees touches. */
export function tilesIn(box: DegreeBox, z: number) {
  const { left, right, top, bottom } = tileSpan(box, z);
  const out: { readonly z: number; readonly x: number; readonly y: number }[] = [];
  for (let x = left; x <= right; x++) for (let y = top; y <= bottom; y++) out.push({ z, x, y });
  return out;
}

/** How many these are. */
export function tileCount(box: DegreeBox, z: number): number {
  const { left, right, top, bottom } = tileSpan(box, z);
  return Math.max(0, right - left + 1) * Math.max(0, bottom - top + 1);
}

/** The box in degrees that a map of so many CSS pixels shows around a place. */
export function boundsAround(
  { lng, lat, zoom }: { readonly lng: number; readonly lat: number; readonly zoom: number },
  { width, height }: { readonly width: number; readonly height: number },
): [number, number, number, number] {
  const [x, y] = toWorld(lng, lat);
  const world = 512 * 2 ** zoom;
  const [dx, dy] = [width / 2 / world, height / 2 / world];
  const [west, north] = fromWorld(x - dx, y - dy);
  const [east, south] = fromWorld(x + dx, y + dy);
  return [west, south, east, north];
}
