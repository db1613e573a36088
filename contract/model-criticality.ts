import type { PressureLevel } from "./gas.ts";
import type { ModelAssumption } from "./model-assumptions.ts";
import type { LngLat } from "./route.ts";

/** Pipes are painted by the customers who lose gas with them: classes begin at these numbers. */
export const CRITICALITY_STEPS = [1, 10, 100, 1000] as const;
export const CRITICALITY_CLASSES = ["lose1", "lose10", "lose100", "lose1000"] as const;

/** Pipes, valves and regulators one behind another: whichever of them goes, the same customers lose gas. */
export interface WeakStretch {
  /** The first of `count` pipes, the one nearest to the source first. */
  readonly pipes: readonly string[];
  readonly count: number;
  /** Valves and regulators among them, by name; at most so many as pipes are named. */
  readonly devices: readonly string[];
  readonly lengthM: number;
  readonly level: PressureLevel;
  /** Middle of the first pipe; the first device where there is no pipe. */
  readonly lngLat: LngLat;
  readonly customers: number;
  /** Without it the network falls into two parts: no other way leads around it, not even against the regulators. */
  readonly isBridge: boolean;
}

/** What hangs on each pipe alone. */
export interface CriticalityAnswer {
  readonly kind: "criticality";
  readonly version: string;
  readonly area: string;
  /** Customers with gas, and those of them who hang on some single pipe, valve or regulator. */
  readonly customers: number;
  readonly atRisk: number;
  /** Pipes by class, in the order of CRITICALITY_CLASSES. */
  readonly pipes: readonly number[];
  readonly bridges: number;
  readonly articulationPoints: number;
  readonly parts: number;
  /** The worst first. */
  readonly worst: readonly WeakStretch[];
  readonly assumptions: readonly ModelAssumption[];
  readonly ms: number;
}
