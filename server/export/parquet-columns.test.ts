import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { groupColumn } from "./parquet-columns.ts";

const CAPACITY = 8;
const DAY_MS = 86_400_000;
type Type = Parameters<typeof groupColumn>[0];

/** The values of a column as the writer is given them, group by group. */
function through(type: Type, groups: readonly (readonly unknown[])[]): unknown[][] {
  const column = groupColumn(type, CAPACITY);
  return groups.map((group) => {
    for (const value of group) column.push(value);
    return Array.from(column.take(), (value) => (value instanceof Uint8Array ? [...value] : value));
  });
}

const orNothing = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const groupsOf = <T>(values: fc.Arbitrary<T>) =>
  fc.array(fc.array(orNothing(values), { maxLength: CAPACITY }), { maxLength: 4 });

function holds<T>(type: Type, values: fc.Arbitrary<T>, stored: (value: T) => unknown): void {
  fc.assert(
    fc.property(groupsOf(values), (groups) => {
      const expected = groups.map((group) => group.map((value) => (value === null ? undefined : stored(value))));
      expect(through(type, groups)).toEqual(expected);
    }),
  );
}

describe("a column gives what went in, and nothing stays nothing", () => {
  test("numbers; one that is none is nothing", () =>
    holds("number", fc.double(), (value) => (Number.isFinite(value) ? value : undefined)));
  test("whole numbers", () => holds("integer", fc.integer(), (value) => value));
  test("yes and no", () => holds("boolean", fc.boolean(), (value) => value));
  test("instants, as ms", () => holds("instant", fc.date({ noInvalidDate: true }), (value) => value.getTime()));
  test("days, since 1970", () =>
    holds(
      "date",
      fc
        .date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
        .map((at) => at.toISOString().slice(0, 10)),
      (day) => Date.parse(day) / DAY_MS,
    ));
  test("texts of few words", () => holds("text", fc.constantFrom("", "钢管", "PE", "球墨铸铁"), (value) => value));
  test("texts", () => holds("text", fc.string({ unit: "binary" }), (value) => value));
  test("well-known bytes, of their hexadecimal digits", () =>
    holds(
      "place",
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString("hex")),
      (digits) => [...Buffer.from(digits, "hex")],
    ));
});

test("a column that says more texts than are kept says them all", () => {
  const groups = Array.from({ length: 300 }, (_, group) =>
    Array.from({ length: CAPACITY }, (__, i) => (i === 3 ? null : i < 2 ? "again" : `word ${group} ${i}`)),
  );
  const came = through("text", groups);
  expect(came).toEqual(groups.map((group) => group.map((text) => text ?? undefined)));
});
