import type { AlarmHold, AlarmState } from "#contract/alarm-words.ts";
import type { WarningLevel } from "#contract/gas.ts";
import type { PastAlarm, PastStep } from "#contract/history.ts";

/** An alarm with its times as numbers, ms since 1970; `until` is infinite while its condition lasts. */
export interface TimedAlarm extends PastAlarm {
  readonly from: number;
  readonly until: number;
  /** When each step of `course` was taken. */
  readonly steps: readonly number[];
}

export const timed = (alarm: PastAlarm): TimedAlarm => ({
  ...alarm,
  from: Date.parse(alarm.raisedAt),
  until: alarm.clearedAt === null ? Number.POSITIVE_INFINITY : Date.parse(alarm.clearedAt),
  steps: alarm.course.map(({ at }) => Date.parse(at)),
});

/** How an alarm stood at a moment. */
export interface Stand {
  /** null: nothing was written down then, as of alarms from a file. */
  readonly state: AlarmState | null;
  readonly level: WarningLevel;
  /** What kept it from ringing. */
  readonly hold: AlarmHold | null;
  /** Who acknowledged it, while it is acknowledged. */
  readonly by: string | null;
}

export interface AlarmThen extends TimedAlarm {
  readonly stand: Stand;
}

/** Holds in the order in which they come before each other, with the steps that begin and end them. */
const HOLDS: readonly (readonly [AlarmHold, PastStep["kind"], PastStep["kind"]])[] = [
  ["shelved", "shelved", "unshelved"],
  ["out_of_service", "out_of_service", "in_service"],
  ["suppressed", "suppressed", "unsuppressed"],
];

/** How an alarm stood at a moment by its journal; null before it began and after it was over. */
export function standAt(alarm: TimedAlarm, at: number): Stand | null {
  const { course, steps, from, until, level } = alarm;
  if (at < from) return null;
  const taken = steps.findLastIndex((time) => time <= at);
  const last = course[taken];
  if (last === undefined) return at < until ? { state: null, level, hold: null, by: null } : null;
  if (last.state === "normal") return null;
  const past = course.slice(0, taken + 1);
  const isLeak = past.some(({ kind }) => kind === "leak_confirmed");
  const lastOf = (kind: PastStep["kind"]) => past.findLastIndex((step) => step.kind === kind);
  const held = HOLDS.find(([, begins, ends]) => lastOf(begins) > lastOf(ends));
  const answered = last.state === "acknowledged" ? past.findLast(({ kind }) => kind === "acknowledged") : undefined;
  return { state: last.state, level: last.level, hold: isLeak ? null : (held?.[0] ?? null), by: answered?.by ?? null };
}

/** The alarms open at a moment as they stood then, the worst level first, then the newest. */
export function alarmsAt(alarms: readonly TimedAlarm[], at: number): AlarmThen[] {
  const worst = { red: 0, orange: 1, yellow: 2, blue: 3 } as const;
  return alarms
    .flatMap((alarm): AlarmThen[] => {
      const stand = standAt(alarm, at);
      return stand === null ? [] : [{ ...alarm, stand }];
    })
    .toSorted((a, b) => worst[a.stand.level] - worst[b.stand.level] || b.from - a.from);
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
