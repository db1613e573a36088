import fc from "fast-check";
import { expect, test } from "vitest";
import { hexOf, hexRing } from "./hex-grid.ts";
import type { LngLat } from "./route.ts";
import { HEX_SIZES_M } from "./statistics-hexes.ts";

const place = fc.tuple(fc.double({ min: 113, max: 120, noNaN: true }), fc.double({ min: 36, max: 42.7, noNaN: true }));
const size = fc.constantFrom(...HEX_SIZES_M);

/** How far a place lies within a ring's edges: below 0 outside. In degrees of Mercator, which keeps straight lines straight. */
function inside([lng, lat]: LngLat, ring: readonly LngLat[]): number {
  const up = (degrees: number) => (180 / Math.PI) * Math.log(Math.tan(Math.PI / 4 + (degrees * Math.PI) / 360));
  const [x, y] = [lng, up(lat)];
  const distances = ring.slice(1).map(([bx, by], i) => {
    const [ax, ay] = ring[i] as LngLat;
    const [dx, dy] = [bx - ax, up(by) - up(ay)];
    return (dx * (y - up(ay)) - dy * (x - ax)) / Math.hypot(dx, dy);
  });
  return Math.min(...distances);
}

test("every place lies within the hexagon it is counted in", () => {
  fc.assert(
    fc.property(place, size, (at, sizeM) => {
      expect(inside(at, hexRing(hexOf(at, sizeM), sizeM))).toBeGreaterThan(-1e-9);
    }),
  );
});

test("the middle of a hexagon is counted in it", () => {
  fc.assert(
    fc.property(place, size, (at, sizeM) => {
      const hex = hexOf(at, sizeM);
      const ring = hexRing(hex, sizeM).slice(0, 6);
      const middle: LngLat = [0, 1].map(
        (k) => ring.reduce((sum, corner) => sum + (corner[k] as number), 0) / 6,
      ) as LngLat;
      expect(hexOf(middle, sizeM)).toEqual(hex);
    }),
  );
});

test("a side is as long on the ground as it says, within the seven parts of a hundred that the projection takes", () => {
  for (const lat of [36.1, 38.5, 42.6]) {
    const ring = hexRing(hexOf([115, lat], 5000), 5000);
    const [a, b] = [ring[0] as LngLat, ring[1] as LngLat];
    const metres = Math.hypot((b[0] - a[0]) * 111_320 * Math.cos((lat * Math.PI) / 180), (b[1] - a[1]) * 110_990);
    expect(metres / 5000).toBeGreaterThan(0.93);
    expect(metres / 5000).toBeLessThan(1.07);
  }
});
