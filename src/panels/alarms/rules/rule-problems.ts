import type { z } from "zod";
import { type AppliesTo, RuleBody, RuleId } from "#contract/alarm-rules.ts";
import type { ESCALATION_LEVELS } from "#contract/alarm-words.ts";
import type { alarmRules } from "#lib/i18n/zh/alarm-rules.ts";
import type { ConditionNumber } from "./rule-draft.ts";

/** A key of `alarm.rules` that names a field of the form. */
export type RuleField =
  | "id"
  | "name"
  | "level"
  | keyof AppliesTo
  | "applies"
  | "condition"
  | "side"
  | "from"
  | "warningLevel"
  | ConditionNumber
  | "onDelay"
  | "offDelay"
  | "deadBand"
  | "escalate"
  | "suppress"
  | "suppressKind"
  | "procedure";
type Wrong = keyof (typeof alarmRules)["wrong"];

/** What is out of order with one field of a rule, in keys of `alarm.rules` and `alarm.rules.wrong`. */
export interface RuleProblem {
  readonly field: RuleField;
  /** Which of the three times to escalation. */
  readonly level: (typeof ESCALATION_LEVELS)[number] | null;
  readonly wrong: Wrong;
  /** The bound that was overstepped; null where there is none. */
  readonly n: number | null;
}

/** Fields whose words are called otherwise than the field. */
const NAMES: Readonly<Record<string, RuleField>> = {
  onDelayS: "onDelay",
  offDelayS: "offDelay",
  escalateMin: "escalate",
  tagKind: "suppressKind",
  below: "suppress",
  suppressWhile: "suppress",
  appliesTo: "applies",
  kind: "condition",
};
/** Parts whose fields are named by their own words. */
const PARTS: ReadonlySet<unknown> = new Set(["appliesTo", "condition", "suppressWhile"]);

function fieldOf(path: readonly PropertyKey[]): Pick<RuleProblem, "field" | "level"> {
  const [first, second] = path;
  const name = String(PARTS.has(first) ? (second ?? first) : first);
  const level = first === "escalateMin" ? (second as RuleProblem["level"]) : null;
  return { field: NAMES[name] ?? (name as RuleField), level };
}

type Issue = z.core.$ZodIssue;

function whyOf(issue: Issue): Pick<RuleProblem, "wrong" | "n"> {
  if (issue.code === "invalid_type") {
    if (issue.expected === "number") return { wrong: "number", n: null };
    return { wrong: issue.expected === "int" ? "whole" : "form", n: null };
  }
  if (issue.code === "too_small") {
    const n = Number(issue.minimum);
    if (issue.origin === "string") return { wrong: "shortest", n };
    if (issue.origin === "array") return { wrong: "fewest", n };
    return { wrong: issue.inclusive === false ? "above" : "least", n };
  }
  if (issue.code === "too_big") {
    const n = Number(issue.maximum);
    if (issue.origin === "string") return { wrong: "longest", n };
    return { wrong: issue.origin === "array" ? "many" : "most", n };
  }
  return { wrong: "form", n: null };
}

/** All that keeps a rule from being sent, each field once, as the contract says it. */
export function problemsOf(id: string, rule: RuleBody): readonly RuleProblem[] {
  const found: RuleProblem[] = RuleId.safeParse(id).success
    ? []
    : [{ field: "id", level: null, wrong: "form", n: null }];
  for (const issue of RuleBody.safeParse(rule).error?.issues ?? []) {
    const field = fieldOf(issue.path);
    const isKnown = found.some((one) => one.field === field.field && one.level === field.level);
    if (!isKnown) found.push({ ...field, ...whyOf(issue) });
  }
  return found;
}
