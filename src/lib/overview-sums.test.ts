import fc from "fast-check";
import { expect, test } from "vitest";
import { MATERIALS, PRESSURE_LEVELS } from "#contract/gas.ts";
import type { Overview } from "#contract/overview.ts";
import { columnSums, pipeCross, rowSums, sumOf } from "./overview-sums.ts";

const overview = (byLevelAndMaterial: Overview["pipes"]["byLevelAndMaterial"]): Overview => ({
  area: "130000",
  enterprise: null,
  at: "2026-11-22T00:00:00Z",
  enterprises: { total: 0, byLicence: [], expiring: [] },
  pipes: { totalKm: 0, byLevelAndMaterial },
  stations: [],
  customers: [],
  supply: [],
  tags: [],
  alarms: [],
  hazards: [],
  children: [],
});

const facts = fc.array(
  fc.record({
    level: fc.constantFrom(...PRESSURE_LEVELS),
    material: fc.constantFrom(...MATERIALS),
    km: fc.integer({ min: 0, max: 100_000 }),
  }),
);

test("no kilometre is lost or counted twice between facts, rows and columns", () => {
  fc.assert(
    fc.property(facts, (list) => {
      const cross = pipeCross(overview(list));
      const total = sumOf(list.map((fact) => fact.km));
      expect(sumOf(rowSums(cross))).toBe(total);
      expect(sumOf(columnSums(cross))).toBe(total);
    }),
  );
});

test("rows stand from the highest pressure to the lowest, and what is empty is left out", () => {
  fc.assert(
    fc.property(facts, (list) => {
      const { rows } = pipeCross(overview(list));
      const withPipe = new Set(list.filter((fact) => fact.km > 0).map((fact) => fact.level));
      expect(rows).toEqual(PRESSURE_LEVELS.filter((level) => withPipe.has(level)));
    }),
  );
});
