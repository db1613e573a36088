import type { LngLat } from "#contract/route.ts";

/** Metres east and north of an origin. */
export type Metres = readonly [east: number, north: number];

export interface LocalPlane {
  toLngLat: (metres: Metres) => LngLat;
  toMetres: (lngLat: readonly [number, number]) => Metres;
}

const RADIAN = Math.PI / 180;
/** WGS84 (CGCS2000 differs by less than a millimetre). */
const [SEMI_MAJOR, ECCENTRICITY_2] = [6_378_137, 0.00669437999014];

/**
 * A flat plane that touches the ellipsoid at `origin`, by its radii of curvature there. Distances within 10 km are right to
 * 0.2 % below 60° of latitude: well inside what the laws drawn on it are good for. Not for poles or across the date line.
 */
export function localPlane(origin: readonly [number, number]): LocalPlane {
  const [lng, lat] = origin;
  const w2 = 1 - ECCENTRICITY_2 * Math.sin(lat * RADIAN) ** 2;
  const perLat = ((SEMI_MAJOR * (1 - ECCENTRICITY_2)) / w2 ** 1.5) * RADIAN;
  const perLng = (SEMI_MAJOR / Math.sqrt(w2)) * Math.cos(lat * RADIAN) * RADIAN;
  return {
    toLngLat: ([east, north]) => [lng + east / perLng, lat + north / perLat],
    toMetres: ([x, y]) => [(x - lng) * perLng, (y - lat) * perLat],
  };
}

/** Area inside a ring, m²; negative when it runs clockwise. */
export const shoelaceM2 = (ring: readonly Metres[]): number =>
  ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length] as Metres;
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);
