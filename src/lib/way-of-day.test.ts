import { expect, test } from "vitest";
import type { FieldTrack } from "#contract/field/coverage.ts";
import { newestDay, wayOfDay } from "./way-of-day.ts";

const track = (fromAt: string, seconds: readonly number[], over: Partial<FieldTrack> = {}): FieldTrack => ({
  recordId: fromAt,
  author: "zhang",
  authorName: "张",
  areaCode: "130102",
  enterpriseId: "E-1",
  fromAt,
  toAt: new Date(Date.parse(fromAt) + (seconds.at(-1) ?? 0) * 1000).toISOString(),
  points: seconds.length,
  lengthM: 1,
  matchedM: 1,
  line: seconds.map((s) => [114 + s / 1e5, 38, s]),
  ...over,
});
/** Eight in the morning of 26 November in the province. */
const MORNING = "2026-11-26T00:00:00.000Z";

test("pieces of one day are one way, in the order in which they were walked, and another day's is not in it", () => {
  const later = track("2026-11-26T02:00:00.000Z", [0, 60]);
  const before = track("2026-11-25T02:00:00.000Z", [0, 60]);
  const way = wayOfDay([later, before, track(MORNING, [0, 30, 60])], Date.parse(MORNING));
  expect(way?.lines.map((line) => line.length)).toEqual([3, 2]);
  expect(way).toMatchObject({ account: "zhang", name: "张", at: Date.parse("2026-11-26T02:01:00Z") });
});

test("times stand at both ends of a piece and every quarter of an hour between, by the province's clock", () => {
  const way = wayOfDay([track(MORNING, [0, 300, 900, 1000, 1800, 2000])], Date.parse(MORNING));
  expect(way?.times?.map(({ label }) => label)).toEqual(["08:00", "08:15", "08:30", "08:33"]);
});

test("a day without a way has none, nor has a track of which no place is known", () => {
  expect(wayOfDay([], 0)).toBeNull();
  expect(wayOfDay([track(MORNING, [0], { line: [] })], Date.parse(MORNING))).toBeNull();
  expect(newestDay([])).toBeNull();
  expect(newestDay([track(MORNING, [0])])).toBe(Date.parse("2026-11-25T16:00:00Z"));
});
