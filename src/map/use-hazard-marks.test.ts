import fc from "fast-check";
import { expect, test } from "vitest";
import { boxAbout } from "./use-hazard-marks.ts";

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
