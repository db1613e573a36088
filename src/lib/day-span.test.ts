import fc from "fast-check";
import { expect, test } from "vitest";
import { daysAfter, instantsOf, SPANS, spanOf } from "./day-span.ts";

const day = fc
  .date({ min: new Date("2020-01-01T00:00:00Z"), max: new Date("2040-12-31T00:00:00Z"), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));

test("a span ends today, begins on or before it, and the wider holds the narrower", () => {
  fc.assert(
    fc.property(day, (today) => {
      for (const id of SPANS) {
        const { from, to } = spanOf(id, today);
        expect(to).toBe(today);
        expect(from <= to).toBe(true);
      }
      const begin = (id: (typeof SPANS)[number]) => spanOf(id, today).from;
      expect(begin("year") <= begin("quarter") && begin("quarter") <= begin("month")).toBe(true);
    }),
  );
});

test("a quarter begins in January, April, July or October", () => {
  expect(spanOf("quarter", "2026-11-26").from).toBe("2026-10-01");
  expect(spanOf("quarter", "2026-03-31").from).toBe("2026-01-01");
});

test("the last thirty days are thirty, today among them", () => {
  expect(spanOf("last", "2026-03-01").from).toBe("2026-01-31");
});

test("a day lies between its instants for as long as a day is, by the province's clock", () => {
  fc.assert(
    fc.property(day, (one) => {
      const { from, to } = instantsOf({ from: one, to: one });
      expect(Date.parse(to) - Date.parse(from)).toBe(86_400_000);
      expect(daysAfter(daysAfter(one, 40), -40)).toBe(one);
    }),
  );
  expect(Date.parse(instantsOf({ from: "2026-11-26", to: "2026-11-26" }).from)).toBe(
    Date.parse("2026-11-25T16:00:00Z"),
  );
});
