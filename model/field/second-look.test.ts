import fc from "fast-check";
import { expect, test } from "vitest";
import { differencesOf, isConclusive, type Look } from "./second-look.ts";

const look = fc.record({
  outcome: fc.constantFrom("entered", "vacant", "demolished"),
  answers: fc.dictionary(
    fc.constantFrom("A1", "B2", "C3"),
    fc.record({
      value: fc.oneof(fc.boolean(), fc.double(), fc.constantFrom("x", "y", "2026-01-01"), fc.constant(null)),
    }),
  ),
  hazards: fc.array(fc.constantFrom("A1", "B2", "D4")),
});
const HOME: Look = { outcome: "entered", answers: { A1: { value: true }, C3: { value: 2.1 } }, hazards: [] };

test("a look agrees with itself, whatever it told", () => {
  fc.assert(
    fc.property(look, (one) => {
      expect(differencesOf(one, one)).toEqual([]);
    }),
  );
});

test("a difference of outcome and of answers is one from either side", () => {
  fc.assert(
    fc.property(look, look, (a, b) => {
      const told = (one: Look, two: Look) => differencesOf(one, two).filter(({ what }) => what !== "hazards");
      expect(told(a, b)).toEqual(told(b, a));
    }),
  );
});

test("a hazard that only the second look tells of speaks against the first, one that was repaired does not", () => {
  expect(differencesOf(HOME, { ...HOME, hazards: ["A2"] })).toEqual([{ what: "hazards", count: 1 }]);
  expect(differencesOf({ ...HOME, hazards: ["A2"] }, HOME)).toEqual([]);
});

test("a measured value may be another on another day, a good answer may not", () => {
  expect(differencesOf(HOME, { ...HOME, answers: { A1: { value: true }, C3: { value: 2.4 } } })).toEqual([]);
  expect(differencesOf(HOME, { ...HOME, answers: { A1: { value: false } } })).toEqual([{ what: "answers", count: 1 }]);
});

test("nobody at home says nothing of the visit before", () => {
  expect(["entered", "vacant", "nobody_home", "refused"].map(isConclusive)).toEqual([true, true, false, false]);
});
