import { HAZARD_REACH_M } from "#contract/pipe-classes.ts";
import type { LngLat } from "#contract/route.ts";
import type { HazardRow, PipeRow } from "#mocks/world/rows.ts";

const DEGREE_M = 111_195;

/** Metres from a place to a straight stretch, both near each other. */
function metresTo([lng, lat]: LngLat, a: LngLat, b: LngLat): number {
  const kx = DEGREE_M * Math.cos((lat * Math.PI) / 180);
  const [ax, ay] = [(a[0] - lng) * kx, (a[1] - lat) * DEGREE_M];
  const [dx, dy] = [(b[0] - a[0]) * kx, (b[1] - a[1]) * DEGREE_M];
  const square = dx * dx + dy * dy;
  const t = square === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / square));
  return Math.hypot(ax + t * dx, ay + t * dy);
}

/** Whether a hazard counts as one of a pipe: its enterprise's, in its county, within HAZARD_REACH_M. */
export function isBeside(hazard: Pick<HazardRow, "enterprise_id" | "area_code" | "lngLat">, pipe: PipeRow): boolean {
  if (hazard.enterprise_id !== pipe.enterprise_id) return false;
  if (hazard.area_code !== pipe.area_code && !pipe.area_code.endsWith("0000")) return false;
  const { path } = pipe;
  return path.some((at, i) => i > 0 && metresTo(hazard.lngLat, path[i - 1] as LngLat, at) <= HAZARD_REACH_M);
}
