import fc from "fast-check";
import { expect, test } from "vitest";
import { PAUSE_MS, pauseAfter, retryAfterMs } from "./backoff.ts";

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test("a pause is between half a second and two minutes, and never shrinks with more failures", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), share, (failures, chance) => {
      const pause = pauseAfter(failures, chance);
      expect(pause).toBeGreaterThanOrEqual(PAUSE_MS.first / 2);
      expect(pause).toBeLessThanOrEqual(PAUSE_MS.longest);
      expect(pauseAfter(failures + 1, chance)).toBeGreaterThanOrEqual(pause);
    }),
  );
});

test("half of each pause is left to chance", () => {
  expect(pauseAfter(3, 0)).toBe(2000);
  expect(pauseAfter(3, 0.5)).toBe(3000);
});

test("a server says when to come back in seconds or by a date; what cannot be read is as if it had said nothing", () => {
  const now = Date.UTC(2026, 10, 26);
  expect(retryAfterMs("5", now)).toBe(5000);
  expect(retryAfterMs(new Date(now + 9000).toUTCString(), now)).toBe(9000);
  expect(retryAfterMs("86400", now)).toBe(PAUSE_MS.longest);
  expect(retryAfterMs("soon", now)).toBeNull();
  expect(retryAfterMs(null, now)).toBeNull();
});
