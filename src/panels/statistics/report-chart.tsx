import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Statistics } from "#contract/statistics.ts";
import { useTheme } from "#panels/use-theme.ts";
import type { ChartFacts } from "./chart-common.ts";
import { chartHeight, chartOption } from "./chart-options.ts";
import { columnColor } from "./column-color.ts";
import { linesOf } from "./lines.ts";
import { SvgChart } from "./svg-chart.tsx";
import { figureText, keyName, measureName, measureUnit } from "./words.ts";

/** CSS pixels; the page lets it shrink to A4. */
const WIDTH = 680;
/** The table beneath has all; a picture of more bars says nothing. */
const MOST_ROWS = 20;

/** The figures of a frozen report as bars, drawn as an SVG so that paper shows them sharp. */
export function ReportChart({ answer }: { readonly answer: Statistics }) {
  const { t } = useTranslation();
  const theme = useTheme();
  const [option, height] = useMemo(() => {
    const lines = linesOf(answer)
      .toSorted((a, b) => (b.total ?? 0) - (a.total ?? 0))
      .slice(0, MOST_ROWS);
    const facts: ChartFacts = {
      rows: lines.map((line) => ({
        key: line.key,
        name: keyName(t, answer.rows, line),
        total: line.total ?? null,
        beside: [],
      })),
      columns: answer.columnKeys.map((column) => ({
        key: column.key,
        name: keyName(t, answer.columns, column),
        color: columnColor(theme, answer.columns, column.key),
      })),
      value: (row, column) => lines[row]?.cells[column] ?? null,
      days: [],
      title: measureName(answer.measure),
      unit: measureUnit(answer.measure),
      format: (value) => figureText(answer.measure, value),
      hasColumns: answer.columns !== null,
      beside: [],
      hasAreas: false,
      nowName: measureName(answer.measure),
      threshold: null,
      theme,
    };
    return [chartOption("bar", facts), chartHeight("bar", facts)] as const;
  }, [answer, theme, t]);
  return (
    <SvgChart
      option={option}
      width={WIDTH}
      height={height}
      label={t("statistics.chartLabel", { title: measureName(answer.measure), chart: t("statistics.charts.bar") })}
    />
  );
}
