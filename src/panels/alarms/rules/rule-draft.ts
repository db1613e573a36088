import type { AlarmRule, AppliesTo, Condition, RuleBody } from "#contract/alarm-rules.ts";
import type { ConditionKind } from "#contract/alarm-words.ts";

/** Fields of a condition that are numbers, in the order a person fills them, by kind. */
export const CONDITION_NUMBERS = {
  limits: [],
  absolute: ["limit"],
  rate: ["perMinute", "windowS"],
  deviation: ["percent", "windowS"],
  gas: ["blue", "yellow", "orange", "red", "blueSamples", "ethanePpm"],
  no_data: ["afterS"],
  tank_level: ["lowLow", "low", "high", "highHigh"],
  end_pressure: ["minKPa"],
} as const satisfies Readonly<Record<ConditionKind, readonly string[]>>;
export type ConditionNumber = (typeof CONDITION_NUMBERS)[ConditionKind][number];

/** What a condition of a kind begins with; gas with the warning levels of adjacent spaces, %LEL, as the product's own rule has them. */
export const FIRST_CONDITION: Readonly<Record<ConditionKind, Condition>> = {
  limits: { kind: "limits", warningLevel: "yellow" },
  absolute: { kind: "absolute", side: "high", limit: 0 },
  rate: { kind: "rate", side: "high", perMinute: 1, windowS: 300 },
  deviation: { kind: "deviation", from: "nominal", percent: 10, windowS: 3600 },
  gas: { kind: "gas", blue: 5, yellow: 20, orange: 50, red: 80, blueSamples: 2, ethanePpm: 50 },
  no_data: { kind: "no_data", afterS: 0 },
  tank_level: { kind: "tank_level", lowLow: 10, low: 15, high: 85, highHigh: 90, warningLevel: "yellow" },
  end_pressure: { kind: "end_pressure", minKPa: 1 },
};

export const NEW_RULE: RuleBody = {
  name: "",
  appliesTo: { tagKinds: ["pressure"] },
  condition: FIRST_CONDITION.absolute,
  level: "orange",
  onDelayS: 0,
  offDelayS: 60,
  deadBand: null,
  escalateMin: { county: 15, city: 30, province: null },
  suppressWhile: null,
  procedure: "",
};

/** The part of a version that a person writes. */
export const bodyOf = (rule: AlarmRule): RuleBody => ({
  name: rule.name,
  appliesTo: rule.appliesTo,
  condition: rule.condition,
  level: rule.level,
  onDelayS: rule.onDelayS,
  offDelayS: rule.offDelayS,
  deadBand: rule.deadBand,
  escalateMin: rule.escalateMin,
  suppressWhile: rule.suppressWhile,
  procedure: rule.procedure,
});

/** One number of a condition, or null where the kind has none of that name. */
export const numberOf = (condition: Condition, field: ConditionNumber): number | null => {
  const value = (condition as Readonly<Record<string, unknown>>)[field];
  return typeof value === "number" ? value : null;
};

/** The condition with one field changed; what it may hold is checked when the rule is sent. */
export const withField = (condition: Condition, field: string, value: number | string): Condition =>
  ({ ...condition, [field]: value }) as Condition;

/** What is chosen anew of whom a rule is for; null or an empty list: nothing. */
export type Narrowing = { readonly [K in keyof AppliesTo]?: AppliesTo[K] | null };

/** Whom a rule is for, with some parts chosen anew. A part with nothing chosen narrows nothing and leaves. */
export const narrowedBy = (appliesTo: AppliesTo, chosen: Narrowing): AppliesTo =>
  Object.fromEntries(
    Object.entries({ ...appliesTo, ...chosen }).filter(([, part]) => part !== null && part?.length !== 0),
  );
