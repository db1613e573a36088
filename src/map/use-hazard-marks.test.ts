import fc from "fast-check";
import { expect, test } from "vitest";
import type { HazardMark } from "#layers/layer.ts";
import { boxAbout, mergeHazards } from "./use-hazard-marks.ts";

test("the box that is asked for holds the view, and is little larger than it", () => {
  const lng = fc.double({ min: 113, max: 119, noNaN: true });
  const lat = fc.double({ min: 36, max: 42, noNaN: true });
  const size = fc.double({ min: 0.001, max: 1, noNaN: true });
  fc.assert(
    fc.property(lng, lat, size, size, (west, south, wide, high) => {
      const [w, s, e, n] = boxAbout([west, south, west + wide, south + high]);
      const dust = 1e-9;
      expect([w <= west + dust, s <= south + dust, e >= west + wide - dust, n >= south + high - dust]).not.toContain(
        false,
      );
      expect(e - w).toBeLessThan(wide + 0.21);
      expect(n - s).toBeLessThan(high + 0.21);
    }),
  );
});

test("a hazard of the first grade that is told twice, or by its box alone, stands once", () => {
  const mark = (id: string): HazardMark => ({ id, grade: "major", lngLat: [114, 38], note: "", isOverdue: false });
  const merged = mergeHazards([mark("a"), mark("b")], [mark("b"), mark("c")]);
  expect(merged.map(({ id }) => id)).toEqual(["a", "b", "c"]);
});
