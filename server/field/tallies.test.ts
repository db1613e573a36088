import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays } from "#model/field/due.ts";
import { before } from "./tallies.ts";

const day = fc.integer({ min: 0, max: 1500 }).map((n) => addDays("2024-01-01", n));

/** How many days before `at` are within [first, …): by whole months and the days of an edge, as the statement adds them. */
function countedDays(at: string, last: string, days: readonly string[]): number {
  const { month, edge } = before(at, last);
  const within = days.filter((one) => one >= edge.from && one <= edge.to).length;
  return days.filter((one) => one < month).length + edge.sign * within;
}

test("whole months and the days of an edge are all days before a day, whatever comes after the last", () => {
  const days = Array.from({ length: 1600 }, (_, n) => addDays("2023-12-20", n));
  fc.assert(
    fc.property(day, day, (at, last) => {
      expect(countedDays(at, last, days)).toBe(days.filter((one) => one < at).length);
      expect(before(at, last).month.endsWith("-01")).toBe(true);
    }),
  );
});

test("an edge has at most half a month of days that have anything, and none at the end of what there is", () => {
  fc.assert(
    fc.property(day, day, (at, last) => {
      const { edge } = before(at, last);
      const end = edge.to < last ? edge.to : last;
      expect((Date.parse(end) - Date.parse(edge.from)) / 86_400_000 + 1).toBeLessThanOrEqual(16);
    }),
  );
  expect(before("2026-11-27", "2026-11-26")).toEqual({
    month: "2026-12-01",
    edge: { sign: -1, from: "2026-11-27", to: "2026-11-30" },
  });
});
