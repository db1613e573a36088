import fc from "fast-check";
import { expect, test } from "vitest";
import { rightTimes } from "./times.ts";

const NOW = Date.parse("2026-11-20T08:00:00Z");
const iso = (ms: number) => new Date(ms).toISOString();
const record = (startedMs: number, finishedMs: number, clockOffsetMs: number | null = null) => ({
  startedAt: iso(startedMs),
  finishedAt: iso(finishedMs),
  clockOffsetMs,
});

test("a clock that is right is left alone", () => {
  expect(rightTimes(record(NOW - 600_000, NOW - 300_000, 0), NOW)).toEqual({
    startedAt: new Date(NOW - 600_000),
    finishedAt: new Date(NOW - 300_000),
    off: null,
  });
});

test("a clock that is 26 hours off either way tells the true time once the two have spoken, and says that it was off", () => {
  for (const offMs of [26 * 3_600_000, -26 * 3_600_000]) {
    const times = rightTimes(record(NOW - 600_000 - offMs, NOW - 300_000 - offMs, offMs), NOW);
    expect(times.finishedAt).toEqual(new Date(NOW - 300_000));
    expect(times.off).toMatchObject({ offsetMs: offMs });
  }
});

test("nothing is finished after it arrived nor begun after it was finished, and time at the door stays, whatever the clock says", () => {
  const day = 86_400_000;
  fc.assert(
    fc.property(
      fc.integer({ min: -3 * day, max: 3 * day }),
      fc.integer({ min: 0, max: day }),
      fc.option(fc.integer({ min: -3 * day, max: 3 * day })),
      (finished, took, offset) => {
        const times = rightTimes(record(NOW + finished - took, NOW + finished, offset), NOW);
        expect(times.finishedAt.getTime()).toBeLessThanOrEqual(NOW);
        expect(times.finishedAt.getTime() - times.startedAt.getTime()).toBe(took);
      },
    ),
  );
});
