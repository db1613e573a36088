import { HEATING_SEASON, type TimeDimension } from "#contract/statistics-dimensions.ts";

/** A calendar day as a number: days since 1970-01-01, which belong to no time zone. */
export type DayNumber = number;

const DAY_MS = 86_400_000;
export const dayNumber = (day: string): DayNumber => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
export const dayText = (day: DayNumber): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

const partsOf = (day: DayNumber) => {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, date: date.getUTCDate() };
};
const dayOf = (year: number, month: number, date: number): DayNumber => Date.UTC(year, month - 1, date) / DAY_MS;

export const monthStart = (day: DayNumber): DayNumber => {
  const { year, month } = partsOf(day);
  return dayOf(year, month, 1);
};
export const nextMonth = (day: DayNumber): DayNumber => {
  const { year, month } = partsOf(day);
  return dayOf(year, month + 1, 1);
};

const { from: BEGINS, to: ENDS } = HEATING_SEASON;

/** The heating season a day is in, by the years it spans; null between seasons. */
function seasonOf(day: DayNumber): string | null {
  const { year, month, date } = partsOf(day);
  const at = month * 100 + date;
  if (at >= BEGINS[0] * 100 + BEGINS[1]) return `${year}-${year + 1}`;
  return at <= ENDS[0] * 100 + ENDS[1] ? `${year - 1}-${year}` : null;
}

/** The key of a day in a dimension of time: 2026-03-31, 2026-03, 2026-Q1, 2026, 2025-2026; null where it has none. */
export function timeKey(dimension: TimeDimension, day: DayNumber): string | null {
  if (dimension === "day") return dayText(day);
  if (dimension === "month") return dayText(day).slice(0, 7);
  if (dimension === "season") return seasonOf(day);
  const { year, month } = partsOf(day);
  return dimension === "year" ? String(year) : `${year}-Q${Math.ceil(month / 3)}`;
}

/** The first day after `day` on which the key of a dimension is another. */
function nextCut(dimension: TimeDimension, day: DayNumber): DayNumber {
  const { year, month } = partsOf(day);
  switch (dimension) {
    case "day":
      return day + 1;
    case "month":
      return dayOf(year, month + 1, 1);
    case "quarter":
      return dayOf(year, Math.ceil(month / 3) * 3 + 1, 1);
    case "year":
      return dayOf(year + 1, 1, 1);
    case "season": {
      const cuts = [dayOf(year, ENDS[0], ENDS[1] + 1), dayOf(year, ...BEGINS), dayOf(year + 1, ENDS[0], ENDS[1] + 1)];
      return cuts.find((cut) => cut > day) as DayNumber;
    }
  }
}

/** Days from `from` to before `until` that have the same key in every dimension asked for. */
export interface Segment {
  readonly from: DayNumber;
  readonly until: DayNumber;
  readonly keys: readonly (string | null)[];
}

/** Cuts the days from `from` to before `until` where the key of any of the dimensions changes. */
export function segmentsOf(dimensions: readonly TimeDimension[], from: DayNumber, until: DayNumber): Segment[] {
  const segments: Segment[] = [];
  for (let day = from; day < until; ) {
    const next = Math.min(until, ...dimensions.map((dimension) => nextCut(dimension, day)));
    segments.push({ from: day, until: next, keys: dimensions.map((dimension) => timeKey(dimension, day)) });
    day = next;
  }
  return segments;
}

export interface Span {
  readonly from: DayNumber;
  readonly until: DayNumber;
}

/** The whole months within a span, and the days at its ends that are none. */
export function splitMonths({ from, until }: Span): { readonly months: Span | null; readonly days: readonly Span[] } {
  const first = monthStart(from) === from ? from : nextMonth(from);
  const last = monthStart(until);
  if (first >= last) return { months: null, days: [{ from, until }] };
  const days = [
    { from, until: first },
    { from: last, until },
  ];
  return { months: { from: first, until: last }, days: days.filter((span) => span.from < span.until) };
}

/** Spans next to each other as one: conditions on days stay few. */
export function joined(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const { from, until } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last && last.until >= from) all[all.length - 1] = { from: last.from, until: Math.max(last.until, until) };
    else all.push({ from, until });
  }
  return all;
}
