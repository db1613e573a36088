import fc from "fast-check";
import { expect, test } from "vitest";
import { areaCircles, circleRadius, LARGEST_RADIUS } from "./area-circles.ts";

const amount = fc.double({ min: 1e-3, max: 1e9, noNaN: true });

test("circles are to each other, in area, as their numbers are", () => {
  fc.assert(
    fc.property(amount, amount, (a, b) => {
      const max = Math.max(a, b);
      const share = circleRadius(max, Math.min(a, b)) ** 2 / circleRadius(max, max) ** 2;
      expect(share).toBeCloseTo(Math.min(a, b) / max, 9);
    }),
  );
  expect(circleRadius(7, 7)).toBe(LARGEST_RADIUS);
  expect([circleRadius(7, 0), circleRadius(7, -3)]).toEqual([0, 0]);
});

test("circles of two times have one measure", () => {
  const [now, then] = [{ "130102": 2, "130104": 0 }, { "130102": 8 }];
  expect(areaCircles(now, then)).toEqual({ values: { "130102": 2 }, max: 8 });
  expect(areaCircles(then, now)?.max).toBe(8);
  expect(areaCircles({ "130104": 0 }, then)).toBeNull();
});
