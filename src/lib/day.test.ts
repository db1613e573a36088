import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY_MS, dayOf, localText, localTime } from "./day.ts";

test("a day begins at midnight in the province and holds the time asked for", () => {
  expect(new Date(dayOf(Date.parse("2026-11-25T03:10+08:00"))).toISOString()).toBe("2026-11-24T16:00:00.000Z");
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), (at) => {
      const day = dayOf(at);
      expect(at - day).toBeGreaterThanOrEqual(0);
      expect(at - day).toBeLessThan(DAY_MS);
    }),
  );
});

test("a field's text is the province's time, and comes back", () => {
  expect(localText(Date.parse("2026-11-24T19:10Z"))).toBe("2026-11-25T03:10");
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60_000_000 }), (minutes) => {
      expect(localTime(localText(minutes * 60_000))).toBe(minutes * 60_000);
    }),
  );
  expect([localTime(""), localTime("2026-13-01T00:00"), localTime("yesterday")]).toEqual([null, null, null]);
});
