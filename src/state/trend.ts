/** With which time before a trend is compared. */
export const COMPARES = ["none", "day", "week", "year"] as const;
export type Compare = (typeof COMPARES)[number];

/** The last hours up to the moment shown, which move on; or a span that stays. ms since 1970. */
export type TrendSpan = { readonly hours: number } | { readonly from: number; readonly to: number };

/** What the history panel shows: part of the view, so that a link brings it back. */
export interface Trend {
  /** Ids of the tags drawn, in the order of their colours. */
  readonly tags: readonly string[];
  readonly span: TrendSpan;
  readonly compare: Compare;
}

/** More lines nobody tells apart. */
export const MOST_TRENDS = 6;
/** Spans to choose from, in hours. */
export const TREND_SPANS = [1, 6, 24, 7 * 24, 30 * 24, 365 * 24] as const;
export const LONGEST_SPAN_HOURS = 11 * 366 * 24;
export const SHORTEST_SPAN_MS = 60_000;

export const NO_TREND: Trend = { tags: [], span: { hours: 24 }, compare: "none" };

/** The span as times; one that moves ends at `now`. */
export const spanTimes = (span: TrendSpan, now: number): { readonly from: number; readonly to: number } =>
  "hours" in span ? { from: now - span.hours * 3_600_000, to: now } : span;

/** A span that is long enough to be drawn and does not reach ahead of now. */
export function clampSpan(from: number, to: number, now: number): { readonly from: number; readonly to: number } {
  const length = Math.min(LONGEST_SPAN_HOURS * 3_600_000, Math.max(SHORTEST_SPAN_MS, to - from));
  const end = Math.min(now, from + length);
  return { from: Math.round(end - length), to: Math.round(end) };
}

/** Zooms about a time: `factor` below 1 is closer. */
export function zoomSpan(
  { from, to }: { readonly from: number; readonly to: number },
  about: number,
  factor: number,
  now: number,
): { readonly from: number; readonly to: number } {
  return clampSpan(about - (about - from) * factor, about + (to - about) * factor, now);
}

/** By how much the time compared with lies back. The same day of last year: the same date and time of day, the 29th of February the 28th. */
export function comparedSpan(
  { from, to }: { readonly from: number; readonly to: number },
  compare: Exclude<Compare, "none">,
): { readonly from: number; readonly to: number } {
  const back = compare === "year" ? from - yearBefore(from) : compare === "week" ? 7 * DAY_MS : DAY_MS;
  return { from: from - back, to: to - back };
}

const DAY_MS = 86_400_000;
/** The province keeps UTC+8 all year. */
const ZONE_MS = 8 * 3_600_000;

function yearBefore(at: number): number {
  const local = new Date(at + ZONE_MS);
  const isLeapDay = local.getUTCMonth() === 1 && local.getUTCDate() === 29;
  if (isLeapDay) local.setUTCDate(28);
  local.setUTCFullYear(local.getUTCFullYear() - 1);
  return local.getTime() - ZONE_MS;
}
