import fc from "fast-check";
import { expect, test } from "vitest";
import { COLOR_BYS, classCount, NO_FILTER } from "#contract/pipe-classes.ts";
import { isOn, onlyClass, partsOf, plainFilter, sameFilter, toggleClass, withClasses, without } from "./pipe-filter.ts";
import { anyPipeFilter } from "./testing/any-filter.ts";

const anyRow = fc
  .constantFrom(...COLOR_BYS)
  .chain((by) => fc.tuple(fc.constant(by), fc.integer({ min: 0, max: classCount(by) - 1 })));

test("pressed twice, a row is as it was before, unless it was the first or the last to be on", () => {
  fc.assert(
    fc.property(anyPipeFilter, anyRow, (filter, [by, k]) => {
      const before = filter.only[by] ?? [];
      fc.pre(before.length > 1 && before.length < classCount(by) - 1);
      expect(sameFilter(toggleClass(toggleClass(filter, by, k), by, k), filter)).toBe(true);
    }),
  );
});

test("a press changes its own attribute and no other", () => {
  fc.assert(
    fc.property(anyPipeFilter, anyRow, (filter, [by, k]) => {
      const { [by]: _, ...others } = toggleClass(filter, by, k).only;
      const { [by]: __, ...same } = filter.only;
      expect(others).toEqual(same);
    }),
  );
});

test("no filter names no class, or all of them", () => {
  fc.assert(
    fc.property(anyPipeFilter, fc.array(anyRow), (start, presses) => {
      const filter = presses.reduce((f, [by, k]) => toggleClass(f, by, k), start);
      for (const by of COLOR_BYS) {
        const classes = filter.only[by];
        if (classes) expect(classes.length > 0 && classes.length < classCount(by)).toBe(true);
      }
    }),
  );
});

test("the first press leaves that class alone; taking the last away brings all back", () => {
  const one = toggleClass(NO_FILTER, "material", 2);
  expect([0, 1, 2, 3].map((k) => isOn(one, "material", k))).toEqual([false, false, true, false]);
  expect(isOn(one, "age", 0)).toBe(true);
  expect(toggleClass(one, "material", 2)).toEqual(NO_FILTER);
});

test("only this one, whatever was on; once more and all are back", () => {
  const three = withClasses(NO_FILTER, "age", [0, 1, 2]);
  expect(onlyClass(three, "age", 1).only).toEqual({ age: [1] });
  expect(onlyClass(onlyClass(three, "age", 1), "age", 1)).toEqual(NO_FILTER);
});

test("parts taken off one by one, in any order, leave no filter", () => {
  fc.assert(
    fc.property(
      anyPipeFilter.chain((filter) => fc.tuple(fc.constant(filter), fc.shuffledSubarray([...partsOf(filter)]))),
      ([filter, some]) => {
        const left = some.reduce(without, filter);
        expect(partsOf(left)).toHaveLength(partsOf(filter).length - some.length);
        if (some.length === partsOf(filter).length) expect(left).toEqual(NO_FILTER);
      },
    ),
  );
});

test("a filter put together in another order asks the same", () => {
  const a = withClasses(withClasses(NO_FILTER, "age", [1, 0]), "dn", [2]);
  const b = withClasses(withClasses(NO_FILTER, "dn", [2]), "age", [0, 1]);
  expect(JSON.stringify(plainFilter(a))).toBe(JSON.stringify(plainFilter(b)));
  expect(sameFilter(a, b)).toBe(true);
});
