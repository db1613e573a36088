import fc from "fast-check";
import { expect, test } from "vitest";
import type { HazardCell } from "#contract/field/hazard-board.ts";
import { AXES, AXIS_IDS, type BoardFilter, countOf, facetOf, pickValue } from "./hazard-facets.ts";

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

test("a second pick of a value takes it off again", () => {
  const once = pickValue({ grade: "major" }, "due", "late");
  expect(once).toEqual({ grade: "major", due: "late" });
  expect(pickValue(once, "due", "late")).toEqual({ grade: "major" });
  expect(pickValue(once, "due", "soon")).toEqual({ grade: "major", due: "soon" });
});
