import fc from "fast-check";
import { expect, test } from "vitest";
import { Rhythm } from "./rhythm.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NIGHT = Date.UTC(2026, 10, 20, 20);

/** Sewer gas as it comes and goes: highest at four in the morning in China. */
const sewer = (at: number) => 4.4 + 2.6 * Math.cos((2 * Math.PI * (at - NIGHT)) / DAY);

/** So many days of half-hourly values before an instant. */
function lived(valueAt: (at: number) => number, until: number, days = 8): Rhythm {
  const rhythm = new Rhythm();
  for (let at = until - days * DAY; at < until; at += HOUR / 2) rhythm.note(at, valueAt(at));
  return rhythm;
}

test("what rises every night is usual at night, and not at noon", () => {
  expect(lived(sewer, NIGHT).isUsual(NIGHT, 7)).toBe(true);
  expect(lived(sewer, NIGHT + 12 * HOUR).isUsual(NIGHT + 12 * HOUR, 7)).toBe(false);
});

test("far above its rhythm, or high at all hours, nothing is usual", () => {
  expect(lived(sewer, NIGHT).isUsual(NIGHT, 15)).toBe(false);
  expect(lived(() => 7, NIGHT).isUsual(NIGHT, 7)).toBe(false);
});

test("a leak that began today is not usual, at whatever hour", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 47 }), fc.double({ min: 5, max: 90, noNaN: true }), (half, value) => {
      const at = NIGHT + (half * HOUR) / 2;
      expect(lived(() => 0.3, at).isUsual(at, value)).toBe(false);
    }),
  );
});

test("three days are no rhythm yet, and days that were silent do not count", () => {
  expect(lived(sewer, NIGHT, 3).isUsual(NIGHT, 7)).toBe(false);
  const gone = lived(sewer, NIGHT - 6 * DAY, 8);
  gone.note(NIGHT - HOUR, 6);
  expect(gone.isUsual(NIGHT, 7)).toBe(false);
});
