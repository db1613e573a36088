import { expect, test } from "vitest";
import { HAZARD_STATES } from "#contract/field/hazard-words.ts";
import { stepsOffline } from "./steps.ts";

const hazard = { isCut: false, isExtended: false };

test("a closed hazard offers nothing, and every open one lets gas be cut or restored, never both", () => {
  expect(stepsOffline({ ...hazard, state: "closed" })).toEqual([]);
  for (const state of HAZARD_STATES.filter((one) => one !== "closed"))
    for (const isCut of [true, false]) {
      const steps = stepsOffline({ ...hazard, state, isCut });
      expect(steps.includes("cut")).toBe(!isCut);
      expect(steps.includes("restore")).toBe(isCut);
    }
});

test("a deadline is extended once", () => {
  expect(stepsOffline({ ...hazard, state: "accepted" })).toContain("extend");
  expect(stepsOffline({ ...hazard, state: "accepted", isExtended: true })).not.toContain("extend");
});
