import fc from "fast-check";
import { expect, test } from "vitest";
import { LEAK_FORMS, LEAK_SURVEY, LEAK_UNITS, LEL_PPM, leakForm, leakLevel, limitsOf } from "./leak-form.ts";

test("the same gas says the same in every unit", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: LEL_PPM, noNaN: true }), (ppm) => {
      // Where a limit is met to the last bit, dividing may fall to either side.
      fc.pre([500, 10_000].every((limit) => Math.abs(ppm - limit) > 1e-6));
      const level = leakLevel(LEAK_SURVEY, { value: ppm, unit: "ppm" });
      expect(leakLevel(LEAK_SURVEY, { value: ppm / 500, unit: "%LEL" })).toBe(level);
      expect(leakLevel(LEAK_SURVEY, { value: ppm / 10_000, unit: "%VOL" })).toBe(level);
    }),
  );
});

test("what no instrument shows says nothing, and limits stand in order within what it can show", () => {
  for (const unit of LEAK_UNITS) {
    const limits = limitsOf(LEAK_SURVEY, unit);
    if (limits === undefined) throw new Error(`no limits for ${unit}`);
    expect(limits.suspectFrom).toBeLessThan(limits.dangerFrom);
    expect(limits.dangerFrom).toBeLessThanOrEqual(limits.max);
    expect(leakLevel(LEAK_SURVEY, { value: limits.dangerFrom, unit })).toBe("danger");
    for (const value of [-0.1, limits.max * 1.01, Number.NaN])
      expect(leakLevel(LEAK_SURVEY, { value, unit })).toBeNull();
  }
});

test("each version is found by its name and number, once", () => {
  for (const form of LEAK_FORMS) expect(leakForm(form)).toBe(form);
  expect(leakForm({ id: LEAK_SURVEY.id, version: 99 })).toBeUndefined();
});
