import fc from "fast-check";
import { expect, test } from "vitest";
import { circleSteps } from "./circle-steps.ts";

const amount = fc.double({ min: 1e-3, max: 1e9, noNaN: true });

test("a legend's circles fall from the largest, each apart from the one before", () => {
  fc.assert(
    fc.property(amount, (max) => {
      const steps = circleSteps(max, 20);
      expect(steps).toHaveLength(3);
      expect(steps[0]).toBe(max);
      expect(steps.every((step, at) => at === 0 || step < (steps[at - 1] as number))).toBe(true);
      expect(steps.every((step) => step > 0)).toBe(true);
    }),
  );
  expect(circleSteps(37, 0)).toEqual([37, 10, 2]);
  // Half a station is none.
  expect(circleSteps(1, 0)).toEqual([1]);
  expect(circleSteps(1, 1)).toEqual([1, 0.5, 0.1]);
});
