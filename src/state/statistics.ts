import type { Dimension, WordDimension } from "#contract/statistics-dimensions.ts";
import type { MeasureId } from "#contract/statistics-measures.ts";
import { type ColorBy, PIPE_CLASSING, type PipeFilter } from "#contract/pipe-classes.ts";
import type { StatisticsAsk, Where } from "#contract/statistics.ts";
import { whereText } from "#contract/statistics.ts";
import { withClasses } from "#lib/pipe-filter.ts";
import type { View, ViewStore } from "./view.ts";

/** How an answer is drawn beside its table. */
export const CHARTS = ["bar", "line", "treemap", "heat", "scatter", "multiples"] as const;
export type ChartKind = (typeof CHARTS)[number];

/** With what a figure is compared: nothing, the same days a year before, what was known at another time, or other areas. */
export const STATISTICS_COMPARES = ["none", "year", "known", "area"] as const;
export type StatisticsCompare = (typeof STATISTICS_COMPARES)[number];

/** Areas beside the page's own: six side by side, as many as charts have colours. */
export const AGAINST_MOST = 5;

/** How areas show their figures on the map. */
export const MAP_AS = ["fill", "circles", "hexes"] as const;
export type MapAs = (typeof MAP_AS)[number];

/** Periods that move on with the days; `days` names two. */
export const PERIODS = ["year", "months12", "season", "lastSeason", "days"] as const;
export type PeriodKind = (typeof PERIODS)[number];
export type Period =
  | { readonly kind: Exclude<PeriodKind, "days"> }
  | { readonly kind: "days"; readonly from: string; readonly to: string };

/** What the statistics page asks: part of the view, so that a link brings it back. */
export interface StatisticsView {
  readonly measure: MeasureId;
  readonly rows: Dimension;
  readonly columns: Dimension | null;
  readonly period: Period;
  /** As known then, ISO 8601; null = now. */
  readonly known: string | null;
  /** Narrowing by words that pipes on the map do not have: those are in the view's `pipeFilter`. */
  readonly where: Where;
  readonly chart: ChartKind;
  readonly mapAs: MapAs;
  readonly compare: StatisticsCompare;
  /** Of `compare: "known"`, ISO 8601. */
  readonly since: string | null;
  /** Of `compare: "area"`, their codes in the order they were chosen; {@link AGAINST_MOST} at most. */
  readonly against: readonly string[];
  /** Figures beyond it are marked. */
  readonly threshold: number | null;
  /** The cell whose records are open; `area` where it is one of those compared with. */
  readonly cell: { readonly row: string; readonly column: string | null; readonly area?: string | undefined } | null;
}

export const NO_STATISTICS: StatisticsView = {
  measure: "pipeKm",
  rows: "area",
  columns: null,
  period: { kind: "months12" },
  known: null,
  where: {},
  chart: "bar",
  mapAs: "fill",
  compare: "none",
  since: null,
  against: [],
  threshold: null,
  cell: null,
};

export const statisticsOf = (view: Pick<View, "statistics">): StatisticsView => view.statistics ?? NO_STATISTICS;

/** Changes the question; a cell that was open belongs to the question before. */
export const setStatistics = (store: ViewStore, change: Partial<StatisticsView>): void =>
  store.setState((view) => ({ statistics: { ...statisticsOf(view), cell: null, ...change } }));

/** Words that pipes have too: narrowing by them is one with the filter of the map's legend, so that map and figures agree. */
const PIPE_WORDS: Readonly<Partial<Record<Dimension, ColorBy>>> = {
  gasKind: "gas",
  pressureLevel: "level",
  material: "material",
};

function wordsOn(filter: PipeFilter, by: ColorBy): readonly string[] {
  const classing = PIPE_CLASSING[by];
  if (classing.kind !== "list") return [];
  return (filter.only[by] ?? []).flatMap((k) => classing.words[k] ?? []);
}

/** All that narrows the figures of a measure: the page's own words, and those of the map's filter that the measure knows. */
export function whereOf(view: Pick<View, "statistics" | "pipeFilter">, by: readonly Dimension[]): Where {
  const where: Partial<Record<WordDimension, readonly string[]>> = {};
  for (const dimension of by as readonly WordDimension[]) {
    const color = PIPE_WORDS[dimension];
    const words = color ? wordsOn(view.pipeFilter, color) : (statisticsOf(view).where[dimension] ?? []);
    if (words.length > 0) where[dimension] = words;
  }
  return where;
}

/** A press on a word, in a chart, a table or a chip: the first leaves it alone, further ones add or take away. */
export function toggleWord(store: ViewStore, dimension: WordDimension, word: string): void {
  const color = PIPE_WORDS[dimension];
  if (color) {
    const classing = PIPE_CLASSING[color];
    const k = classing.kind === "list" ? classing.words.indexOf(word) : -1;
    if (k < 0) return;
    store.setState(({ pipeFilter }) => {
      const before = pipeFilter.only[color] ?? [];
      const classes = before.includes(k) ? before.filter((one) => one !== k) : [...before, k];
      return { pipeFilter: withClasses(pipeFilter, color, classes) };
    });
    return;
  }
  const { where } = statisticsOf(store.getState());
  const before = where[dimension] ?? [];
  const words = before.includes(word) ? before.filter((one) => one !== word) : [...before, word];
  const { [dimension]: _, ...others } = where;
  setStatistics(store, { where: words.length > 0 ? { ...others, [dimension]: words } : others });
}

const DAY_MS = 86_400_000;
const CHINA_MS = 8 * 3_600_000;
const pad = (n: number): string => String(n).padStart(2, "0");

/** First and last day of a period at a moment, in Asia/Shanghai; heating seasons run from 15 November to 15 March. */
export function daysOf(period: Period, now: number): { readonly from: string; readonly to: string } {
  if (period.kind === "days") return { from: period.from, to: period.to };
  const local = new Date(now + CHINA_MS);
  const [year, month] = [local.getUTCFullYear(), local.getUTCMonth() + 1];
  const today = local.toISOString().slice(0, 10);
  if (period.kind === "year") return { from: `${year}-01-01`, to: today };
  if (period.kind === "months12") {
    const first = new Date(Date.UTC(year, month - 12, 1));
    return { from: `${first.getUTCFullYear()}-${pad(first.getUTCMonth() + 1)}-01`, to: today };
  }
  const begun = today.slice(5) >= "11-15" ? year : year - 1;
  const begins = period.kind === "season" ? begun : begun - 1;
  const end = `${begins + 1}-03-15`;
  return { from: `${begins}-11-15`, to: end < today ? end : today };
}

/** The same days a year before; 29 February becomes 28. */
export function yearBefore({ from, to }: { readonly from: string; readonly to: string }) {
  const before = (day: string): string => {
    const text = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
    return Number.isNaN(Date.parse(text)) || new Date(text).toISOString().slice(0, 10) !== text
      ? new Date(Date.parse(`${text.slice(0, 8)}28T00:00:00Z`)).toISOString().slice(0, 10)
      : text;
  };
  return { from: before(from), to: before(to) };
}

/** The day before a moment, for "what has changed since yesterday". */
export const dayBefore = (now: number): string => new Date(now - DAY_MS).toISOString();

/** The question that the page asks the server. */
export function askOf(
  view: Pick<View, "statistics" | "pipeFilter">,
  by: readonly Dimension[],
  place: { readonly area?: string | undefined; readonly enterprise?: string | undefined },
  now: number,
): StatisticsAsk {
  const { measure, rows, columns, period, known } = statisticsOf(view);
  const where = whereText(whereOf(view, by));
  return {
    measure,
    rows,
    ...(columns ? { columns } : {}),
    ...(place.area ? { area: place.area } : {}),
    ...(place.enterprise ? { enterprise: place.enterprise } : {}),
    ...daysOf(period, now),
    ...(known ? { known } : {}),
    ...(where ? { where } : {}),
  };
}
