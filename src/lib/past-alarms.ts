import type { PastAlarm } from "#contract/history.ts";

/** An alarm with its times as numbers, ms since 1970; `until` is infinite while it lasts. */
export interface TimedAlarm extends PastAlarm {
  readonly from: number;
  readonly until: number;
}

export const timed = (alarm: PastAlarm): TimedAlarm => ({
  ...alarm,
  from: Date.parse(alarm.raisedAt),
  until: alarm.clearedAt === null ? Number.POSITIVE_INFINITY : Date.parse(alarm.clearedAt),
});

/** The alarms up at a moment, the worst level first, then the newest. */
export function alarmsAt(alarms: readonly TimedAlarm[], at: number): TimedAlarm[] {
  const worst = { red: 0, orange: 1, yellow: 2, blue: 3 } as const;
  return alarms
    .filter(({ from, until }) => from <= at && at < until)
    .toSorted((a, b) => worst[a.level] - worst[b.level] || b.from - a.from);
}

const MINUTE_MS = 60_000;

/**
 * When the next of some alarms rang after a moment, or the last before its minute: what rang within the minute shown stands there already.
 * null when there is none.
 */
export function nextRing(
  alarms: readonly Pick<TimedAlarm, "from">[],
  at: number,
  direction: "after" | "before",
): number | null {
  const times = alarms.map(({ from }) => from);
  const near =
    direction === "after"
      ? times.filter((from) => from > at).reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
      : times.filter((from) => from <= at - MINUTE_MS).reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return Number.isFinite(near) ? near : null;
}
