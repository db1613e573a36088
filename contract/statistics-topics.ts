import type { Dimension } from "./statistics-dimensions.ts";

/** A word in both languages; the catalogue is data, so that API, page, export and documents say the same. */
export interface Named {
  readonly zh: string;
  readonly en: string;
}

/**
 * What facts a measure is made of; each topic has its SQL in `server/statistics/topics.ts`. Facts of a topic share their columns: whose, where,
 * which day, when it became known, how many, how much.
 */
export const TOPICS = [
  "enterprise",
  "licence",
  "pipe",
  "station",
  "equipment",
  "customer",
  "tag",
  "supply",
  "hazard",
  "hazard_due",
  "alarm",
  "alarm_answer",
  "incident",
  "visit",
  "door_due",
  "door_overdue",
  "walk",
  "tag_quality",
  "telemetry",
] as const;
export type Topic = (typeof TOPICS)[number];

/** Of a topic's facts, `n` counts them and `amount` adds up their whole units (mm, L, s, m³). */
export type Part = "n" | "amount";

/**
 * How a number comes of facts:
 * `stock`: all facts up to the last day of the period (what there was on that day); `flow`: facts within the period;
 * `ratio`: a flow divided by another part of the same facts; `peak`: the largest day's sum within the period;
 * `per_km2`: a stock by the area of its division;
 * `rate`: a stock or flow by another measure's figure of the same place and time (`by`, its id), `perDay` also by the days that have ended.
 */
export type Formula =
  | { readonly kind: "stock" | "flow" | "peak"; readonly part: Part; readonly scale: number }
  | { readonly kind: "ratio"; readonly part: Part; readonly by: Part; readonly scale: number }
  | { readonly kind: "per_km2"; readonly part: Part; readonly scale: number }
  | {
      readonly kind: "rate";
      readonly how: "stock" | "flow";
      readonly part: Part;
      readonly by: string;
      readonly perDay?: boolean;
      readonly scale: number;
    };

/** Whether a figure is of the last day of its period, and not of the whole period. */
export const isStock = (formula: Formula): boolean =>
  formula.kind === "stock" || formula.kind === "per_km2" || (formula.kind === "rate" && formula.how === "stock");

export interface Measure {
  readonly name: Named;
  readonly unit: Named;
  readonly group:
    | "enterprises"
    | "network"
    | "users"
    | "supply"
    | "sensing"
    | "alarms"
    | "hazards"
    | "checks"
    | "patrols";
  readonly topic: Topic;
  readonly formula: Formula;
  /** The formula in words. */
  readonly says: Named;
  /** Words of the topic's dimensions that alone count; others are left out. */
  readonly only?: Readonly<Partial<Record<Dimension, readonly string[]>>>;
  /** Tables that the facts are taken from. */
  readonly sources: readonly string[];
  /** Where it is asked for; null where it is the product's own. */
  readonly clause: string | null;
  /** Beside places and times, which every measure has. */
  readonly by: readonly Dimension[];
  /** Of households: cells of fewer than five are not told to anyone but their enterprise. */
  readonly isPersonal: boolean;
  readonly digits: number;
}
