import { expect, test } from "vitest";
import { RuleBody } from "#contract/alarm-rules.ts";
import { CONDITION_KINDS } from "#contract/alarm-words.ts";
import { alarmRules } from "#lib/i18n/zh/alarm-rules.ts";
import { CONDITION_NUMBERS, FIRST_CONDITION, NEW_RULE, narrowedBy, withField } from "./rule-draft.ts";
import { problemsOf } from "./rule-problems.ts";

const WHOLE: RuleBody = { ...NEW_RULE, name: "出口压力超限" };
const found = (over: Partial<RuleBody>, id = "outlet-high") =>
  problemsOf(id, { ...WHOLE, ...over }).map(({ field, level, wrong, n }) =>
    [field, level, wrong, n].filter((part) => part !== null).join(" "),
  );

test("a rule that the contract takes has no problems, whatever narrows it", () => {
  expect(found({})).toEqual([]);
  const appliesTo = {
    tagIds: ["T1", "T2"],
    tagKinds: ["pressure" as const],
    stationKinds: ["regulator_station" as const],
    enterpriseId: "E-1",
    areaCode: "130102",
  };
  expect(found({ appliesTo, suppressWhile: { tagKind: "flow", below: 1 } })).toEqual([]);
});

test("what is out of order is told field by field, with its bound", () => {
  expect(found({ name: "高" })).toEqual(["name shortest 2"]);
  expect(found({}, "出口")).toEqual(["id form"]);
  expect(found({ onDelayS: Number.NaN, offDelayS: 1.5, deadBand: -1 })).toEqual([
    "onDelay number",
    "offDelay whole",
    "deadBand least 0",
  ]);
  expect(found({ onDelayS: 90_000 })).toEqual(["onDelay most 86400"]);
  expect(found({ escalateMin: { county: 0, city: 2.5, province: null } })).toEqual([
    "escalate county least 1",
    "escalate city whole",
  ]);
  expect(found({ suppressWhile: { tagKind: "flow", below: Number.NaN } })).toEqual(["suppress number"]);
  const tagIds = Array.from({ length: 1001 }, (_, i) => `T${i}`);
  expect(found({ appliesTo: { tagIds } })).toEqual(["tagIds many 1000"]);
  expect(found({ condition: { kind: "rate", side: "high", perMinute: 0, windowS: 5 } })).toEqual([
    "perMinute above 0",
    "windowS least 10",
  ]);
});

test("every number of every condition that is left empty is called by a word that the form shows", () => {
  for (const kind of CONDITION_KINDS)
    for (const field of CONDITION_NUMBERS[kind]) {
      const condition = withField(FIRST_CONDITION[kind], field, Number.NaN);
      expect(found({ condition })).toEqual([`${field} number`]);
      expect(alarmRules[field]).toBeTypeOf("string");
    }
});

test("a new rule for methane beside a pipe begins with the warning levels of adjacent spaces: 5, 20, 50 and 80 %LEL, blue in two samples", () => {
  const steps = { blue: 5, yellow: 20, orange: 50, red: 80 };
  expect(FIRST_CONDITION.gas).toEqual({ kind: "gas", ...steps, blueSamples: 2, ethanePpm: 50 });
});

test("a part with nothing chosen leaves, and the others stay", () => {
  const both = narrowedBy({ tagKinds: ["pressure"] }, { tagIds: ["T1"], areaCode: "130102" });
  expect(both).toEqual({ tagKinds: ["pressure"], tagIds: ["T1"], areaCode: "130102" });
  expect(narrowedBy(both, { tagKinds: [], areaCode: null })).toEqual({ tagIds: ["T1"] });
  expect(RuleBody.safeParse({ ...WHOLE, appliesTo: narrowedBy(both, { tagIds: [] }) }).success).toBe(true);
});
