import type { LngLat } from "#contract/route.ts";

const EARTH_M = 6_371_008.8;
const RADIAN = Math.PI / 180;

/** Metres along a line of degrees, on a sphere of the earth's mean radius: right to 0.5 %. */
export function lineM(corners: readonly LngLat[]): number {
  let sum = 0;
  for (let i = 1; i < corners.length; i++) {
    const [[lng0, lat0], [lng1, lat1]] = [corners[i - 1] as LngLat, corners[i] as LngLat];
    const a =
      Math.sin(((lat1 - lat0) * RADIAN) / 2) ** 2 +
      Math.cos(lat0 * RADIAN) * Math.cos(lat1 * RADIAN) * Math.sin(((lng1 - lng0) * RADIAN) / 2) ** 2;
    sum += 2 * EARTH_M * Math.asin(Math.sqrt(Math.min(1, a)));
  }
  return sum;
}

/** Square metres within a ring of degrees, closed or not, whichever way it runs; on the same sphere. */
export function areaM2(corners: readonly LngLat[]): number {
  if (corners.length < 3) return 0;
  let sum = 0;
  for (let i = 0; i < corners.length; i++) {
    const [[lng0, lat0], [lng1, lat1]] = [corners[i] as LngLat, corners[(i + 1) % corners.length] as LngLat];
    sum += (lng1 - lng0) * RADIAN * (2 + Math.sin(lat0 * RADIAN) + Math.sin(lat1 * RADIAN));
  }
  return Math.abs((sum * EARTH_M * EARTH_M) / 2);
}
