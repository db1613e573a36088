import { z } from "zod";
import { ModelAssumption } from "./model.ts";
import { Instant, LngLat, route } from "./route.ts";
import { AreaCode, BUSINESS_ROLES } from "./scope.ts";
import { AssetId } from "./station.ts";

/** One pressure sensor against the solved network. */
export const SensorVerdict = z.object({
  tagId: AssetId,
  name: z.string(),
  stationId: AssetId,
  lngLat: LngLat,
  measuredKPa: z.number(),
  estimatedKPa: z.number(),
  /** How many times further off than such a sensor may be. */
  score: z.number(),
  isSuspect: z.boolean(),
});
export type SensorVerdict = z.infer<typeof SensorVerdict>;

export const SENSORS_LISTED = 50;

export const getModelState = route({
  path: "/api/model/state",
  who: BUSINESS_ROLES,
  summary:
    "An area's network as it is now, solved from the newest readings: how much of it is measured, estimated or stale, and which sensors contradict it",
  query: z.object({ area: AreaCode }),
  reply: z.object({
    version: z.string(),
    area: AreaCode,
    /** When it was solved. */
    at: Instant,
    districts: z.int().nonnegative(),
    /** Districts solved this time; the others had not changed. */
    solved: z.int().nonnegative(),
    failed: z.int().nonnegative(),
    residual: z.number(),
    tookMs: z.number(),
    demandScale: z.number(),
    /** Metres of pipe by state. */
    lengthM: z.object({ measured: z.number(), estimated: z.number(), stale: z.number() }),
    /** The least believable first, at most SENSORS_LISTED. */
    sensors: z.array(SensorVerdict),
    assumptions: z.array(ModelAssumption),
  }),
});
export type ModelState = z.infer<typeof getModelState.reply>;

/**
 * Solved pressures of an area's pipes: query `area`, and `v` as in MODEL_NETWORK_PATH. u32 count, then a dense number (u32) for each
 * pipe, then for each a byte: class under PIPE_CLASSING.pressure plus STATE_STEP times the place in `measured, estimated, stale`.
 */
export const MODEL_PRESSURE_PATH = "/api/model/state/pressure";
export const STATE_STEP = 16;
