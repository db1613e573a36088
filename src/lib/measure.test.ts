import fc from "fast-check";
import { expect, test } from "vitest";
import type { LngLat } from "#contract/route.ts";
import { areaM2, lineM } from "./measure.ts";

const place = fc.tuple(fc.double({ min: 113, max: 120, noNaN: true }), fc.double({ min: 36, max: 43, noNaN: true }));

test("a degree of latitude is 111.2 km; nothing and a point are no way", () => {
  expect(
    lineM([
      [115, 38],
      [115, 39],
    ]),
  ).toBeCloseTo(111_195, -1);
  expect([
    lineM([]),
    lineM([[115, 38]]),
    areaM2([
      [115, 38],
      [116, 38],
    ]),
  ]).toEqual([0, 0, 0]);
});

test("a way is as long backwards, and no shorter than the beeline", () => {
  fc.assert(
    fc.property(fc.array(place, { minLength: 2, maxLength: 8 }), (line) => {
      const way = lineM(line as LngLat[]);
      expect(lineM([...line].reverse() as LngLat[])).toBeCloseTo(way, 3);
      expect(way).toBeGreaterThanOrEqual(lineM([line[0], line.at(-1)] as LngLat[]) - 1e-6);
    }),
  );
});

test("a small square of 0.01° is its two sides multiplied, from whichever corner and whichever way round", () => {
  const ring: LngLat[] = [
    [115, 38],
    [115.01, 38],
    [115.01, 38.01],
    [115, 38.01],
  ];
  const sides = lineM(ring.slice(0, 2)) * lineM(ring.slice(1, 3));
  expect(areaM2(ring) / sides).toBeCloseTo(1, 3);
  expect(areaM2([...ring].reverse())).toBeCloseTo(areaM2(ring), 3);
  expect(areaM2([...ring.slice(2), ...ring.slice(0, 2)])).toBeCloseTo(areaM2(ring), 3);
});
