/**
 * The plane of tiles: web Mercator as integers, x to the east and y to the south, 2^30 units around the world (3.7 cm at the
 * equator). A tile's own coordinates are a shift away, so projecting a vertex for a tile costs no trigonometry.
 */
export const WORLD_BITS = 30;
const SIZE = 2 ** WORLD_BITS;
const MAX_LAT = 85.051129;

const clamp = (v: number) => Math.max(0, Math.min(SIZE - 1, Math.floor(v)));

export const worldX = (lng: number): number => clamp((lng / 360 + 0.5) * SIZE);

export function worldY(lat: number): number {
  const sin = Math.sin((Math.max(-MAX_LAT, Math.min(MAX_LAT, lat)) * Math.PI) / 180);
  return clamp((0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * SIZE);
}

export const lngOf = (x: number): number => ((x + 0.5) / SIZE - 0.5) * 360;

export function latOf(y: number): number {
  const n = Math.PI * (1 - (2 * (y + 0.5)) / SIZE);
  return (Math.atan(Math.sinh(n)) * 180) / Math.PI;
}

/** Longitudes and latitudes, alternating, as world integers. */
export function toWorld(lngLat: Float64Array): Int32Array<ArrayBuffer> {
  const out = new Int32Array(lngLat.length);
  for (let i = 0; i < lngLat.length; i += 2) {
    out[i] = worldX(lngLat[i] as number);
    out[i + 1] = worldY(lngLat[i + 1] as number);
  }
  return out;
}

export interface TileAddress {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}
