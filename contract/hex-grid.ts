import type { LngLat } from "./route.ts";

/** Metres from the middle of the earth to its equator as web Mercator has it. */
export const MERCATOR_RADIUS_M = 6_378_137;
/** Where the metres of a hexagon are true: within 7 % from 36° to 42.7° north. */
export const HEX_TRUE_LAT = 38.5;

/** A hexagon's place in the grid: axial coordinates, pointed side up (R. Patel, "Hexagonal Grids"). */
export interface Hex {
  readonly q: number;
  readonly r: number;
}

const RAD = Math.PI / 180;
/** Side of a hexagon in units of the web Mercator plane. @param sizeM metres on the ground at {@link HEX_TRUE_LAT} */
export const hexSide = (sizeM: number): number => sizeM / Math.cos(HEX_TRUE_LAT * RAD);

function fromPlane(x: number, y: number): LngLat {
  return [x / MERCATOR_RADIUS_M / RAD, (2 * Math.atan(Math.exp(y / MERCATOR_RADIUS_M)) - Math.PI / 2) / RAD];
}

/** The six corners of a hexagon and the first again, counter-clockwise, degrees. @param sizeM side in metres on the ground */
export function hexRing({ q, r }: Hex, sizeM: number): LngLat[] {
  const side = hexSide(sizeM);
  const [x, y] = [side * Math.sqrt(3) * (q + r / 2), side * 1.5 * r];
  return Array.from({ length: 7 }, (_, i) => {
    const angle = (30 + 60 * (i % 6)) * RAD;
    return fromPlane(x + side * Math.cos(angle), y + side * Math.sin(angle));
  });
}

/** The hexagon that a place lies in. @param sizeM side in metres on the ground */
export function hexOf([lng, lat]: LngLat, sizeM: number): Hex {
  const side = hexSide(sizeM);
  const x = MERCATOR_RADIUS_M * lng * RAD;
  const y = MERCATOR_RADIUS_M * Math.log(Math.tan(Math.PI / 4 + (lat * RAD) / 2));
  const [qf, rf] = [((Math.sqrt(3) / 3) * x - y / 3) / side, ((2 / 3) * y) / side];
  const [q, r, s] = [Math.round(qf), Math.round(rf), Math.round(-qf - rf)];
  const [dq, dr, ds] = [Math.abs(q - qf), Math.abs(r - rf), Math.abs(s + qf + rf)];
  // The three add up to nought: the one rounded farthest gives way. `+ 0`: no nought below nought.
  if (dq > dr && dq > ds) return { q: -r - s + 0, r: r + 0 };
  return dr > ds ? { q: q + 0, r: -q - s + 0 } : { q: q + 0, r: r + 0 };
}
