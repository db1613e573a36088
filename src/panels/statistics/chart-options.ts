import type { EChartsCoreOption } from "echarts/core";
import type { ChartKind } from "#state/statistics.ts";
import { type ChartFacts, common, GRID, legend, legendHeight, names, sides, values } from "./chart-common.ts";
import { bars, barsHeight, lines } from "./chart-rows.ts";

/** Areas side by side, each with its lines. */
const piles = (facts: ChartFacts) =>
  sides(facts).map(({ name, data }) => ({
    name,
    value: data.reduce((sum: number, value) => sum + (value ?? 0), 0),
    children: facts.rows.map((row, at) => ({ name: row.name, value: data[at] ?? 0 })),
  }));

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
        ...(facts.hasAreas ? { upperLabel: { show: true, color: theme.text, height: 20 } } : {}),
        data: facts.hasAreas
          ? piles(facts)
          : rows.map(({ name, total }, row) => ({
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

/** Before against now, the page's area against others, or one column against the next: a point for each line. */
function scatter(facts: ChartFacts): EChartsCoreOption {
  const { theme, rows, columns, hasColumns, hasAreas, format } = facts;
  const column = (at: number) => ({
    id: "",
    name: columns[at]?.name,
    data: rows.map((_, row) => facts.value(row, at)),
  });
  const [first, ...others] =
    hasColumns && columns.length > 0 ? [column(0), column(Math.min(1, columns.length - 1))] : sides(facts);
  const axis = (name: string | undefined) => ({
    ...values(theme, format),
    name,
    nameTextStyle: { color: theme.quiet },
  });
  return {
    ...common(theme),
    ...(hasAreas ? { color: theme.chart.slice(1) } : {}),
    legend: hasAreas ? legend(facts) : undefined,
    grid: { ...GRID, top: hasAreas ? legendHeight(facts) : 32, right: 48 },
    xAxis: axis(first?.name),
    yAxis: axis(hasAreas ? undefined : others[0]?.name),
    series: (others.length > 0 ? others : [first]).map((other, at) => ({
      id: other?.id,
      name: other?.name,
      type: "scatter",
      symbol: at % 2 === 0 ? "circle" : "emptyCircle",
      symbolSize: 10,
      ...(hasAreas ? {} : { itemStyle: { color: theme.accent } }),
      data: rows.map(({ name }, row) => ({ name, value: [first?.data[row] ?? 0, other?.data[row] ?? 0] })),
      tooltip: { formatter: "{b}" },
    })),
  };
}

/** Most small pictures in one row of them. */
const ACROSS = 3;
const MOST_MULTIPLES = 12;

/** Small pictures: a line of the table over its columns, or an area over the lines. */
function small(facts: ChartFacts) {
  const { rows, columns, hasAreas } = facts;
  if (hasAreas) return { across: rows.map(({ name }) => name), some: sides(facts) };
  const some = rows.slice(0, MOST_MULTIPLES).map(({ key, name }, row) => ({
    ...{ id: key, name },
    data: columns.map((_, at) => facts.value(row, at)),
  }));
  return { across: columns.map(({ name }) => name), some };
}

/** A small chart of each over the same names, all on one scale. */
function multiples(facts: ChartFacts): EChartsCoreOption {
  const { theme, format } = facts;
  const { across, some } = small(facts);
  const most = Math.max(1, ...some.flatMap(({ data }) => data.map((value) => value ?? 0)));
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
      ...names(theme, across),
      gridIndex: i,
      axisLabel: { show: false },
    })),
    yAxis: some.map((_, i) => ({ ...values(theme, format), gridIndex: i, max: most, axisLabel: { show: false } })),
    series: some.map(({ id, name, data }, i) => ({
      ...{ id, name, data },
      type: "bar",
      xAxisIndex: i,
      yAxisIndex: i,
      itemStyle: { color: theme.accent },
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
export function chartHeight(kind: ChartKind, facts: Pick<ChartFacts, "rows" | "beside" | "hasAreas">): number {
  const { rows, beside, hasAreas } = facts;
  if (kind === "bar") return barsHeight(rows.length, 1 + beside.length);
  const pictures = hasAreas ? 1 + beside.length : Math.min(rows.length, MOST_MULTIPLES);
  if (kind === "multiples") return Math.ceil(pictures / ACROSS) * 120;
  return kind === "heat" ? 200 : 300;
}
