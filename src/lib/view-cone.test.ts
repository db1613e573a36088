import fc from "fast-check";
import { expect, test } from "vitest";
import type { LngLat } from "#contract/route.ts";
import { viewCone } from "./view-cone.ts";

const METRES_PER_DEGREE = 111_320;

test("every point of the edge lies at the range, and within the angle of view", () => {
  const deg = fc.double({ min: 0, max: 360, noNaN: true });
  const fov = fc.double({ min: 1, max: 359, noNaN: true });
  const at = fc.tuple(fc.double({ min: 113, max: 120, noNaN: true }), fc.double({ min: 36, max: 43, noNaN: true }));
  fc.assert(
    fc.property(at, deg, fov, fc.double({ min: 1, max: 5000, noNaN: true }), (place, heading, angle, range) => {
      const ring = viewCone(place as LngLat, heading, angle, range) ?? [];
      expect([ring[0], ring.at(-1)]).toEqual([place, place]);
      for (const [lng, lat] of ring.slice(1, -1)) {
        const east = (lng - place[0]) * Math.cos((place[1] * Math.PI) / 180) * METRES_PER_DEGREE;
        const north = (lat - place[1]) * METRES_PER_DEGREE;
        expect(Math.hypot(east, north) / range).toBeCloseTo(1, 5);
        const bearing = (Math.atan2(east, north) * 180) / Math.PI;
        const off = Math.abs(((bearing - heading + 540) % 360) - 180);
        expect(off).toBeLessThanOrEqual(angle / 2 + 1e-3);
      }
    }),
  );
});

test("a camera that sees all round gives a circle, and one whose direction is not known gives nothing", () => {
  const ring = viewCone([114.5, 38], 0, 360, 50) ?? [];
  expect(ring[0]?.map((degrees) => degrees.toFixed(9))).toEqual(ring.at(-1)?.map((degrees) => degrees.toFixed(9)));
  expect(viewCone([114.5, 38], null, 60, 50)).toBeNull();
  expect(viewCone([114.5, 38], 90, null, 50)).toBeNull();
});
