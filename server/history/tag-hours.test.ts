import fc from "fast-check";
import { expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "#contract/history-layout.ts";
import { type PastReading, type TagPast, tagHours } from "./tag-hours.ts";

const HOUR = Date.UTC(2026, 10, 25, 19);
const at = (minute: number, v: number, q = 0): PastReading => ({ t: HOUR + minute * MINUTE_MS, v, q });

/** Alarm from 10 on, left again below 9. */
const level = (v: number, before: number) => (v >= 10 || (before === 2 && v >= 9) ? 2 : 0);

const past = (readings: readonly PastReading[], over: Partial<TagPast> = {}) =>
  tagHours({ from: HOUR, hours: 1, decimals: 2, staleAfterS: 180, level, readings, ...over });

test("a reading at the end of a minute belongs to it, one a moment later to the next", () => {
  const [hour] = past([at(1, 1), at(1.001, 2), at(1.9, 3)]);
  expect(hour?.samples.map(({ minute, backS, value }) => [minute, backS, value])).toEqual([
    [0, 0, 1],
    [1, 6, 3],
  ]);
});

test("what rang within a minute stands for it, though the minute ended well", () => {
  const [hour] = past([at(0.2, 12), at(0.9, 1)]);
  expect(hour?.samples).toEqual([{ minute: 0, backS: 48, value: 12, level: 2 }]);
});

test("the dead-band looks back beyond the hour's beginning", () => {
  const [hour] = past([at(-3, 12), at(-1, 9.5), at(2, 9.2), at(3, 8.9), at(4, 9.5)]);
  expect(hour?.carried).toEqual({ ageS: 60, value: 9.5, level: 2 });
  expect(hour?.samples.map(({ level: one }) => one)).toEqual([2, 0, 0]);
});

test("a value that the device calls bad is none, and yields to a good one of the same minute", () => {
  const [hour] = past([at(0.2, 5), at(0.8, 6, 2), at(2, 7, 2)]);
  expect(hour?.samples.map(({ value, level: one }) => [value, one])).toEqual([
    [5, 0],
    [7, 3],
  ]);
});

test("nothing is carried in that is older than a day, and infinities are no values", () => {
  expect(past([{ t: HOUR - 24 * HOUR_MS - 1000, v: 1, q: 0 }])[0]?.carried).toBeNull();
  expect(past([{ t: HOUR - 24 * HOUR_MS, v: 1, q: 0 }])[0]?.carried?.ageS).toBe(86_400);
  expect(past([at(3, Number.POSITIVE_INFINITY), at(4, Number.NaN)])[0]?.samples).toEqual([]);
});

test("a record coarser than the sensor makes its values last for its own steps; an outage does not", () => {
  const hourly = [-120, -60, 0, 60].map((minute) => at(minute, 1));
  expect(past(hourly)[0]?.staleAfterS).toBe(9000);
  const broken = [-50, -49, -48, 10].map((minute) => at(minute, 1));
  expect(past(broken)[0]?.staleAfterS).toBe(180);
});

test("an hour is the same whether it is made alone or with others", () => {
  const readings = fc
    .array(fc.record({ s: fc.integer({ min: -7200, max: 3 * 3600 }), v: fc.integer({ min: 0, max: 14 }) }))
    .map((all) => [...new Map(all.map((one) => [one.s, one])).values()].toSorted((a, b) => a.s - b.s));
  fc.assert(
    fc.property(readings, (all) => {
      const rows = all.map(({ s, v }) => ({ t: HOUR + s * 1000, v, q: 0 }));
      // No dead-band here: it looks back as far as it is told, and that differs.
      const plain = (v: number) => (v >= 10 ? 2 : 0);
      const together = past(rows, { hours: 3, level: plain });
      together.forEach((hour, h) => {
        const from = HOUR + h * HOUR_MS;
        expect(past(rows, { from, level: plain })[0]).toEqual(hour);
      });
    }),
  );
});
