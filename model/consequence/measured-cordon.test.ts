import fc from "fast-check";
import { expect, test } from "vitest";
import { isInside } from "./cordon.ts";
import { localPlane } from "./local-plane.ts";
import { type KeepAway, measuredCordon } from "./measured-cordon.ts";

const plane = localPlane([114.5, 38.04]);
const TABLE: readonly KeepAway[] = [
  { lel: 20, radiusM: 25 },
  { lel: 50, radiusM: 60 },
];
const radius = (lel: number): number => (lel >= 50 ? 60 : lel >= 20 ? 25 : 0);
const wells = fc.array(
  fc.record({
    east: fc.integer({ min: -200, max: 200 }),
    north: fc.integer({ min: -200, max: 200 }),
    lel: fc.integer({ min: 0, max: 100 }),
  }),
  { maxLength: 14 },
);

test("holds every place near measured gas, nothing far from all, and no more than all circles together", () => {
  fc.assert(
    fc.property(
      wells,
      fc.double({ min: 0, max: 6.28, noNaN: true }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (given, angle, share) => {
        const found = measuredCordon(
          given.map(({ east, north, lel }) => ({ lngLat: plane.toLngLat([east, north]), lel })),
          TABLE,
        );
        const isIn = (east: number, north: number): boolean =>
          found.polygons.some((polygon) => isInside(polygon, plane.toLngLat([east, north])));
        const circles = given.map(({ lel }) => Math.PI * radius(lel) ** 2);
        expect(found.areaM2).toBeLessThanOrEqual(1.002 * circles.reduce((a, b) => a + b, 0) + holes(given));
        expect(found.areaM2).toBeGreaterThanOrEqual(Math.max(0, ...circles));
        for (const { east, north, lel } of given) {
          const r = share * radius(lel);
          if (radius(lel) > 0) expect(isIn(east + r * Math.cos(angle), north + r * Math.sin(angle))).toBe(true);
        }
        expect(isIn(400 * Math.cos(angle), 400 * Math.sin(angle))).toBe(false);
      },
    ),
    { numRuns: 300 },
  );
});

/** Holes are filled, so the union may be larger than its circles by what circles can enclose. */
const holes = (given: readonly { lel: number }[]): number =>
  given.filter(({ lel }) => radius(lel) > 0).length >= 3 ? 460 * 460 : 0;

test("far places have a ring each, near ones share one, weak readings none", () => {
  const at = (east: number, lel: number) => ({ lngLat: plane.toLngLat([east, 0]), lel });
  expect(measuredCordon([at(0, 30), at(30, 30)]).polygons).toHaveLength(1);
  expect(measuredCordon([at(0, 30), at(300, 30)]).polygons).toHaveLength(2);
  expect(measuredCordon([at(0, 30), at(0, 30)]).polygons).toHaveLength(1);
  expect(measuredCordon([at(0, 5)])).toEqual({ polygons: [], areaM2: 0 });
  expect(measuredCordon([])).toEqual({ polygons: [], areaM2: 0 });
});
