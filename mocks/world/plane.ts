import type { LngLat } from "#contract/route.ts";

/** Metres per degree on the CGCS2000 ellipsoid at a latitude: [along the parallel, along the meridian]. */
export function metresPerDegree(lat: number): readonly [number, number] {
  const e2 = 0.0066943800229;
  const a = 6_378_137;
  const s = Math.sin((lat * Math.PI) / 180);
  const w = Math.sqrt(1 - e2 * s * s);
  const perRad = Math.PI / 180;
  return [(a / w) * Math.cos((lat * Math.PI) / 180) * perRad, ((a * (1 - e2)) / (w * w * w)) * perRad];
}

export type Xy = readonly [number, number];

/** A flat frame in metres about a place, x east and y north: exact enough for a county (1e-4 over 50 km). */
export interface Plane {
  toLngLat(xy: Xy): LngLat;
  toXy(lngLat: LngLat): Xy;
}

/** Seven decimals are a centimetre: what a survey delivers. */
const round7 = (x: number): number => Math.round(x * 1e7) / 1e7;

export function planeAt(lng: number, lat: number): Plane {
  const [mx, my] = metresPerDegree(lat);
  return {
    toLngLat: ([x, y]) => [round7(lng + x / mx), round7(lat + y / my)],
    toXy: ([l, b]) => [(l - lng) * mx, (b - lat) * my],
  };
}

/** Length of a path in metres. */
export function pathLength(path: readonly LngLat[]): number {
  let sum = 0;
  for (let i = 1; i < path.length; i++) {
    const [l0, b0] = path[i - 1] as LngLat;
    const [l1, b1] = path[i] as LngLat;
    const [mx, my] = metresPerDegree((b0 + b1) / 2);
    sum += Math.hypot((l1 - l0) * mx, (b1 - b0) * my);
  }
  return sum;
}

/** Turns by an angle (radians, counter-clockwise) and moves: from a town's own grid into its county's plane. */
export function turned(origin: Xy, angle: number): (x: number, y: number) => Xy {
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  return (x, y) => [origin[0] + x * c - y * s, origin[1] + x * s + y * c];
}

/** Bends straight lines a little, the same way for neighbours, so that streets stay streets and never cross. */
export function warped(amplitude: number, wavelength: number, phase: number): (xy: Xy) => Xy {
  const k = (2 * Math.PI) / wavelength;
  return ([x, y]) => [
    x + amplitude * Math.sin(k * y + phase) * Math.cos(0.37 * k * x + 2 * phase),
    y + amplitude * Math.sin(0.83 * k * x + 3 * phase),
  ];
}
