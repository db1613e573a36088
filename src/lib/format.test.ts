import fc from "fast-check";
import { expect, test } from "vitest";
import { formatAge, formatDay, formatInstant, formatMonthDay, formatNumber, formatShortDay } from "./format.ts";

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

test("times in Chinese are written as the browser would write them", () => {
  const own = new Intl.DateTimeFormat("zh-CN", {
    timeZone: "Asia/Shanghai",
    dateStyle: "medium",
    timeStyle: "medium",
    hourCycle: "h23",
  });
  const moment = fc.date({
    min: new Date("1980-01-01T00:00:00Z"),
    max: new Date("2099-12-31T00:00:00Z"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(moment, (when) => {
      expect(formatInstant(when.getTime(), "zh-CN")).toBe(own.format(when));
    }),
  );
});

test("ages and days in Chinese are written as the browser would write them", () => {
  const units = { second: 1, minute: 60, hour: 3600, day: 86_400 } as const;
  const own = (seconds: number) => {
    const unit = seconds < 120 ? "second" : seconds < 7200 ? "minute" : seconds < 172_800 ? "hour" : "day";
    const format = new Intl.NumberFormat("zh-CN", { style: "unit", unit, unitDisplay: "short" });
    return format.format(Math.floor(seconds / units[unit]));
  };
  const seconds = fc.oneof(fc.nat({ max: 200_000 }), fc.nat({ max: 2_000 * 86_400 }));
  fc.assert(
    fc.property(seconds, (age) => {
      expect(formatAge(age, "zh-CN")).toBe(own(age));
    }),
  );
  const short = new Intl.DateTimeFormat("zh-CN", { timeZone: "UTC", month: "numeric", day: "numeric" });
  const days = Array.from({ length: 366 }, (_, i) => new Date(Date.UTC(2028, 0, 1 + i)));
  for (const day of days) expect(formatShortDay(day.toISOString().slice(0, 10), "zh-CN")).toBe(short.format(day));
});

test("a calendar day stays the day it is", () => {
  expect(formatDay("2026-11-01", "zh-CN")).toBe("2026年11月1日");
  expect([formatMonthDay("02-29", "zh-CN"), formatMonthDay("11-15", "en")]).toEqual(["2月29日", "Nov 15"]);
});

test("whole numbers are written as the browser would write them", () => {
  for (const language of ["zh-CN", "en"] as const) {
    const own = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
    for (const value of [-0, ...Array.from({ length: 2100 }, (_, i) => i - 1050)])
      expect(formatNumber(value, language, 2)).toBe(own.format(value));
  }
});

test("numbers group their thousands", () => {
  expect(formatNumber(1_234_567.89, "zh-CN", 1)).toBe("1,234,567.9");
});
