import type { AlarmRule } from "#contract/alarm-rules.ts";
import type { WarningLevel } from "#contract/gas.ts";
import { confirmMs } from "./confirm.ts";
import { isWorse } from "./life.ts";
import { createSource } from "./source.ts";
import type { AlarmReading, AlarmTag } from "./tag.ts";
import { WELL } from "./verdict.ts";

/** A time in which a rule would have rung. `until` null: to the end of what was looked at. */
export interface Ring {
  readonly tagId: string;
  readonly level: WarningLevel;
  readonly at: number;
  readonly until: number | null;
  readonly value: number | null;
}

/** Nothing is known of the surroundings of a past value: no ethane, no neighbours. */
const NOTHING_NEAR = { ethanePpm: () => null, neighboursAt: () => 0, isSensitive: () => false, isUsual: () => false };

/** When a rule would have rung on one tag, by the device's clock; null when the rule does not watch it. Readings oldest first. */
export function simulate(rule: AlarmRule, tag: AlarmTag, readings: readonly AlarmReading[], to: number): Ring[] | null {
  const source = createSource(tag, rule, NOTHING_NEAR);
  if (source === null) return null;
  const { condition } = rule;
  const silentMs = condition.kind === "no_data" ? 1000 * (condition.afterS || tag.staleAfterS) : null;
  const rings: { level: WarningLevel; at: number; until: number | null; value: number | null }[] = [];
  let open: (typeof rings)[number] | null = null;
  const settle = (at: number, value: number | null) => {
    const { level } = source.delay.settled;
    if (level === null) {
      if (open !== null) open.until = at;
      open = null;
    } else if (open === null) {
      open = { level, at, until: null, value };
      rings.push(open);
    } else if (isWorse(level, open.level)) open.level = level;
  };
  let value: number | null = null;
  // What waits settles at the instant its delay ends, not at the value that comes next.
  const pass = (upTo: number) => {
    const due = waitingSince + source.delay.waitsMs;
    if (source.delay.isWaiting && due <= upTo && source.delay.tick(due)) settle(due, value);
  };
  let waitingSince = 0;
  let heard: number | null = null;
  const judge = (verdict: typeof WELL, t: number, leastMs = 0) => {
    const wasWaiting = source.delay.isWaiting;
    const isOther = source.delay.judge(verdict, t, t, leastMs);
    if (!wasWaiting && source.delay.isWaiting) waitingSince = t;
    if (isOther) settle(t, value);
  };
  const silence = (upTo: number) => {
    if (silentMs === null || heard === null || upTo - heard <= silentMs) return;
    judge({ level: rule.level, side: null, limit: silentMs / 1000 }, heard + silentMs + 1);
  };
  for (const reading of readings) {
    silence(reading.t);
    pass(reading.t - 1);
    heard = reading.t;
    if (source.judge === null) judge(WELL, reading.t);
    else if (reading.q !== 2) {
      value = reading.v;
      source.raw = source.judge(reading, source.raw);
      judge(source.raw, reading.t, confirmMs(reading, tag));
    }
  }
  silence(to);
  pass(to);
  return rings.map((ring) => ({ ...ring, tagId: tag.id }));
}
