import fc from "fast-check";
import { expect, test } from "vitest";
import { TrackBody } from "#contract/field/bodies.ts";
import type { Fix } from "#contract/field/records.ts";
import { NO_POINTS, trackBody, withPoint } from "./track.ts";

const fix: fc.Arbitrary<Fix> = fc.record({
  lngLat: fc
    .tuple(fc.integer({ min: 114_000_000, max: 114_000_009 }), fc.integer({ min: 38_000_000, max: 38_000_009 }))
    .map(([lng, lat]) => [lng / 1e6, lat / 1e6] as [number, number]),
  accuracyM: fc.integer({ min: 0, max: 100 }),
  at: fc.integer({ min: 0, max: 600_000 }).map((ms) => new Date(1.79e12 + ms).toISOString()),
  isMock: fc.constant(false),
});

test("whatever the phone's positions are, a way is columns of one length whose time rises", () => {
  fc.assert(
    fc.property(fc.array(fix, { minLength: 1, maxLength: 60 }), (fixes) => {
      const columns = fixes.reduce(withPoint, NO_POINTS);
      expect([...columns.t]).toEqual([...columns.t].sort((a, b) => a - b));
      expect(new Set(columns.t).size).toBe(columns.t.length);
      const body = trackBody("01939f00-0000-7000-8000-000000000001", 0, columns);
      expect(TrackBody.safeParse(body).success).toBe(true);
    }),
  );
});

test("standing still for a minute is one point a minute", () => {
  const still = (s: number): Fix => ({
    lngLat: [114, 38],
    accuracyM: 5,
    at: new Date(1.79e12 + s * 1000).toISOString(),
    isMock: false,
  });
  const columns = Array.from({ length: 181 }, (_, s) => still(s)).reduce(withPoint, NO_POINTS);
  expect(columns.t).toHaveLength(4);
});
