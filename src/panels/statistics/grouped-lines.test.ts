import fc from "fast-check";
import { expect, test } from "vitest";
import { groupedLines } from "./grouped-lines.ts";
import type { Line } from "./lines.ts";

const figure = fc.option(fc.integer({ min: 0, max: 1000 }), { nil: null });
const cells = fc.array(fc.option(figure, { nil: undefined }), { maxLength: 6 });
const lineArb = (order: number): fc.Arbitrary<Line> =>
  fc.record({ total: figure, cells }).map((made) => ({
    ...made,
    key: `k${order}`,
    name: null,
    order,
    completeness: null,
    beside: [],
  }));
const linesArb = fc
  .integer({ min: 0, max: 8 })
  .chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => lineArb(i))));
const NONE: ReadonlySet<string> = new Set();

test("each figure of the answer stands once, under its own line", () => {
  fc.assert(
    fc.property(linesArb, fc.boolean(), (lines, isBySize) => {
      let at: Line | undefined;
      const seen: string[] = [];
      for (const one of groupedLines(lines, { shut: NONE, isBySize })) {
        if (one.kind === "group") {
          at = one.line;
          continue;
        }
        expect(one.line).toBe(at);
        expect(one.value).toBe(one.line.cells[one.column]);
        seen.push(`${one.line.key}:${one.column}`);
      }
      const told = lines.flatMap((line) =>
        line.cells.flatMap((value, column) => (value === undefined ? [] : [`${line.key}:${column}`])),
      );
      expect(seen.toSorted()).toEqual(told.toSorted());
    }),
  );
});

test("parts by size never rise, and what is kept back stands last", () => {
  fc.assert(
    fc.property(linesArb, (lines) => {
      const grouped = groupedLines(lines, { shut: NONE, isBySize: true });
      for (const [i, one] of grouped.entries()) {
        const next = grouped[i + 1];
        if (one.kind !== "part" || next?.kind !== "part") continue;
        expect(next.value ?? -1).toBeLessThanOrEqual(one.value ?? -1);
      }
    }),
  );
});

test("a group that is shut keeps its own figure and says how many parts it has", () => {
  fc.assert(
    fc.property(linesArb, (lines) => {
      const grouped = groupedLines(lines, { shut: new Set(lines.map(({ key }) => key)), isBySize: false });
      expect(grouped.map(({ line }) => line)).toEqual([...lines]);
      for (const one of grouped)
        expect(one.kind === "group" && one.parts).toBe(one.line.cells.filter((value) => value !== undefined).length);
    }),
  );
});
