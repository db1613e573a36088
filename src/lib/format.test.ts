import fc from "fast-check";
import { expect, test } from "vitest";
import { formatAge, formatDay, formatInstant, formatMonthDay, formatNumber } from "./format.ts";

test("an age is told in one unit, never a bigger one than it has lived", () => {
  expect([2, 119, 120, 7199, 7200, 172_799, 172_800].map((s) => formatAge(s, "en"))).toEqual([
    "2s",
    "119s",
    "2m",
    "119m",
    "2h",
    "47h",
    "2d",
  ]);
  expect(formatAge(2, "zh-CN")).toMatch(/2\s?秒/);
});

test("a clock ahead of ours makes no negative age", () => {
  fc.assert(
    fc.property(fc.double({ max: 0, noNaN: true }), (seconds) => {
      expect(formatAge(seconds, "en")).toBe("0s");
    }),
  );
});

test("times are told in the province's own time zone", () => {
  expect(formatInstant("2026-11-22T16:30:00Z", "zh-CN")).toContain("00:30:00");
  expect(formatInstant("2026-11-22T16:30:00Z", "zh-CN")).toContain("23日");
});

test("a calendar day stays the day it is", () => {
  expect(formatDay("2026-11-01", "zh-CN")).toBe("2026年11月1日");
  expect([formatMonthDay("02-29", "zh-CN"), formatMonthDay("11-15", "en")]).toEqual(["2月29日", "Nov 15"]);
});

test("numbers group their thousands", () => {
  expect(formatNumber(1_234_567.89, "zh-CN", 1)).toBe("1,234,567.9");
});
