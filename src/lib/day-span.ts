/** A first and a last day, both `YYYY-MM-DD` of the province's calendar. */
export interface DaySpan {
  readonly from: string;
  readonly to: string;
}

export const SPANS = ["month", "quarter", "year", "last"] as const;
export type SpanId = (typeof SPANS)[number];

const LAST_DAYS = 30;

/** Days up to today: those of its month, quarter or year so far, or the last thirty. */
export function spanOf(id: SpanId, today: string): DaySpan {
  const year = today.slice(0, 4);
  const month = Number(today.slice(5, 7));
  if (id === "year") return { from: `${year}-01-01`, to: today };
  if (id === "month") return { from: `${today.slice(0, 7)}-01`, to: today };
  if (id === "last") return { from: daysAfter(today, 1 - LAST_DAYS), to: today };
  const first = String(month - ((month - 1) % 3)).padStart(2, "0");
  return { from: `${year}-${first}-01`, to: today };
}

/** A day some days later, or earlier. */
export const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The instants that a span lies between, the last one excluded. */
export const instantsOf = ({ from, to }: DaySpan): DaySpan => ({
  from: `${from}T00:00:00+08:00`,
  to: `${daysAfter(to, 1)}T00:00:00+08:00`,
});
