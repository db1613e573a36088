import type { EChartsCoreOption } from "echarts/core";
import { FONTS, type Theme } from "#theme/tokens.ts";
import type { ChartKind } from "#state/statistics.ts";

/** An answer as a chart needs it: named lines, named columns, figures where there are some. */
export interface ChartFacts {
  readonly rows: readonly {
    readonly key: string;
    readonly name: string;
    readonly total: number | null;
    readonly before: number | null;
  }[];
  readonly columns: readonly { readonly key: string; readonly name: string; readonly color?: string | undefined }[];
  readonly value: (row: number, column: number) => number | null;
  /** Day by day, for the calendar: [YYYY-MM-DD, value]. */
  readonly days: readonly (readonly [string, number])[];
  readonly title: string;
  readonly unit: string;
  readonly format: (value: number) => string;
  readonly hasColumns: boolean;
  readonly hasBefore: boolean;
  readonly beforeName: string;
  readonly nowName: string;
  readonly threshold: number | null;
  readonly theme: Theme;
}

/** No animation of its own, tooltips on the canvas (a strict CSP allows no inline style). */
const common = (theme: Theme): EChartsCoreOption => ({
  animation: false,
  color: [...theme.chart],
  textStyle: { color: theme.quiet, fontFamily: FONTS.join(", "), fontSize: 12 },
  tooltip: {
    renderMode: "richText",
    backgroundColor: theme.surfaceRaised,
    borderColor: theme.border,
    textStyle: { color: theme.text, fontSize: 12 },
    confine: true,
  },
});

const values = (theme: Theme, format: (value: number) => string) => ({
  type: "value",
  splitNumber: 4,
  splitLine: { lineStyle: { color: theme.border } },
  axisLabel: { color: theme.quiet, formatter: format, hideOverlap: true },
});
const names = (theme: Theme, data: readonly string[]) => ({
  type: "category",
  data: [...data],
  axisTick: { show: false },
  axisLine: { lineStyle: { color: theme.border } },
  axisLabel: { color: theme.text, hideOverlap: true },
});
const GRID = { left: 0, right: 16, top: 8, bottom: 0, outerBoundsMode: "same", outerBoundsContain: "axisLabel" };

const limit = ({ threshold, theme }: ChartFacts, axis: "xAxis" | "yAxis") =>
  threshold === null
    ? {}
    : {
        markLine: {
          symbol: "none",
          silent: true,
          lineStyle: { color: theme.danger, type: "dashed" },
          label: { color: theme.danger },
          data: [{ [axis]: threshold }],
        },
      };

/** One series for each column, or one of the totals; with what it is compared with beside it. */
function seriesOf(facts: ChartFacts) {
  const { rows, columns, hasColumns, hasBefore } = facts;
  if (hasColumns)
    return columns.map(({ key, name, color }, at) => ({
      id: key,
      name,
      ...(color ? { itemStyle: { color }, lineStyle: { color } } : {}),
      data: rows.map((_, row) => facts.value(row, at)),
    }));
  const now = { id: "", name: facts.nowName, data: rows.map(({ total }) => total) };
  return hasBefore ? [{ id: "before", name: facts.beforeName, data: rows.map(({ before }) => before) }, now] : [now];
}

function bars(facts: ChartFacts): EChartsCoreOption {
  const { theme, rows, hasColumns, format } = facts;
  return {
    ...common(theme),
    legend: hasColumns || facts.hasBefore ? { type: "scroll", top: 0, textStyle: { color: theme.text } } : undefined,
    grid: { ...GRID, top: hasColumns || facts.hasBefore ? 32 : 8 },
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
      ...(hasColumns ? { stack: "all" } : {}),
      ...(at === 0 ? limit(facts, "xAxis") : {}),
      tooltip: { valueFormatter: (value: unknown) => format(Number(value)) },
    })),
  };
}

function lines(facts: ChartFacts): EChartsCoreOption {
  const { theme, rows, hasColumns, format } = facts;
  return {
    ...common(theme),
    tooltip: {
      ...(common(theme).tooltip as object),
      trigger: "axis",
      valueFormatter: (v: unknown) => format(Number(v)),
    },
    legend: hasColumns || facts.hasBefore ? { type: "scroll", top: 0, textStyle: { color: theme.text } } : undefined,
    grid: { ...GRID, top: hasColumns || facts.hasBefore ? 32 : 8 },
    xAxis: names(
      theme,
      rows.map(({ name }) => name),
    ),
    yAxis: values(theme, format),
    series: seriesOf(facts).map((series, at) => ({
      ...series,
      type: "line",
      symbolSize: 6,
      ...(at === 0 ? limit(facts, "yAxis") : {}),
    })),
  };
}

function treemap(facts: ChartFacts): EChartsCoreOption {
  const { theme, rows, columns, hasColumns } = facts;
  return {
    ...common(theme),
    series: [
      {
        id: "",
        type: "treemap",
        roam: false,
        nodeClick: false,
        breadcrumb: { show: false },
        label: { color: theme.text, formatter: "{b}" },
        itemStyle: { borderColor: theme.surface, gapWidth: 1 },
        levels: [{ color: [...theme.sequential].reverse() }],
        data: rows.map(({ name, total }, row) => ({
          name,
          value: total ?? 0,
          ...(hasColumns
            ? { children: columns.map((column, at) => ({ name: column.name, value: facts.value(row, at) ?? 0 })) }
            : {}),
        })),
      },
    ],
  };
}

function heat(facts: ChartFacts): EChartsCoreOption {
  const { theme, days, format } = facts;
  const [first, last] = [days[0]?.[0], days.at(-1)?.[0]];
  return {
    ...common(theme),
    visualMap: {
      min: Math.min(0, ...days.map(([, value]) => value)),
      max: Math.max(1, ...days.map(([, value]) => value)),
      orient: "horizontal",
      left: "center",
      bottom: 0,
      inRange: { color: [...theme.sequential] },
      textStyle: { color: theme.quiet },
      formatter: (value: unknown) => format(Number(value)),
    },
    calendar: {
      top: 24,
      left: 32,
      right: 8,
      cellSize: ["auto", 14],
      range: [first, last],
      itemStyle: { color: theme.surface, borderColor: theme.border },
      splitLine: { lineStyle: { color: theme.quiet } },
      dayLabel: { color: theme.quiet, nameMap: "ZH" },
      monthLabel: { color: theme.quiet, nameMap: "ZH" },
      yearLabel: { show: false },
    },
    series: [
      { id: "days", type: "heatmap", coordinateSystem: "calendar", data: days.map(([day, value]) => [day, value]) },
    ],
  };
}

/** Before against now, or one column against the next: a point for each line. */
function scatter(facts: ChartFacts): EChartsCoreOption {
  const { theme, rows, columns, hasColumns, format } = facts;
  const x = (row: number): number | null => (hasColumns ? facts.value(row, 0) : (rows[row]?.before ?? null));
  const y = (row: number): number | null =>
    hasColumns && columns.length > 1 ? facts.value(row, 1) : (rows[row]?.total ?? null);
  const axis = (name: string | undefined) => ({
    ...values(theme, format),
    name,
    nameTextStyle: { color: theme.quiet },
  });
  return {
    ...common(theme),
    grid: { ...GRID, top: 32, right: 48 },
    xAxis: axis(hasColumns ? columns[0]?.name : facts.beforeName),
    yAxis: axis(hasColumns && columns.length > 1 ? columns[1]?.name : facts.nowName),
    series: [
      {
        id: "",
        type: "scatter",
        symbolSize: 10,
        itemStyle: { color: theme.accent },
        data: rows.map(({ name }, row) => ({ name, value: [x(row) ?? 0, y(row) ?? 0] })),
        tooltip: { formatter: "{b}" },
      },
    ],
  };
}

/** Most small pictures in one row of them. */
const ACROSS = 3;
const MOST_MULTIPLES = 12;

/** A small chart of each line over the same columns, all on one scale. */
function multiples(facts: ChartFacts): EChartsCoreOption {
  const { theme, rows, columns, format } = facts;
  const some = rows.slice(0, MOST_MULTIPLES);
  const most = Math.max(1, ...some.flatMap((_, row) => columns.map((_column, at) => facts.value(row, at) ?? 0)));
  const down = Math.ceil(some.length / ACROSS);
  const place = (i: number) => ({
    left: `${(100 / ACROSS) * (i % ACROSS) + 2}%`,
    top: `${(100 / down) * Math.floor(i / ACROSS) + 8 / down}%`,
    width: `${100 / ACROSS - 4}%`,
    height: `${100 / down - 16 / down}%`,
  });
  return {
    ...common(theme),
    title: some.map(({ name }, i) => ({
      text: name,
      textStyle: { color: theme.text, fontSize: 12, fontWeight: 400 },
      left: place(i).left,
      top: `${(100 / down) * Math.floor(i / ACROSS)}%`,
    })),
    grid: some.map((_, i) => place(i)),
    xAxis: some.map((_, i) => ({
      ...names(
        theme,
        columns.map(({ name }) => name),
      ),
      gridIndex: i,
      axisLabel: { show: false },
    })),
    yAxis: some.map((_, i) => ({ ...values(theme, format), gridIndex: i, max: most, axisLabel: { show: false } })),
    series: some.map(({ key, name }, i) => ({
      id: key,
      name,
      type: "bar",
      xAxisIndex: i,
      yAxisIndex: i,
      itemStyle: { color: theme.accent },
      data: columns.map((_, at) => facts.value(i, at)),
      tooltip: { valueFormatter: (value: unknown) => format(Number(value)) },
    })),
  };
}

const MAKE: Readonly<Record<ChartKind, (facts: ChartFacts) => EChartsCoreOption>> = {
  bar: bars,
  line: lines,
  treemap,
  heat,
  scatter,
  multiples,
};

export const chartOption = (kind: ChartKind, facts: ChartFacts): EChartsCoreOption => MAKE[kind](facts);

/** CSS pixels: bars grow with their lines, the others stand. */
export function chartHeight(kind: ChartKind, rows: number): number {
  if (kind === "bar") return Math.min(640, rows * 24 + 56);
  if (kind === "multiples") return Math.ceil(Math.min(rows, MOST_MULTIPLES) / ACROSS) * 120;
  return kind === "heat" ? 200 : 300;
}
