import fc from "fast-check";
import { expect, test } from "vitest";
import { tidy } from "./figures.ts";

test("a figure is rounded to a billionth as its text would be, whatever it is", () => {
  const scaled = fc.tuple(fc.maxSafeInteger(), fc.constantFrom(1, 1e-3, 1e-4, 1e-6, 1e-7)).map(([n, by]) => n * by);
  const ratio = fc.tuple(fc.nat(), fc.integer({ min: 1 }), fc.constantFrom(1, 100)).map(([a, b, by]) => (a / b) * by);
  const half = fc.integer({ min: -(2 ** 40), max: 2 ** 40 }).map((n) => (n + 0.5) / 1e9);
  fc.assert(
    fc.property(fc.oneof(scaled, ratio, half, fc.double({ noNaN: true, noDefaultInfinity: true })), (value) => {
      expect(tidy(value)).toBe(Number(value.toFixed(9)) + 0);
    }),
    { numRuns: 2000 },
  );
});

test("a nought has no sign", () => {
  expect(Object.is(tidy(-0), 0)).toBe(true);
  expect(Object.is(tidy(-1e-12), 0)).toBe(true);
});
