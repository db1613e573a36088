import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, dayIn, daysBetween, dueOn, ruleFor, type VisitRule, visitsPerYear } from "./due.ts";

const rule = (over: Partial<VisitRule> = {}): VisitRule => ({
  id: "r",
  gasKinds: null,
  classes: null,
  perYear: 1,
  heating: null,
  ...over,
});
const HEATING = { from: "09-15", until: "11-15" };
const day = fc.integer({ min: 0, max: 3650 }).map((n) => addDays("2020-01-01", n));

test("a door is due a year after it was entered, twice a year after half of one", () => {
  expect(dueOn(rule(), "2026-03-01", "2026-11-26")).toBe("2027-03-01");
  expect(dueOn(rule({ perYear: 2 }), "2026-03-01", "2026-11-26")).toBe("2026-08-30");
});

test("a door that nobody ever entered is due at once", () => {
  expect(dueOn(rule({ heating: HEATING }), null, "2026-11-26")).toBe("2026-11-26");
});

test("before the heating season a door is due once more, unless it was entered in the window", () => {
  const rural = rule({ perYear: 1, heating: HEATING });
  expect(dueOn(rural, "2026-08-01", "2026-11-26")).toBe("2026-11-15");
  expect(dueOn(rural, "2026-10-01", "2026-11-26")).toBe("2027-10-01");
});

test("no door waits longer than its interval, nor over a window", () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 4 }), fc.boolean(), (entered, perYear, hasWindow) => {
      const due = dueOn(rule({ perYear, heating: hasWindow ? HEATING : null }), entered, "2026-11-26");
      expect(due > entered).toBe(true);
      expect(daysBetween(entered, due)).toBeLessThanOrEqual(Math.floor(365 / perYear));
      if (!hasWindow) return;
      for (const year of [2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027, 2028, 2029, 2030]) {
        const [from, until] = [`${year}-${HEATING.from}`, `${year}-${HEATING.until}`];
        if (entered < from) expect(due <= until, `${entered} → ${due}`).toBe(true);
      }
    }),
  );
});

test("the first rule that names a door's kind and class is its rule", () => {
  const rules = [
    rule({ id: "home", classes: ["residential"], gasKinds: ["lpg"] }),
    rule({ id: "unit", classes: ["public"] }),
  ];
  expect(ruleFor(rules, "lpg", "residential")?.id).toBe("home");
  expect(ruleFor(rules, "urban_ng", "public")?.id).toBe("unit");
  expect(ruleFor(rules, "urban_ng", "residential")).toBeNull();
});

test("a window costs less than one visit more, and more than none", () => {
  expect(visitsPerYear(rule({ perYear: 2 }))).toBe(2);
  const withWindow = visitsPerYear(rule({ perYear: 2, heating: HEATING }));
  expect(withWindow).toBeGreaterThan(2);
  expect(withWindow).toBeLessThan(3);
});

test("a day is that of Shanghai", () => {
  expect(dayIn(Date.parse("2026-11-25T16:00:00Z"))).toBe("2026-11-26");
  expect(dayIn(Date.parse("2026-11-25T15:59:59Z"))).toBe("2026-11-25");
});
