import { expect, test } from "vitest";
import type { ESCALATION_LEVELS } from "#contract/alarm-words.ts";
import { LEVELS } from "#contract/scope.ts";
import { isBroughtTo, ringsFor } from "./alarm-audience.ts";

test("an alarm rings for the enterprise from the beginning, and for each level above as soon as it was brought there", () => {
  const heardBy = (escalatedTo: (typeof ESCALATION_LEVELS)[number] | null) =>
    LEVELS.filter((level) => ringsFor(level)({ escalatedTo }));
  expect(heardBy(null)).toEqual(["enterprise"]);
  expect(heardBy("enterprise")).toEqual(["enterprise"]);
  expect(heardBy("county")).toEqual(["county", "enterprise"]);
  expect(heardBy("city")).toEqual(["city", "county", "enterprise"]);
  expect(heardBy("province")).toEqual(["province", "city", "county", "enterprise"]);
});

test("what was brought to a level stands on top there until somebody answers", () => {
  const brought = { escalatedTo: "city" as const, state: "unacknowledged" as const, hold: null };
  expect(LEVELS.filter((level) => isBroughtTo(level)(brought))).toEqual(["city", "county", "enterprise"]);
  expect(isBroughtTo("city")({ ...brought, state: "acknowledged" })).toBe(false);
  expect(isBroughtTo("enterprise")({ ...brought, escalatedTo: null })).toBe(false);
});
