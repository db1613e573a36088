import fc from "fast-check";
import { expect, test } from "vitest";
import { impossibleStep, lengthOf, shapeOf, simplify, type Track } from "./track.ts";

const track = (points: readonly (readonly [number, number])[], stepS = 5, accuracyM = 5): Track => ({
  t: points.map((_, i) => i * stepS * 1000),
  lng: points.map(([lng]) => lng),
  lat: points.map(([, lat]) => lat),
  accuracyM: points.map(() => accuracyM),
});
const walk = (n: number, stepDeg = 0.0001): Track =>
  track(Array.from({ length: n }, (_, i) => [114.5 + i * stepDeg, 38] as const));

test("a way of one degree of latitude is 111 km", () => {
  expect(
    lengthOf(
      track([
        [114, 38],
        [114, 39],
      ]),
    ),
  ).toBeCloseTo(111_195, 0);
});

test("a walk is possible, a leap of ten kilometres in five seconds is not", () => {
  expect(impossibleStep(walk(20))).toBeNull();
  expect(
    impossibleStep(
      track([
        [114.5, 38],
        [114.6, 38],
      ]),
    )?.kmh,
  ).toBeGreaterThan(1000);
});

test("a leap that the fixes are unsure of is no proof", () => {
  expect(
    impossibleStep(
      track(
        [
          [114.5, 38],
          [114.51, 38],
        ],
        5,
        400,
      ),
    ),
  ).toBeNull();
});

test("a copied way has the shape of the one it copies, whenever it is said to have been walked", () => {
  const way = walk(30);
  expect(shapeOf({ ...way, t: way.t.map((t) => t + 86_400_000) })).toBe(shapeOf(way));
  expect(shapeOf(walk(30, 0.00011))).not.toBe(shapeOf(way));
});

test("standing still has no shape", () => {
  expect(shapeOf(walk(50, 0))).toBeNull();
});

test("a simplified way keeps its ends, its order and nothing that is not there, and a straight one only its ends", () => {
  expect(simplify(walk(100), 1)).toEqual([0, 99]);
  const place = fc.tuple(
    fc.double({ min: 114, max: 114.01, noNaN: true }),
    fc.double({ min: 38, max: 38.01, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(place, { minLength: 1, maxLength: 60 }), (points) => {
      const kept = simplify(track(points), 10);
      expect(kept[0]).toBe(0);
      expect(kept.at(-1)).toBe(points.length - 1);
      expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
    }),
  );
});
