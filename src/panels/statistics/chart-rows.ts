import type { EChartsCoreOption } from "echarts/core";
import { type ChartFacts, common, GRID, legend, legendHeight, limit, names, sides, values } from "./chart-common.ts";

/** One series for each column, or one of the totals; with what it is compared with beside it. */
function seriesOf(facts: ChartFacts) {
  const { rows, columns, hasColumns } = facts;
  if (hasColumns)
    return columns.map(({ key, name, color }, at) => ({
      id: key,
      name,
      ...(color ? { itemStyle: { color }, lineStyle: { color } } : {}),
      data: rows.map((_, row) => facts.value(row, at)),
    }));
  return sides(facts);
}

/** Hatches over the bars of areas side by side, in their order: told apart without their hues. CSS pixels. */
const HATCHES = [
  null,
  { dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: Math.PI / 4 },
  { dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: -Math.PI / 4 },
  { dashArrayX: [2, 4], dashArrayY: [1, 0] },
  {
    symbol: "circle",
    dashArrayX: [
      [3, 3],
      [0, 3, 3, 0],
    ],
    dashArrayY: [3, 1],
    symbolSize: 0.8,
  },
  { dashArrayX: [1, 0], dashArrayY: [1, 2] },
] as const;
/** Strokes of their lines. CSS pixels. */
const DASHES = ["solid", [8, 3], [2, 3], [10, 3, 2, 3], [5, 5], [14, 4]] as const;

const hatch = ({ hasAreas, theme }: ChartFacts, at: number) => {
  const pattern = hasAreas ? HATCHES[at] : null;
  return pattern ? { itemStyle: { decal: { ...pattern, color: theme.surface } } } : {};
};
const dash = ({ hasAreas }: ChartFacts, at: number) => (hasAreas ? { lineStyle: { type: DASHES[at] } } : {});

/** CSS pixels that the bars of one line take when so many stand side by side. */
const rowHeight = (side: number): number => (side <= 2 ? 24 : 8 + side * 8);
/** Bars of more lines are no picture any more. */
const MOST_HEIGHT = 680;
export const mostBars = (side: number): number => Math.floor(MOST_HEIGHT / rowHeight(side));
export const barsHeight = (rows: number, side: number): number =>
  Math.min(MOST_HEIGHT, rows * rowHeight(side) + (side > 3 ? 80 : 56));

export function bars(facts: ChartFacts): EChartsCoreOption {
  const { theme, rows, format } = facts;
  return {
    ...common(theme),
    legend: legend(facts),
    grid: { ...GRID, top: legendHeight(facts) },
    xAxis: values(theme, format),
    yAxis: {
      ...names(
        theme,
        rows.map(({ name }) => name),
      ),
      inverse: true,
    },
    series: seriesOf(facts).map((series, at) => ({
      ...series,
      type: "bar",
      cursor: "pointer",
      barMaxWidth: 18,
      ...hatch(facts, at),
      ...(facts.hasColumns ? { stack: "all" } : {}),
      ...(at === 0 ? limit(facts, "xAxis") : {}),
      tooltip: { valueFormatter: (value: unknown) => format(Number(value)) },
    })),
  };
}

export function lines(facts: ChartFacts): EChartsCoreOption {
  const { theme, rows, format } = facts;
  return {
    ...common(theme),
    tooltip: {
      ...(common(theme).tooltip as object),
      trigger: "axis",
      valueFormatter: (v: unknown) => format(Number(v)),
    },
    legend: legend(facts),
    grid: { ...GRID, top: legendHeight(facts) },
    xAxis: names(
      theme,
      rows.map(({ name }) => name),
    ),
    yAxis: values(theme, format),
    series: seriesOf(facts).map((series, at) => ({
      ...series,
      type: "line",
      symbolSize: 6,
      ...dash(facts, at),
      ...(at === 0 ? limit(facts, "yAxis") : {}),
    })),
  };
}
