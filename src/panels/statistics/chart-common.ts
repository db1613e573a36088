import type { EChartsCoreOption } from "echarts/core";
import { FONTS, type Theme } from "#theme/tokens.ts";

/** An answer as a chart needs it: named lines, named columns, figures where there are some. */
export interface ChartFacts {
  readonly rows: readonly {
    readonly key: string;
    readonly name: string;
    readonly total: number | null;
    /** In the order of `beside`. */
    readonly beside: readonly (number | null)[];
  }[];
  readonly columns: readonly { readonly key: string; readonly name: string; readonly color?: string | undefined }[];
  readonly value: (row: number, column: number) => number | null;
  /** Day by day, for the calendar: [YYYY-MM-DD, value]. */
  readonly days: readonly (readonly [string, number])[];
  readonly title: string;
  readonly unit: string;
  readonly format: (value: number) => string;
  readonly hasColumns: boolean;
  /** What stands beside the answer's own figures: the same at another time, or other areas. */
  readonly beside: readonly { readonly key: string; readonly name: string }[];
  readonly hasAreas: boolean;
  readonly nowName: string;
  readonly threshold: number | null;
  readonly theme: Theme;
}

/** No animation of its own, tooltips on the canvas (a strict CSP allows no inline style). */
export const common = (theme: Theme): EChartsCoreOption => ({
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

export const values = (theme: Theme, format: (value: number) => string) => ({
  type: "value",
  splitNumber: 4,
  splitLine: { lineStyle: { color: theme.border } },
  axisLabel: { color: theme.quiet, formatter: format, hideOverlap: true },
});
export const names = (theme: Theme, data: readonly string[]) => ({
  type: "category",
  data: [...data],
  axisTick: { show: false },
  axisLine: { lineStyle: { color: theme.border } },
  axisLabel: { color: theme.text, hideOverlap: true },
});
export const GRID = { left: 0, right: 16, top: 8, bottom: 0, outerBoundsMode: "same", outerBoundsContain: "axisLabel" };

export const limit = ({ threshold, theme }: ChartFacts, axis: "xAxis" | "yAxis") =>
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

/** One row of figures for each that stands side by side, in the order of the picture: a time before stands first, other areas follow. */
export function sides({ rows, beside, hasAreas, nowName }: ChartFacts) {
  const own = { id: "", name: nowName, data: rows.map(({ total }) => total) };
  const others = beside.map(({ key, name }, at) => ({
    id: key,
    name,
    data: rows.map((row) => row.beside[at] ?? null),
  }));
  return hasAreas ? [own, ...others] : [...others, own];
}

/** Names of what stands side by side: areas all at once, of columns as many as one line holds. */
export const legend = ({ hasColumns, hasAreas, beside, theme }: ChartFacts) =>
  hasColumns || beside.length > 0
    ? { type: hasAreas ? "plain" : "scroll", top: 0, left: 0, itemGap: 8, textStyle: { color: theme.text } }
    : undefined;
/** CSS pixels of the names. */
export const legendHeight = ({ hasColumns, hasAreas, beside }: ChartFacts): number => {
  if (hasAreas) return 8 + 24 * Math.ceil((1 + beside.length) / 3);
  return hasColumns || beside.length > 0 ? 32 : 8;
};
