import fc from "fast-check";
import { expect, test } from "vitest";
import { COLOR_BYS, type ColorBy, classCount, NO_FILTER, type PipeFilter } from "#contract/pipe-classes.ts";
import { columnsOf, dayNumber, hiddenPipes } from "./pipe-hide.ts";

interface Pipe {
  readonly classes: Readonly<Record<ColorBy, number>>;
  readonly year: number;
  readonly day: number;
}

const classArb = (by: ColorBy) => fc.oneof(fc.nat(classCount(by) - 1), fc.constant(255));
const pipeArb: fc.Arbitrary<Pipe> = fc.record({
  classes: fc.record(
    Object.fromEntries(COLOR_BYS.map((by) => [by, classArb(by)])) as Record<ColorBy, fc.Arbitrary<number>>,
  ),
  year: fc.oneof(fc.constant(0), fc.integer({ min: 60, max: 130 }), fc.constant(255)),
  day: fc.oneof(fc.constant(0), fc.integer({ min: 20_000, max: 20_400 }), fc.constant(0xffff)),
});
const spanArb = <T>(of: fc.Arbitrary<T>) => fc.option(fc.tuple(of, of).map((pair) => pair.toSorted() as [T, T]));
const dayArb = fc.integer({ min: 20_000, max: 20_400 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
const filterArb: fc.Arbitrary<PipeFilter> = fc.record({
  only: fc.record(
    Object.fromEntries(
      COLOR_BYS.map((by) => [by, fc.uniqueArray(fc.nat(classCount(by) - 1), { minLength: 1, maxLength: 4 })]),
    ),
    { requiredKeys: [] },
  ),
  laid: spanArb(fc.integer({ min: 1960, max: 2030 })),
  patrolled: spanArb(dayArb),
});

const columnsFor = (pipes: readonly Pipe[]) => ({
  ...Object.fromEntries(COLOR_BYS.map((by) => [by, Uint8Array.from(pipes, (p) => p.classes[by])])),
  laidYear: Uint8Array.from(pipes, (p) => p.year),
  patrolDay: Uint16Array.from(pipes, (p) => p.day),
});

/** The same question, asked of one pipe in words. */
const isShown = ({ only, laid, patrolled }: PipeFilter, { classes, year, day }: Pipe): boolean =>
  COLOR_BYS.every((by) => only[by]?.includes(classes[by]) ?? true) &&
  (!laid || (year !== 0 && year !== 255 && year + 1900 >= laid[0] && year + 1900 <= laid[1])) &&
  (!patrolled || (day !== 0 && day !== 0xffff && day >= dayNumber(patrolled[0]) && day <= dayNumber(patrolled[1])));

test("what is hidden is what the filter does not let pass, pipe by pipe", () => {
  fc.assert(
    fc.property(fc.array(pipeArb, { maxLength: 40 }), filterArb, (pipes, filter) => {
      expect([...hiddenPipes(filter, columnsFor(pipes), pipes.length)]).toEqual(
        pipes.map((pipe) => (isShown(filter, pipe) ? 0 : 1)),
      );
    }),
  );
});

test("no filter reads nothing and hides nothing; a column that is not there is never taken for one that lets all pass", () => {
  expect(columnsOf(NO_FILTER)).toEqual([]);
  expect([...hiddenPipes(NO_FILTER, {}, 3)]).toEqual([0, 0, 0]);
  const filter: PipeFilter = { only: { age: [1] }, laid: [1990, 2000], patrolled: ["2026-01-01", "2026-02-01"] };
  expect(columnsOf(filter)).toEqual(["age", "laidYear", "patrolDay"]);
  expect(() => hiddenPipes(filter, { age: [1] }, 1)).toThrow("laidYear");
});

test("a day is its number since 1970", () => {
  expect(dayNumber("1970-01-02")).toBe(1);
  expect(dayNumber("2026-11-25")).toBe(Date.UTC(2026, 10, 25) / 86_400_000);
});
