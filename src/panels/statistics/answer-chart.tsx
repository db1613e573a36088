import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { statisticsQuery } from "#api/statistics.ts";
import type { Statistics, StatisticsAsk } from "#contract/statistics.ts";
import { useTheme } from "#panels/use-theme.ts";
import { CHARTS, type ChartKind, setStatistics, statisticsOf, toggleWord } from "#state/statistics.ts";
import { useStores, useView } from "#state/stores.tsx";
import { Chart } from "#ui/chart/chart.tsx";
import { PictureFile } from "./chart-file.tsx";
import type { ChartFacts } from "./chart-common.ts";
import { chartHeight, chartOption } from "./chart-options.ts";
import { mostBars } from "./chart-rows.ts";
import { columnColor } from "./column-color.ts";
import { linesOf, wordDimension } from "./lines.ts";
import { SvgChart } from "./svg-chart.tsx";
import { BEFORE, type Beside } from "./use-beside.ts";
import { useOwnName } from "./use-own-name.ts";
import { figureText, keyName, measureName, measureUnit } from "./words.ts";

/** More bars than this are no picture any more: the largest are drawn, the table has all. */
const MOST_ROWS = 40;

export interface AnswerChartProps {
  readonly ask: StatisticsAsk;
  readonly answer: Statistics;
  readonly beside: readonly Beside[];
}

/** Day by day of the whole, for the calendar; a year and no more. */
function useDays(ask: StatisticsAsk, isOn: boolean): readonly (readonly [string, number])[] {
  const { columns: _, ...plain } = ask;
  const to = ask.to ?? "";
  const yearAgo = to === "" ? "" : `${Number(to.slice(0, 4)) - 1}${to.slice(4)}`;
  const from = ask.from !== undefined && ask.from > yearAgo ? ask.from : yearAgo.replace("-02-29", "-03-01");
  const query = useQuery({ ...statisticsQuery({ ...plain, rows: "day", from }), enabled: isOn && to !== "" });
  return query.data?.rows === "day" ? query.data.rowKeys.map(({ key, total }) => [key, total ?? 0] as const) : [];
}

/** What the answer's chart draws, and the lines that its bars are. */
function useChart({ ask, answer, beside }: AnswerChartProps) {
  const { t } = useTranslation();
  const theme = useTheme();
  const { chart, threshold, compare } = useView((v) => {
    const s = statisticsOf(v);
    return { chart: s.chart, threshold: s.threshold, compare: s.compare };
  });
  const days = useDays(ask, chart === "heat");
  const ownName = useOwnName(answer);
  const lines = useMemo(() => {
    const all = linesOf(answer, beside);
    const most = chart === "bar" ? Math.min(MOST_ROWS, mostBars(1 + beside.length)) : MOST_ROWS;
    if (all.length <= most) return all;
    return all.toSorted((a, b) => (b.total ?? 0) - (a.total ?? 0)).slice(0, most);
  }, [answer, beside, chart]);
  const hasAreas = beside.some(({ key }) => key !== BEFORE);
  const facts: ChartFacts = useMemo(
    () => ({
      rows: lines.map((line) => ({
        key: line.key,
        name: keyName(t, answer.rows, line),
        total: line.total ?? null,
        beside: line.beside.map((value) => value ?? null),
      })),
      // Beside each other areas show their totals: the table has their parts.
      columns: (hasAreas ? [] : answer.columnKeys).map((column) => ({
        key: column.key,
        name: keyName(t, answer.columns, column),
        color: columnColor(theme, answer.columns, column.key),
      })),
      value: (row, column) => lines[row]?.cells[column] ?? null,
      days,
      title: measureName(answer.measure),
      unit: measureUnit(answer.measure),
      format: (value) => figureText(answer.measure, value),
      hasColumns: answer.columns !== null && !hasAreas,
      beside: beside.map(({ key, name }) => ({ key, name: name || t(`statistics.compares.${compare}`) })),
      hasAreas,
      nowName: hasAreas ? ownName : measureName(answer.measure),
      threshold,
      theme,
    }),
    [lines, answer, beside, hasAreas, ownName, days, threshold, compare, theme, t],
  );
  const option = useMemo(() => chartOption(chart, facts), [chart, facts]);
  const label = t("statistics.chartLabel", { title: facts.title, chart: t(`statistics.charts.${chart}`) });
  return { chart, lines, option, height: chartHeight(chart, facts), label, ownName, hasAreas };
}

export function AnswerChart(props: AnswerChartProps) {
  const { view } = useStores();
  const { answer } = props;
  const { chart, lines, option, height, label, ownName, hasAreas } = useChart(props);
  const { t } = useTranslation();
  const draw = async (width: number, ground: string) => {
    const { svgOf } = await import("#ui/chart/svg.ts");
    return { svg: svgOf({ ...option, backgroundColor: ground }, width, height), height };
  };
  const pick = (seriesId: string, dataIndex: number) => {
    const line = lines[dataIndex];
    if (chart === "heat" || chart === "multiples" || (chart === "treemap" && hasAreas) || !line) return;
    const area = props.beside.find(({ key }) => key !== BEFORE && key === seriesId)?.key;
    const dimension = wordDimension(answer.rows);
    if (dimension && line.key !== "none") toggleWord(view, dimension, line.key);
    else setStatistics(view, { cell: { row: line.key, column: null, ...(area ? { area } : {}) } });
  };
  return (
    <>
      <ChartKinds chosen={chart} />
      <Chart
        option={option}
        height={height}
        label={label}
        onPick={({ seriesId, dataIndex }) => pick(seriesId, dataIndex)}
      />
      {hasAreas && chart === "heat" && <p className="quiet">{t("statistics.heatOfOne", { name: ownName })}</p>}
      <PictureFile kind="chart" draw={draw} answer={answer} />
    </>
  );
}

/** CSS pixels that a wall's chart is laid out in: so few that its letters are large. */
const WALL_WIDTH = 420;

/** The same chart for a room: nobody presses anything on a wall. */
export function WallChart(props: AnswerChartProps) {
  const { option, height, label } = useChart(props);
  return <SvgChart option={option} width={WALL_WIDTH} height={height} label={label} />;
}

function ChartKinds({ chosen }: { readonly chosen: ChartKind }) {
  const { t } = useTranslation();
  const { view } = useStores();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of switches, not of fields
    <div className="statistics-kinds" role="group" aria-label={t("statistics.chart")}>
      {CHARTS.map((kind) => (
        <button
          key={kind}
          type="button"
          className="button"
          aria-pressed={kind === chosen}
          onClick={() => setStatistics(view, { chart: kind })}
        >
          {t(`statistics.charts.${kind}`)}
        </button>
      ))}
    </div>
  );
}
