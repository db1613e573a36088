import { degreesOf } from "#server/tiles/lines.ts";
import type { Snapshot } from "#server/tiles/snapshot.ts";

/** Pipes as peers take them. Vertex k of pipe i: lngLat[2 * (offsets[i] + k)], degrees. */
export interface Courses {
  readonly count: number;
  readonly offsets: Uint32Array;
  readonly lngLat: Float64Array;
  /** Index in PRESSURE_LEVELS. */
  readonly level: Uint8Array;
}

/** Large, and made anew each time. */
export const coursesOf = ({ pipes }: Snapshot): Courses => ({
  count: pipes.count,
  level: pipes.level,
  ...degreesOf(pipes),
});
