import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays } from "#model/field/due.ts";
import { wholeMonths } from "./kpis.ts";

const day = fc.integer({ min: 0, max: 1500 }).map((n) => addDays("2024-01-01", n));

test("days before, whole months and days behind are all days of a span, each once", () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 500 }), (from, length) => {
      const to = addDays(from, length);
      const { first, end } = wholeMonths(from, to);
      const seen: string[] = [];
      for (let at = from; at < first && at <= to; at = addDays(at, 1)) seen.push(at);
      for (let at = first; at < end; at = addDays(at, 1)) seen.push(at);
      for (let at = end; at <= to; at = addDays(at, 1)) seen.push(at);
      const all = Array.from({ length: length + 1 }, (_, n) => addDays(from, n));
      expect(seen).toEqual(all);
      for (const edge of first === end ? [] : [first, end]) expect(edge.endsWith("-01")).toBe(true);
    }),
  );
});
