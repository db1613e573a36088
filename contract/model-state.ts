import { z } from "zod";
import { PressureLevel } from "./gas.ts";
import { ModelAssumption } from "./model-assumptions.ts";
import { ModelNetworkQuery } from "./model-network.ts";
import { SolveReport } from "./model-solve.ts";
import { Instant, LngLat, route } from "./route.ts";
import { AreaCode, BUSINESS_ROLES } from "./scope.ts";
import { AssetId } from "./station.ts";

/** One sensor against all others of its pressure district. */
export const SensorVerdict = z.object({
  tagId: AssetId,
  name: z.string(),
  stationId: AssetId,
  lngLat: LngLat,
  /** kPa gauge, or m³/h. */
  unit: z.enum(["kPa", "m³/h"]),
  measured: z.number(),
  /** What the others let expect there. */
  estimated: z.number(),
  /** How far apart the two are, standard deviations. */
  score: z.number(),
  /** Contradicted by all others: left out of the estimate. */
  isSuspect: z.boolean(),
});
export type SensorVerdict = z.infer<typeof SensorVerdict>;

/** A pressure district is called by the station that feeds it. */
const District = { district: z.string(), level: PressureLevel, lngLat: LngLat };

/** A place where gas lost or taken beyond what is known would explain a district's readings: leak, theft, a customer nobody knows. */
export const LossPlace = z.object({
  ...District,
  m3h: z.number(),
  sigma: z.number(),
  /** Share of the district's places that explain the readings nearly as well: 1 says that the place is not known. */
  alike: z.number(),
});
export type LossPlace = z.infer<typeof LossPlace>;

/** How long a pressure district lives on what its pipes hold once nothing feeds it. */
export const PackTime = z.object({
  ...District,
  feeders: z.int().nonnegative(),
  /** In it and in all it feeds. */
  customers: z.int().nonnegative(),
  kPa: z.number(),
  leastKPa: z.number(),
  takeM3h: z.number(),
  minutes: z.number(),
});
export type PackTime = z.infer<typeof PackTime>;

/** Methane in a space beside pipes, as its sensor says now. */
export const SpaceGas = z.object({
  tagId: AssetId,
  name: z.string(),
  stationId: AssetId,
  area: AreaCode,
  lngLat: LngLat,
  lel: z.number(),
  ethanePpm: z.number().nullable(),
});
export type SpaceGas = z.infer<typeof SpaceGas>;

export const SENSORS_LISTED = 50;
/** Losses and line packs. */
export const PACKS_LISTED = 30;

export const getModelState = route({
  path: "/api/model/state",
  who: BUSINESS_ROLES,
  summary:
    "An area's network as it is now, solved from the newest readings: how much is measured, estimated or stale, which sensors all others contradict, where a loss would explain readings, how long districts live on line pack. Areas of several counties are solved county by county and say how many are ready",
  query: z.object({ area: AreaCode }),
  reply: z.object({
    version: z.string(),
    area: AreaCode,
    /** When it was looked at; of several counties the oldest. */
    at: Instant,
    /** Counties solved so far, of those with a network in sight. The rest follows while somebody asks. */
    counties: z.object({ ready: z.int().nonnegative(), of: z.int().nonnegative() }),
    districts: z.int().nonnegative(),
    /** Districts solved this time; the others had not changed. */
    solved: z.int().nonnegative(),
    failed: z.int().nonnegative(),
    residual: z.number(),
    /** Of all counties that are ready. */
    solve: SolveReport,
    tookMs: z.number(),
    demandScale: z.number(),
    /** Metres of pipe by state. */
    lengthM: z.object({ measured: z.number(), estimated: z.number(), stale: z.number() }),
    /** The least believable first, at most SENSORS_LISTED. */
    sensors: z.array(SensorVerdict),
    /** The likeliest first, at most PACKS_LISTED. */
    losses: z.array(LossPlace),
    /** The shortest first, at most PACKS_LISTED. */
    packs: z.array(PackTime),
    /** The most first, at most PACKS_LISTED; traces are left out. */
    gas: z.array(SpaceGas),
    assumptions: z.array(ModelAssumption),
  }),
});
export type ModelState = z.infer<typeof getModelState.reply>;

/**
 * Solved pressures of an area's pipes: query `area`, `v` as in MODEL_NETWORK_PATH, and `since`, a tick from an answer before. u32 tick, u32 count,
 * then a dense number (u32) for each pipe whose byte has changed since (all when left out), then for each a byte: class under
 * PIPE_CLASSING.pressure plus STATE_STEP times the place in `measured, estimated, stale`; NO_PRESSURE where there is no gas any more.
 */
export const MODEL_PRESSURE_PATH = "/api/model/state/pressure";
export const ModelPressureQuery = ModelNetworkQuery.extend({ since: z.coerce.number().int().nonnegative().optional() });
export const STATE_STEP = 16;
export const NO_PRESSURE = 255;
