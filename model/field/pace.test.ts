import fc from "fast-check";
import { expect, test } from "vitest";
import type { VisitRule } from "./due.ts";
import { type LeakRule, sumPortions, surveysAYear, visitsAYear, walksAYear, withRule } from "./pace.ts";

const RURAL: VisitRule = { id: "rural", gasKinds: ["rural_ng"], classes: ["residential"], perYear: 2, heating: null };
const ALL: VisitRule = { id: "all", gasKinds: null, classes: null, perYear: 1, heating: null };
const WEAK: LeakRule = { id: "weak", materials: ["iron"], everyDays: 183, designLifeY: 30, agedFactor: 0.5 };

const portion = fc.record({
  areaCode: fc.constantFrom("130102", "130123"),
  key: fc.array(fc.constantFrom("a", "b"), { minLength: 1, maxLength: 2 }),
  size: fc.integer({ min: 0, max: 100_000 }),
  before: fc.integer({ min: 0, max: 10 }),
  after: fc.integer({ min: 0, max: 10 }),
});

test("sums by area and by kind are each the whole", () => {
  fc.assert(
    fc.property(fc.array(portion), (portions) => {
      const { total, areas, parts } = sumPortions(portions);
      for (const rows of [areas, parts])
        for (const column of ["size", "before", "after"] as const)
          expect(rows.reduce((sum, row) => sum + row[column], 0)).toBe(total[column]);
    }),
  );
});

test("a rule put in its own place changes nothing, and only doors that it is for change with it", () => {
  const rules = [RURAL, ALL];
  expect(withRule(rules, RURAL)).toEqual(rules);
  const quarterly = withRule(rules, { ...RURAL, perYear: 4 });
  expect(visitsAYear(quarterly, "rural_ng", "residential")).toBe(4);
  expect(visitsAYear(quarterly, "urban_ng", "residential")).toBe(visitsAYear(rules, "urban_ng", "residential"));
});

test("a season costs less than one visit more, and none where visits are so dense that one falls into it anyway", () => {
  const season = { from: "09-15", until: "11-15" };
  const with2 = visitsAYear([{ ...RURAL, heating: season }], "rural_ng", "residential");
  expect(with2).toBeGreaterThan(2);
  expect(with2).toBeLessThan(3);
  expect(visitsAYear([{ ...RURAL, perYear: 12, heating: season }], "rural_ng", "residential")).toBe(12);
});

test("a pipe beyond half of its design life is surveyed as much oftener as the rule says, and so is one whose year nobody knows", () => {
  const surveys = (laidYear: number | null) => surveysAYear([WEAK], { material: "iron", laidYear }, 2026);
  expect(surveys(2020)).toBeCloseTo(365 / 183);
  expect(surveys(2005)).toBeCloseTo((2 * 365) / 183);
  expect(surveys(null)).toBe(surveys(2005));
});

test("what no rule is for is not planned", () => {
  expect(visitsAYear([RURAL], "lpg", "residential")).toBe(0);
  expect(walksAYear([{ id: "high", levels: ["HP_A"], everyDays: 1 }], "LP")).toBe(0);
  expect(surveysAYear([WEAK], { material: "PE100", laidYear: 2000 }, 2026)).toBe(0);
});
