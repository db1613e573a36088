import type { WarningLevel } from "#contract/gas.ts";
import { isWorse } from "./life.ts";
import { type Verdict, WELL } from "./verdict.ts";

/** One limit: beyond it, on its side, stands its level. */
export interface Limit {
  readonly side: "high" | "low";
  readonly at: number;
  readonly level: WarningLevel;
}

const isBeyond = ({ side, at }: Limit, v: number, band: number): boolean =>
  side === "high" ? v + band >= at : v - band <= at;

/** Of two limits beyond which a value stands, the worse; of equal ones the farther out, which says more. */
const worst = (a: Limit | null, b: Limit): Limit => (a === null || !isWorse(a.level, b.level) ? b : a);

function furthest(limits: readonly Limit[], v: number, band: number): Limit | null {
  let found: Limit | null = null;
  for (const limit of limits) if (isBeyond(limit, v, band)) found = worst(found, limit);
  return found;
}

/**
 * The level of a value among limits, with the dead-band of ISA-18.2 §10.4: outward at once, back only when inside by more than
 * `deadBand`. `before` is the verdict of the value before; what it held is kept within the band, nothing worse.
 */
export function judgeLimits(limits: readonly Limit[], v: number, deadBand: number, before: Verdict): Verdict {
  const now = furthest(limits, v, 0);
  if (before.level === null) return now === null ? WELL : verdictOf(now);
  if (now !== null && !isWorse(before.level, now.level)) return verdictOf(now);
  const held = furthest(
    limits.filter(({ side, level }) => side === before.side && !isWorse(level, before.level as WarningLevel)),
    v,
    deadBand,
  );
  const stays = held !== null && (now === null || isWorse(held.level, now.level)) ? held : now;
  return stays === null ? WELL : verdictOf(stays);
}

const verdictOf = ({ level, side, at }: Limit): Verdict => ({ level, side, limit: at });
