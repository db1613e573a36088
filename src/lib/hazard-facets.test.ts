import fc from "fast-check";
import { expect, test } from "vitest";
import type { HazardCell } from "#contract/field/hazard-board.ts";
import {
  AXES,
  AXIS_IDS,
  type BoardFilter,
  countOf,
  facetOf,
  isPlacePicked,
  type MatrixPlace,
  matrixOf,
  pickPlace,
  SIDE_AXES,
} from "./hazard-facets.ts";

const cell: fc.Arbitrary<HazardCell> = fc.record({
  grade: fc.constantFrom(...AXES.grade),
  state: fc.constantFrom(...AXES.state),
  age: fc.constantFrom(...AXES.age),
  due: fc.constantFrom(...AXES.due),
  climbedTo: fc.constantFrom("county" as const, "city" as const, "province" as const, null),
  count: fc.integer({ min: 1, max: 9 }),
});
const filter: fc.Arbitrary<BoardFilter> = fc.record(
  {
    grade: fc.constantFrom(...AXES.grade),
    due: fc.constantFrom(...AXES.due),
    climbed: fc.constantFrom(...AXES.climbed),
  },
  { requiredKeys: [] },
);

test("what stands at a value is what a click on it leaves", () => {
  fc.assert(
    fc.property(fc.array(cell), filter, (cells, picked) => {
      for (const axis of AXIS_IDS)
        for (const { value, count } of facetOf(cells, picked, axis))
          expect(countOf(cells, { ...picked, [axis]: value })).toBe(count);
    }),
  );
});

test("without a pick every axis counts every hazard once", () => {
  fc.assert(
    fc.property(fc.array(cell), (cells) => {
      for (const axis of AXIS_IDS)
        expect(facetOf(cells, {}, axis).reduce((sum, { count }) => sum + count, 0)).toBe(countOf(cells, {}));
    }),
  );
});

test("a number of the matrix, a row and a column are what a click on them leaves, and a second click leaves them again", () => {
  fc.assert(
    fc.property(fc.array(cell), filter, (cells, picked) => {
      for (const axis of SIDE_AXES) {
        const { grade: _, [axis]: __, ...others } = picked;
        const leaves = (place: MatrixPlace<typeof axis>, count: number) => {
          const from = isPlacePicked(picked, axis, place) ? others : picked;
          const once = pickPlace(from, axis, place);
          expect(countOf(cells, once)).toBe(count);
          expect(pickPlace(once, axis, place)).toEqual(others);
        };
        const { rows, sums, all } = matrixOf(cells, picked, axis);
        expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(all);
        for (const { value, count } of sums) leaves({ grade: value }, count);
        for (const { value, count, grades } of rows) {
          leaves({ value }, count);
          for (const one of grades) leaves({ grade: one.value, value }, one.count);
        }
      }
    }),
    { numRuns: 30 },
  );
});
