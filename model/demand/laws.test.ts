import fc from "fast-check";
import { expect, test } from "vitest";
import { SAMPLE_PROFILES, sigmoid, weightedCelsius } from "./sigmoid.ts";
import { householdsM3H, simultaneity } from "./simultaneity.ts";
import { demandLimit, weakestEnds } from "./weakest-ends.ts";
import { dailyM3, fitCustomerM3, linePackMinutes, usableM3, winterOutlook } from "./winter.ts";

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });

test("more households draw more together, but a smaller share of their burners", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4000 }),
      fc.constantFrom("stove" as const, "stove_heater" as const),
      (n, set) => {
        expect(simultaneity(n + 1, set)).toBeLessThanOrEqual(simultaneity(n, set));
        expect(householdsM3H(2 * n, set, 1)).toBeGreaterThanOrEqual(householdsM3H(n, set, 1));
      },
    ),
  );
});

test("the colder, the more gas, also past the profile's pole at 40 ℃", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(SAMPLE_PROFILES)),
      between(-40, 60),
      between(0, 20),
      (profile, c, more) => {
        const [warm, cold] = [sigmoid(profile, c + more), sigmoid(profile, c)];
        expect(Number.isFinite(cold)).toBe(true);
        expect(cold).toBeGreaterThanOrEqual(warm);
      },
    ),
  );
});

test("a steady temperature is its own weighted mean, with or without the days before", () => {
  expect(weightedCelsius([-4, -4, -4, -4])).toBeCloseTo(-4, 12);
  expect(weightedCelsius([-4])).toBeCloseTo(-4, 12);
});

test("the customer value that made a demand is found again", () => {
  const profile = SAMPLE_PROFILES.house;
  const days = [-12, -6, 0, 4, 9, 15].map((celsius) => ({ celsius, m3: 1234 * sigmoid(profile, celsius) }));
  const { customerM3, explained } = fitCustomerM3(profile, days);
  expect(customerM3).toBeCloseTo(1234, 6);
  expect(explained).toBeCloseTo(1, 9);
});

test("what is demanded is covered by pipeline and storage or named as short, and storage never grows nor falls below nothing", () => {
  const supplies = fc.record({ pipelineM3D: between(0, 3e6), storageM3: between(0, 2e6), storageM3D: between(0, 1e6) });
  const temperatures = fc.array(between(-25, 20), { minLength: 5, maxLength: 20 });
  fc.assert(
    fc.property(supplies, temperatures, (supply, daysC) => {
      const demand = { groups: [{ profile: SAMPLE_PROFILES.house, customerM3: 800_000 }], baseM3: 100_000 };
      const { days, daysCovered, trucks } = winterOutlook(demand, supply, daysC);
      expect(days).toHaveLength(daysC.length - 3);
      let before = supply.storageM3;
      for (const day of days) {
        expect(day.demandM3).toBeCloseTo(dailyM3(demand.groups, demand.baseM3, day.celsius), 6);
        expect(day.demandM3 - day.fromStorageM3 - day.shortM3).toBeLessThanOrEqual(supply.pipelineM3D + 1e-6);
        expect(day.storageM3).toBeGreaterThanOrEqual(0);
        expect(day.storageM3).toBeLessThanOrEqual(before);
        expect(day.trucks * 28_000).toBeGreaterThanOrEqual(day.shortM3);
        before = day.storageM3;
      }
      expect(daysCovered === null).toBe(days.every(({ shortM3 }) => shortM3 === 0));
      expect(trucks === 0).toBe(daysCovered === null);
    }),
  );
});

test("line pack lasts as long as its gas divided by what is lacking, and for ever when nothing is", () => {
  const pack = { volumeM3: 5000, pa: 401_325, leastPa: 201_325, k: 283.15, z: 0.99 };
  expect(linePackMinutes(pack, usableM3(pack))).toBeCloseTo(60, 9);
  expect(linePackMinutes(pack, 0)).toBe(Number.POSITIVE_INFINITY);
  expect(linePackMinutes({ ...pack, pa: pack.leastPa }, 10)).toBe(0);
});

test("villages come worst first, and one without gas before all", () => {
  const ends = weakestEnds([3e5, 2e5, Number.NaN, 2.5e5, 1e5], ["a", "a", "b", "c", null], 2.2e5);
  expect(ends.map(({ village, node }) => [village, node])).toEqual([
    ["b", 2],
    ["a", 1],
    ["c", 3],
  ]);
  expect(ends[1]?.marginPa).toBe(-2e4);
});

test("demand may grow to its limit and no farther", () => {
  fc.assert(
    fc.property(between(1e4, 2e5), between(1.2e5, 2.9e5), (drop, leastPa) => {
      const at = (factor: number) => [3e5 - drop * factor * factor];
      const limit = demandLimit(at, [0], leastPa);
      if (limit === Number.POSITIVE_INFINITY) expect(at(8)[0]).toBeGreaterThanOrEqual(leastPa);
      else {
        expect(at(limit)[0]).toBeGreaterThanOrEqual(leastPa);
        expect(at(limit * 1.002)[0]).toBeLessThan(leastPa);
      }
    }),
  );
});
