import type { CustomerKind } from "./customer-kind.ts";
import type { LngLat } from "./route.ts";

/** Answers that stand beside a plan: who else is at work, and what a person has drawn. Plain data, as all answers. */

/** A valve, or another place of the records. */
export interface NamedPlace {
  readonly node: string;
  readonly name: string;
  readonly lngLat: LngLat;
}

export interface PlanValve extends NamedPlace {
  /** Place in the order of closing, from 1. */
  readonly order: number;
  readonly isRequired: boolean;
  readonly isMotorised: boolean;
  /** Minutes from now until it is closed, with one crew that starts at the damage. */
  readonly closedAfterMin: number;
  /** Not in the first plan: of the next ring. */
  readonly isAdded: boolean;
}

/** Another plan that stands now: the valves around its damaged pipe are closed. Named by id, so that it outlives a snapshot. */
export interface OpenPlan {
  readonly id: string;
  readonly name: string;
  readonly pipe: string;
  /** Its valves that did not close, in the order they were reported. */
  readonly stuck: readonly string[];
}

/** Another open plan that gets in the way. */
export interface PlanConflict {
  readonly id: string;
  readonly name: string;
  /** Valves that both need closed: neither may open them while the other stands. */
  readonly sharedValves: readonly NamedPlace[];
  /** Pipe in both areas, m. */
  readonly sharedM: number;
  /** Customers whom each plan alone leaves with gas and both together do not. */
  readonly customersLostTogether: number;
}

/** Pipes that a drawn line cuts. */
export interface PlanBarriers {
  readonly lines: number;
  /** The first of `count` pipes. */
  readonly pipes: readonly string[];
  readonly count: number;
  /** The line crosses the damaged pipe, which is left out: barriers stand around a damage. */
  readonly isAcrossDamage: boolean;
}

/** A closed valve that would feed again what lost supply, and what solving the network with it open has shown. */
export interface PlanTie extends NamedPlace {
  /** Customers it leads to; of them at service pressure or above; and those elsewhere who would fall below it. */
  readonly customers: number;
  readonly served: number;
  readonly harmed: number;
  /** Lowest pressure at a customer it feeds again, kPa gauge; null when it brings nobody gas or no steady state was found. */
  readonly leastKPa: number | null;
}

/** What other valves are chosen by: how many, or how soon one crew has them closed. */
export const LEAST_BY = ["valves", "minutes"] as const;
export type LeastBy = (typeof LEAST_BY)[number];

/** Fewer valves, or valves closed sooner, that also part the damage from gas, and all that is cut off then. */
export interface LeastPlan {
  readonly by: LeastBy;
  readonly valves: readonly NamedPlace[];
  /** Until one crew that starts at the damage has closed them, and the plan's required ones; and how many those are. */
  readonly minutes: number;
  readonly planMinutes: number;
  readonly planValves: number;
  readonly customers: number;
  readonly lengthM: number;
}

/** Customers of one kind at one place of the records, visited together. */
export interface RelightVisitRow {
  readonly node: string;
  readonly kind: CustomerKind;
  readonly connections: number;
  readonly minutes: number;
}

/** Visits before gas may burn again, with so many fitters side by side. */
export interface RelightWork {
  readonly connections: number;
  readonly fitters: number;
  readonly hours: number;
  /** Valves to open again, in this order, once every meter valve is shut and confirmed. */
  readonly reopen: readonly NamedPlace[];
  /** The first of `places`, the most vulnerable customers first. */
  readonly visits: readonly RelightVisitRow[];
  readonly places: number;
}
