import fc from "fast-check";
import { expect, test } from "vitest";
import { clampSpan, comparedSpan, LONGEST_SPAN_HOURS, SHORTEST_SPAN_MS, spanTimes, zoomSpan } from "./trend.ts";

const NOW = Date.UTC(2026, 10, 26, 4);
const time = fc.integer({ min: Date.UTC(2010, 0, 1), max: NOW });

test("zooming about a time leaves it where it is, and out again comes back", () => {
  fc.assert(
    fc.property(
      time,
      fc.integer({ min: 3_600_000, max: 1e10 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (to, length, share) => {
        const span = { from: to - length, to };
        const about = span.from + share * length;
        const near = zoomSpan(span, about, 0.5, NOW);
        expect((about - near.from) / (near.to - near.from)).toBeCloseTo(share, 3);
        const back = zoomSpan(near, about, 2, NOW);
        expect(Math.abs(back.from - span.from)).toBeLessThan(5);
      },
    ),
  );
});

test("a span is never shorter than a minute, longer than is kept, nor ahead of now", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 4e12, noNaN: true }),
      fc.double({ min: 0, max: 4e12, noNaN: true }),
      (from, to) => {
        const span = clampSpan(from, to, NOW);
        expect(span.to).toBeLessThanOrEqual(NOW);
        expect(span.to - span.from).toBeGreaterThanOrEqual(SHORTEST_SPAN_MS - 1);
        expect(span.to - span.from).toBeLessThanOrEqual(LONGEST_SPAN_HOURS * 3_600_000 + 1);
      },
    ),
  );
});

test("the same day of last year has the same date and time in the province; the 29th of February has the 28th", () => {
  const at = (text: string) => Date.parse(`${text}+08:00`);
  const before = (from: string) => comparedSpan({ from: at(from), to: at(from) + 1000 }, "year").from;
  expect(before("2026-11-25T03:10")).toBe(at("2025-11-25T03:10"));
  expect(before("2025-03-01T00:30")).toBe(at("2024-03-01T00:30"));
  expect(before("2024-02-29T12:00")).toBe(at("2023-02-28T12:00"));
});

test("a span compared with is as long as the span itself", () => {
  fc.assert(
    fc.property(time, fc.constantFrom("day", "week", "year"), (from, compare) => {
      const span = { from, to: from + 7_200_000 };
      const other = comparedSpan(span, compare);
      expect(other.to - other.from).toBe(7_200_000);
      expect(other.to).toBeLessThan(span.to);
    }),
  );
});

test("a moving span ends at the moment shown", () => {
  expect(spanTimes({ hours: 6 }, NOW)).toEqual({ from: NOW - 6 * 3_600_000, to: NOW });
  expect(spanTimes({ from: 1, to: 2 }, NOW)).toEqual({ from: 1, to: 2 });
});
