import fc from "fast-check";
import { expect, test } from "vitest";
import { SMALLEST_CELL } from "#contract/statistics.ts";
import { type Counted, suppressed } from "./suppress.ts";

/** Tables of up to 8 by 8, many of whose cells are small or empty. */
const table = fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 })).chain(([height, width]) =>
  fc.record({
    height: fc.constant(height),
    width: fc.constant(width),
    met: fc
      .array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 12 })), {
        minLength: height * width,
        maxLength: height * width,
      })
      .map((counts) =>
        counts.flatMap((count, i): Counted[] =>
          count === 0 ? [] : [{ row: Math.floor(i / width), column: i % width, count }],
        ),
      ),
  }),
);

interface Told {
  readonly count: number;
  readonly isHidden: boolean;
}

/** Every row and every column as its cells, and whether its total is kept back. */
function linesOf(height: number, width: number, met: readonly Counted[]) {
  const hidden = suppressed(height, width, met);
  const told = (row: number, column: number): Told => ({
    count: met.find((one) => one.row === row && one.column === column)?.count ?? 0,
    isHidden: hidden.isHidden(row, column),
  });
  const rows = Array.from({ length: height }, (_, r) => Array.from({ length: width }, (__, c) => told(r, c)));
  const columns = Array.from({ length: width }, (_, c) => Array.from({ length: height }, (__, r) => told(r, c)));
  return [
    ...rows.map((cells, r) => ({ cells, isTotalHidden: hidden.rows[r] === true })),
    ...columns.map((cells, c) => ({ cells, isTotalHidden: hidden.columns[c] === true })),
  ];
}

test("no cell of fewer than five households is told, nor can one be reckoned from its line's total", () => {
  fc.assert(
    fc.property(table, ({ height, width, met }) => {
      for (const { cells, isTotalHidden } of linesOf(height, width, met)) {
        for (const { count, isHidden } of cells) if (count > 0 && count < SMALLEST_CELL) expect(isHidden).toBe(true);
        const [alone, second] = cells.filter(({ isHidden }) => isHidden);
        if (alone !== undefined && second === undefined) expect(isTotalHidden).toBe(true);
        const all = cells.reduce((sum, { count }) => sum + count, 0);
        if (all > 0 && all < SMALLEST_CELL) expect(isTotalHidden).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

test("no more is kept back than that: an empty cell never, a larger one only beside a cell that stood alone in its line", () => {
  fc.assert(
    fc.property(table, ({ height, width, met }) => {
      for (const { cells, isTotalHidden } of linesOf(height, width, met)) {
        for (const { count, isHidden } of cells) if (count === 0) expect(isHidden).toBe(false);
        const all = cells.reduce((sum, { count }) => sum + count, 0);
        if (cells.every(({ isHidden }) => !isHidden) && all >= SMALLEST_CELL) expect(isTotalHidden).toBe(false);
      }
      if (met.every(({ count }) => count >= SMALLEST_CELL))
        expect(linesOf(height, width, met).some(({ cells }) => cells.some(({ isHidden }) => isHidden))).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test("of a line's cells the smallest is kept back beside one that would stand alone", () => {
  const counts = [
    [3, 40, 20, 30],
    [50, 60, 70, 80],
    [90, 91, 92, 93],
  ];
  const met = counts.flatMap((cells, row) => cells.map((count, column) => ({ row, column, count })));
  const hidden = suppressed(3, 4, met);
  const found = counts.map((cells, row) => cells.map((_, column) => hidden.isHidden(row, column)));
  // The 3, the 20 beside it, what stands beneath each, and nothing else.
  expect(found).toEqual([
    [true, false, true, false],
    [true, false, true, false],
    [false, false, false, false],
  ]);
});
