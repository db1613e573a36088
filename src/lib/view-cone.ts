import type { LngLat } from "#contract/route.ts";

const METRES_PER_DEGREE = 111_320;
/** Degrees of arc that one side of a cone's edge spans. */
const STEP_DEG = 10;

/**
 * What a camera sees, as a closed ring: from its place out to its range, left and right of where it looks. Degrees clockwise from north;
 * a camera that sees all round gives a circle. null where the direction is not known.
 */
export function viewCone(
  at: LngLat,
  headingDeg: number | null,
  fovDeg: number | null,
  rangeM: number | null,
): LngLat[] | null {
  if (headingDeg === null || fovDeg === null || rangeM === null) return null;
  const [lng, lat] = at;
  const scale = Math.cos((lat * Math.PI) / 180);
  const reach = (deg: number): LngLat => {
    const bearing = (deg * Math.PI) / 180;
    const north = (Math.cos(bearing) * rangeM) / METRES_PER_DEGREE;
    return [lng + (Math.sin(bearing) * rangeM) / METRES_PER_DEGREE / scale, lat + north];
  };
  const steps = Math.max(1, Math.ceil(fovDeg / STEP_DEG));
  const edge = Array.from({ length: steps + 1 }, (_, i) => reach(headingDeg - fovDeg / 2 + (fovDeg * i) / steps));
  return fovDeg >= 360 ? edge : [at, ...edge, at];
}
