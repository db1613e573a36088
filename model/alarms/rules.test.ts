import { expect, test } from "vitest";
import type { AppliesTo } from "#contract/alarm-rules.ts";
import { type RuleInForce, rulesOf } from "./rules.ts";
import { rule, tag } from "./testing/house.ts";

const CITY = new Set(["130102", "130104"]);
const countiesOf = (code: string) => (code === "130000" ? null : code === "130100" ? CITY : new Set([code]));
const inForce = (id: string, appliesTo: AppliesTo, over: Partial<RuleInForce["rule"]> = {}): RuleInForce => ({
  rule: rule({ id, appliesTo, ...over }),
  counties: null,
});
const ids = (rules: readonly RuleInForce[], of = tag()) => rulesOf(of, rules, countiesOf).map(({ id }) => id);

/** Each goes before all that follow it. */
const BY_NARROWNESS: readonly AppliesTo[] = [
  { tagIds: ["P1"] },
  { enterpriseId: "E-1", areaCode: "130102" },
  { enterpriseId: "E-1" },
  { areaCode: "130100", stationKinds: ["regulator_station"] },
  { areaCode: "130100" },
  { stationKinds: ["regulator_station"] },
  { tagKinds: ["pressure"] },
  {},
];

test("of rules of one kind of condition the narrowest watches a tag: by tag, enterprise, area, station kind, tag kind", () => {
  for (const [i, narrow] of BY_NARROWNESS.entries())
    for (const wide of BY_NARROWNESS.slice(i + 1)) {
      const both = [inForce("b-narrow", narrow), inForce("a-wide", wide)];
      expect(ids(both)).toEqual(["b-narrow"]);
      expect(ids(both.toReversed())).toEqual(["b-narrow"]);
    }
  expect(ids([inForce("b", {}), inForce("a", {})])).toEqual(["a"]);
});

test("rules of different conditions watch a tag side by side", () => {
  const silent = inForce("silent", {}, { condition: { kind: "no_data", afterS: 0 } });
  expect(ids([inForce("limits", { tagIds: ["P1"] }), silent])).toEqual(["limits", "silent"]);
});

test("a rule watches what it applies to and nothing else", () => {
  const others: readonly AppliesTo[] = [
    { tagIds: ["P2"] },
    { tagKinds: ["flow"] },
    { stationKinds: ["city_gate"] },
    { enterpriseId: "E-2" },
    { areaCode: "130203" },
    { tagIds: ["P1"], areaCode: "130203" },
  ];
  for (const other of others) expect(ids([inForce("other", other)]), JSON.stringify(other)).toEqual([]);
  expect(ids([inForce("by kind of station", { stationKinds: ["city_gate"] })], tag({ stationKind: null }))).toEqual([]);
});

test("an owner's rule watches the owner's tags alone, whatever it says that it applies to", () => {
  const owned = { ...inForce("theirs", { tagIds: ["P1"] }, { enterpriseId: "E-2" }), counties: CITY };
  expect(ids([owned])).toEqual([]);
  expect(ids([owned], tag({ enterpriseId: "E-2" }))).toEqual(["theirs"]);
  expect(ids([owned], tag({ enterpriseId: "E-2", areaCode: "130203" }))).toEqual([]);
});
