import type { LngLat } from "#contract/route.ts";

const EARTH_M = 6_371_008.8;
const RAD = Math.PI / 180;

/** Metres between two places a few kilometres apart, on a sphere: wrong by less than 0.6 %. */
export function distanceM([lng1, lat1]: LngLat, [lng2, lat2]: LngLat): number {
  const x = (lng2 - lng1) * RAD * Math.cos(((lat1 + lat2) / 2) * RAD);
  const y = (lat2 - lat1) * RAD;
  return EARTH_M * Math.hypot(x, y);
}
