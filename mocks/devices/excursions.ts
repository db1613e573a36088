import { noise01 } from "#mocks/world/rng.ts";
import { DAY, HOUR } from "#mocks/world/time.ts";
import type { SignalTag } from "./values.ts";

/** A real departure of the measured quantity beyond a limit. */
export interface Excursion {
  readonly startMs: number;
  readonly endMs: number;
  readonly severity: "warning" | "alarm";
  readonly side: "low" | "high";
  /** Where it goes at its height. */
  readonly value: number;
}

/** One tag in twenty-five leaves its limits on any day: some fifteen of two thousand at any moment. */
const DAILY_CHANCE = 0.04;
const LONG_SHARE = 0.25;

/** Each tag's day begins at an hour of its own, so that no hour is free of excursions. */
const phaseOf = (key: number): number => Math.floor(noise01(key, 41) * DAY);
const dayOf = (key: number, ms: number): number => Math.floor((ms + phaseOf(key)) / DAY);

/** The excursion of one tag on one of its days, if it has one. It begins and ends on that day. */
function excursionOn(tag: SignalTag, key: number, day: number): Excursion | null {
  if (tag.kind === "valve_position" || noise01(key ^ 0x2545, day) >= DAILY_CHANCE) return null;
  const roll = (n: number) => noise01(key ^ (0x6c07 * n), day);
  const length = roll(1) < LONG_SHARE ? (4 + 12 * roll(2)) * HOUR : (10 + 90 * roll(2)) * 60_000;
  const startMs = Math.round(day * DAY - phaseOf(key) + roll(3) * (DAY - length));
  const severity = roll(4) < 0.3 ? ("alarm" as const) : ("warning" as const);
  const hasLow = tag.lowWarning !== null && tag.lowAlarm !== null;
  const hasHigh = tag.highWarning !== null && tag.highAlarm !== null;
  if (!hasLow && !hasHigh) return null;
  const side = hasLow && (!hasHigh || roll(5) < 0.5) ? ("low" as const) : ("high" as const);
  const warning = (side === "low" ? tag.lowWarning : tag.highWarning) as number;
  const alarm = (side === "low" ? tag.lowAlarm : tag.highAlarm) as number;
  // Past the warning by a third to two thirds of the way to the alarm, or past the alarm by a fifth of it.
  const value = warning + (alarm - warning) * (severity === "alarm" ? 1.2 : 0.33 + 0.34 * roll(6));
  return { startMs, endMs: Math.round(startMs + length), severity, side, value };
}

/** Excursions that begin between two instants. */
export function excursionsBetween(tag: SignalTag, key: number, fromMs: number, toMs: number): Excursion[] {
  const found: Excursion[] = [];
  for (let day = dayOf(key, fromMs); day <= dayOf(key, toMs); day++) {
    const e = excursionOn(tag, key, day);
    if (e && e.startMs >= fromMs && e.startMs < toMs) found.push(e);
  }
  return found;
}

/** How far into an excursion an instant is: rises in the first tenth, falls in the last. */
export function excursionAt(tag: SignalTag, key: number, ms: number): { value: number; share: number } | null {
  const e = excursionOn(tag, key, dayOf(key, ms));
  if (!e || ms < e.startMs || ms > e.endMs) return null;
  const t = (ms - e.startMs) / (e.endMs - e.startMs);
  return { value: e.value, share: Math.min(1, t * 10, (1 - t) * 10) };
}
