import type { EChartsCoreOption } from "echarts/core";
import type { Cross } from "#lib/overview-sums.ts";
import { FONTS, type Theme } from "#theme/tokens.ts";

/** What every chart shares: no animation of its own, tooltips drawn on the canvas (a strict CSP allows no inline style). */
const common = (theme: Theme): EChartsCoreOption => ({
  animation: false,
  textStyle: { color: theme.quiet, fontFamily: FONTS.join(", "), fontSize: 12 },
  tooltip: {
    renderMode: "richText",
    backgroundColor: theme.surfaceRaised,
    borderColor: theme.border,
    textStyle: { color: theme.text, fontSize: 12 },
    confine: true,
  },
});

export interface StackAsk<R extends string, C extends string> {
  readonly cross: Cross<R, C>;
  readonly rowName: (row: R) => string;
  readonly columnName: (column: C) => string;
  readonly color: (column: C) => string;
  readonly format: (value: number) => string;
  /** Rows and columns not chosen are drawn pale, where any are. */
  readonly chosen: { readonly rows: readonly R[]; readonly columns: readonly C[] };
  readonly theme: Theme;
}

const PALE = 0.3;

/** Lying stacked bars: a bar per row, a piece per column. Series ids are the columns; data indexes are the rows. */
export function stackOption<R extends string, C extends string>(ask: StackAsk<R, C>): EChartsCoreOption {
  const { cross, theme, chosen } = ask;
  const isPale = (row: R, column: C) =>
    (chosen.rows.length > 0 && !chosen.rows.includes(row)) ||
    (chosen.columns.length > 0 && !chosen.columns.includes(column));
  return {
    ...common(theme),
    tooltip: {
      ...(common(theme).tooltip as object),
      trigger: "item",
      formatter: (item: { seriesName: string; name: string; value: number }) =>
        `${item.name}  ${item.seriesName}\n${ask.format(item.value)}`,
    },
    grid: { left: 0, right: 12, top: 0, bottom: 0, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: {
      type: "value",
      splitNumber: 4,
      splitLine: { lineStyle: { color: theme.border } },
      axisLabel: { color: theme.quiet, formatter: ask.format, hideOverlap: true },
    },
    yAxis: {
      type: "category",
      inverse: true,
      data: cross.rows.map(ask.rowName),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: theme.border } },
      axisLabel: { color: theme.text },
    },
    series: cross.columns.map((column, at) => ({
      id: column,
      name: ask.columnName(column),
      type: "bar",
      stack: "all",
      barWidth: 14,
      cursor: "pointer",
      itemStyle: { color: ask.color(column), borderColor: theme.surface, borderWidth: 1 },
      data: cross.rows.map((row, i) => ({
        value: cross.values[i]?.[at] ?? 0,
        itemStyle: { opacity: isPale(row, column) ? PALE : 1 },
      })),
    })),
  };
}

export interface LineAsk {
  readonly names: readonly string[];
  readonly values: readonly number[];
  readonly title: string;
  readonly format: (value: number) => string;
  readonly theme: Theme;
}

/** One line over days, filled down to zero. */
export const lineOption = ({ names, values, title, format, theme }: LineAsk): EChartsCoreOption => ({
  ...common(theme),
  tooltip: {
    ...(common(theme).tooltip as object),
    trigger: "axis",
    valueFormatter: (value: unknown) => format(Number(value)),
    axisPointer: { lineStyle: { color: theme.quiet } },
  },
  grid: { left: 0, right: 12, top: 8, bottom: 0, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
  xAxis: {
    type: "category",
    boundaryGap: false,
    data: names,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: theme.border } },
    axisLabel: { color: theme.quiet, hideOverlap: true },
  },
  yAxis: {
    type: "value",
    splitNumber: 3,
    splitLine: { lineStyle: { color: theme.border } },
    axisLabel: { color: theme.quiet, formatter: format },
  },
  series: [
    {
      id: "line",
      name: title,
      type: "line",
      data: values,
      showSymbol: false,
      symbolSize: 6,
      lineStyle: { width: 2, color: theme.accent },
      itemStyle: { color: theme.accent },
      areaStyle: { color: theme.accent, opacity: 0.12 },
    },
  ],
});

export const stackHeight = (rows: number): number => rows * 26 + 28;
