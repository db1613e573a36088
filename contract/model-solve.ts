import { z } from "zod";
import { PressureLevel } from "./gas.ts";
import { LngLat } from "./route.ts";
import { AssetId } from "./station.ts";

/** What solved pressures are worth: comes with every answer that rests on them. */

const Count = z.int().nonnegative();

/** Why a district has no steady state, or not the one asked for: the solver's own words (`GAS_PROBLEMS`), and `vacuum`, where gas would have to be sucked in. */
export const SOLVE_PROBLEMS = [
  ...(["no_source", "not_converged", "regulators_hunt", "starved", "negative_compressor"] as const),
  ...(["trapped_injection", "bad_input", "vacuum"] as const),
] as const;
export const SolveProblem = z.enum(SOLVE_PROBLEMS);
export type SolveProblem = z.infer<typeof SolveProblem>;

/** A pressure district that is not as it should be; called by the station that feeds it. */
export const SolveReason = z.object({
  problem: SolveProblem,
  district: z.string(),
  level: PressureLevel,
  lngLat: LngLat,
  nodes: Count,
  /** Asked there and not served, m³/h. */
  shortM3h: z.number(),
  /** The pipe where most pressure is lost on the way to the worst place, and its share of that loss; null where it was not looked for. */
  narrow: z.object({ pipe: AssetId, lngLat: LngLat, share: z.number(), velocityMS: z.number() }).nullable(),
  /** Share of its demand at which nobody there would starve; null where it was not looked for. */
  bearable: z.number().nullable(),
});
export type SolveReason = z.infer<typeof SolveReason>;

/** A place whose customers get less than they ask. */
export const StarvedPlace = z.object({
  node: AssetId,
  name: z.string(),
  lngLat: LngLat,
  customers: Count,
  askedM3h: z.number(),
  servedM3h: z.number(),
  kPa: z.number(),
});
export type StarvedPlace = z.infer<typeof StarvedPlace>;

/** Holding its outlet, shut because its outlet has more or nobody takes gas, or passing all that its inlet has. */
export const REGULATOR_STATES = ["active", "locked_up", "wide_open"] as const;

/** A regulator that does not hold its outlet. Pressures kPa gauge. */
export const RegulatorPlace = z.object({
  node: AssetId,
  name: z.string(),
  lngLat: LngLat,
  state: z.enum(REGULATOR_STATES).exclude(["active"]),
  inletKPa: z.number(),
  outletKPa: z.number(),
  setKPa: z.number(),
});
export type RegulatorPlace = z.infer<typeof RegulatorPlace>;

export const REGULATORS_LISTED = 20;
export const STARVED_LISTED = 20;
export const REASONS_LISTED = 10;

export const SolveReport = z.object({
  /** Every district with gas has a solution. */
  isConverged: z.boolean(),
  iterations: Count,
  /** Districts in all, solved for this, and without a solution. */
  districts: Count,
  solved: Count,
  failed: Count,
  /** Largest violation of a pipe's law, a share of the highest p². */
  residual: z.number(),
  /** Largest imbalance at a place, m³/h. */
  imbalanceM3h: z.number(),
  /** Gas in from sources, out to customers, and asked by customers with gas but not served, m³/h. In less out is what is wrong with the figures. */
  balance: z.object({ inM3h: z.number(), outM3h: z.number(), shortM3h: z.number() }),
  /** Places whose customers get less, their customers, and the first of them, the most first. */
  starved: z.object({ nodes: Count, customers: Count, places: z.array(StarvedPlace).max(STARVED_LISTED) }),
  /** Regulators with gas at their inlet by state, and the first of those that are not active; those of unknown set point are left out. */
  regulators: z.object({
    active: Count,
    lockedUp: Count,
    wideOpen: Count,
    places: z.array(RegulatorPlace).max(REGULATORS_LISTED),
  }),
  /** Districts that starve or have no solution, the most short first. */
  reasons: z.array(SolveReason).max(REASONS_LISTED),
});
export type SolveReport = z.infer<typeof SolveReport>;
