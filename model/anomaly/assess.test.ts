import fc from "fast-check";
import { expect, test } from "vitest";
import { assess } from "./assess.ts";
import { caseSeries } from "./case-series.ts";
import { makeSeries } from "./testing/make-series.ts";

const { district, series } = caseSeries(makeSeries({ seed: 11, days: 1, leaks: 0, faults: 0, operations: 0 }));
const count = district.sensors.length;
const row = (t: number): Float64Array => series.value.slice(t * count, (t + 1) * count);
const gauges = district.sensors.flatMap(({ kind }, s) => (kind === "pressure" ? [s] : []));

test("a planted bad sensor stands at the top of the list and is left out of the estimate", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...gauges),
      fc.constantFrom(-6, -3, 3, 6),
      fc.integer({ min: 0, max: 95 }),
      (s, off, t) => {
        const readings = row(t);
        readings[s] = (readings[s] as number) + off;
        const { sensors, kPa } = assess(district, t * 15, readings);
        expect(sensors[0]?.sensor).toBe(s);
        expect(sensors[0]?.isRefused).toBe(true);
        const node = district.sensors[s]?.node ?? 0;
        expect(Math.abs((kPa[node] as number) - ((readings[s] as number) - off))).toBeLessThan(1.5);
      },
    ),
    { numRuns: 25 },
  );
});

test.each([14, 15, 16])("a station that was turned is believed, not its sensor refused (district %i)", (seed) => {
  const made = makeSeries({ seed, days: 2, leaks: 0, faults: 0, operations: 1 });
  const turned = made.labels?.find(({ type }) => type === "station set point change");
  const given = caseSeries(made);
  const n = given.district.sensors.length;
  const t = (turned?.start ?? 0) + 5;
  const { sensors } = assess(given.district, t * 15, given.series.value.slice(t * n, (t + 1) * n));
  expect(turned).toBeDefined();
  expect(sensors.filter(({ isRefused }) => isRefused)).toEqual([]);
});

test("good readings leave no sensor out, and the estimate agrees with them", () => {
  for (const t of [0, 30, 50, 72]) {
    const readings = row(t);
    const { sensors, kPa, isSolved } = assess(district, t * 15, readings);
    expect(isSolved).toBe(true);
    expect(sensors.filter(({ isRefused }) => isRefused)).toEqual([]);
    for (const s of gauges)
      expect(Math.abs((kPa[district.sensors[s]?.node ?? 0] as number) - (readings[s] as number))).toBeLessThan(0.5);
  }
});

test("without any reading the expectation stands, and nothing is suspected", () => {
  const { isSolved, sensors, losses } = assess(district, 0, new Float64Array(count).fill(Number.NaN));
  expect(isSolved).toBe(true);
  expect([sensors, losses]).toEqual([[], []]);
});
