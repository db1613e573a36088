import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CHARTS, type ChartKind } from "#state/statistics.ts";
import { THEMES } from "#theme/tokens.ts";
import type { ChartFacts } from "./chart-common.ts";
import { chartHeight, chartOption } from "./chart-options.ts";

const theme = THEMES.light;
const figure = fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 1_000_000 }));

/** Answers of up to twelve lines and five columns, some of whose figures are kept back. */
const facts = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 5 }), fc.boolean())
  .chain(([height, width, hasColumns]) =>
    fc
      .record({
        totals: fc.array(figure, { minLength: height, maxLength: height }),
        cells: fc.array(figure, { minLength: height * width, maxLength: height * width }),
        threshold: fc.option(fc.integer({ min: 1, max: 1000 })),
      })
      .map(
        ({ totals, cells, threshold }): ChartFacts => ({
          rows: totals.map((total, i) => ({ key: `k${i}`, name: `line ${i}`, total, beside: [] })),
          columns: Array.from({ length: width }, (_, i) => ({ key: `c${i}`, name: `column ${i}` })),
          value: (row, column) => cells[row * width + column] ?? null,
          days: totals.map((total, i) => [`2026-01-${String(i + 1).padStart(2, "0")}`, total ?? 0]),
          title: "title",
          unit: "km",
          format: String,
          hasColumns,
          beside: [],
          hasAreas: false,
          nowName: "now",
          threshold,
          theme,
        }),
      ),
  );

interface Series {
  readonly type: string;
  readonly data: readonly unknown[];
  readonly markLine?: { readonly data: readonly unknown[] };
}
const seriesOf = (kind: ChartKind, of: ChartFacts) => chartOption(kind, of).series as readonly Series[];
const cellsOf = ({ rows, columns, value }: ChartFacts) => columns.map((_, c) => rows.map((__, r) => value(r, c)));

/** What each chart must hold of an answer, by its own reading of the option. */
const HOLDS: Readonly<Record<ChartKind, (of: ChartFacts) => void>> = {
  bar: (of) => {
    const found = seriesOf("bar", of).map(({ data }) => data);
    expect(found).toEqual(of.hasColumns ? cellsOf(of) : [of.rows.map(({ total }) => total)]);
  },
  line: (of) => {
    const found = seriesOf("line", of).map(({ data }) => data);
    expect(found).toEqual(of.hasColumns ? cellsOf(of) : [of.rows.map(({ total }) => total)]);
  },
  treemap: (of) => {
    const [tiles] = seriesOf("treemap", of);
    const parts = (row: number) => of.columns.map(({ name }, c) => ({ name, value: of.value(row, c) ?? 0 }));
    expect(tiles?.data).toEqual(
      of.rows.map(({ name, total }, row) => ({
        name,
        value: total ?? 0,
        ...(of.hasColumns ? { children: parts(row) } : {}),
      })),
    );
  },
  heat: (of) => {
    const [days] = seriesOf("heat", of);
    expect(days).toMatchObject({ type: "heatmap", data: of.days });
    const { calendar, visualMap } = chartOption("heat", of) as {
      calendar: { range: readonly string[] };
      visualMap: { max: number };
    };
    expect(calendar.range).toEqual([of.days[0]?.[0], of.days.at(-1)?.[0]]);
    expect(visualMap.max).toBe(Math.max(1, ...of.days.map(([, value]) => value)));
  },
  scatter: (of) => {
    const [dots] = seriesOf("scatter", of);
    const [x, y] = of.hasColumns
      ? [0, Math.min(1, of.columns.length - 1)].map((c) => of.rows.map((_, r) => of.value(r, c) ?? 0))
      : [of.rows.map(({ total }) => total ?? 0), of.rows.map(({ total }) => total ?? 0)];
    expect(dots?.data).toEqual(of.rows.map(({ name }, i) => ({ name, value: [x?.[i], y?.[i]] })));
  },
  multiples: (of) => {
    const small = seriesOf("multiples", of);
    expect(small.map(({ data }) => data)).toEqual(of.rows.map((_, r) => of.columns.map((__, c) => of.value(r, c))));
    // One scale for all of them, or they could not be held against each other.
    const tops = (chartOption("multiples", of).yAxis as { max: number }[]).map(({ max }) => max);
    expect(new Set(tops).size).toBe(1);
  },
};

describe.each(CHARTS)("%s", (kind) => {
  test("holds every figure of the answer that its table has, and none else", () => {
    fc.assert(fc.property(facts, HOLDS[kind]), { numRuns: 60 });
  });

  test("has a height, and writes by the theme without moving", () => {
    fc.assert(
      fc.property(facts, (of) => {
        expect(chartHeight(kind, of)).toBeGreaterThan(0);
        expect(chartOption(kind, of)).toMatchObject({ animation: false, tooltip: { renderMode: "richText" } });
      }),
      { numRuns: 20 },
    );
  });
});

test("a threshold is a line across bars and across lines, once", () => {
  fc.assert(
    fc.property(facts, (of) => {
      for (const [kind, axis] of [
        ["bar", "xAxis"],
        ["line", "yAxis"],
      ] as const) {
        const marks = seriesOf(kind, of).flatMap(({ markLine }) => markLine?.data ?? []);
        expect(marks).toEqual(of.threshold === null ? [] : [{ [axis]: of.threshold }]);
      }
    }),
    { numRuns: 60 },
  );
});
