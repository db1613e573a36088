import { expect, test } from "vitest";
import type { ESCALATION_LEVELS } from "#contract/alarm-words.ts";
import { WARNING_LEVELS, type WarningLevel } from "#contract/gas.ts";
import { LEVELS } from "#contract/scope.ts";
import { isBroughtTo, ringsFor } from "./alarm-audience.ts";

type Brought = (typeof ESCALATION_LEVELS)[number] | null;
const heardBy = (escalatedTo: Brought, level: WarningLevel = "orange", leakConfirmed = false) =>
  LEVELS.filter((one) => ringsFor(one)({ escalatedTo, level, leakConfirmed }));

test("an alarm rings for enterprise and county from the beginning, and above as soon as it was brought there", () => {
  expect(heardBy(null)).toEqual(["county", "enterprise"]);
  expect(heardBy("county")).toEqual(["county", "enterprise"]);
  expect(heardBy("city")).toEqual(["city", "county", "enterprise"]);
  expect(heardBy("province")).toEqual(["province", "city", "county", "enterprise"]);
});

test("a red one rings for the city at once, a confirmed leak for everybody", () => {
  expect(heardBy(null, "red")).toEqual(["city", "county", "enterprise"]);
  for (const level of WARNING_LEVELS) expect(heardBy(null, level, true)).toEqual([...LEVELS]);
});

test("what was brought to a level stands on top there until somebody answers", () => {
  const brought = { escalatedTo: "city" as const, state: "unacknowledged" as const, hold: null };
  expect(LEVELS.filter((level) => isBroughtTo(level)(brought))).toEqual(["city", "county", "enterprise"]);
  expect(isBroughtTo("city")({ ...brought, state: "acknowledged" })).toBe(false);
  expect(isBroughtTo("enterprise")({ ...brought, escalatedTo: null })).toBe(false);
});
