import type { AlarmRule } from "#contract/alarm-rules.ts";
import { createDelay, type Delay } from "./delay.ts";
import type { GasContext } from "./gas.ts";
import { type Life, NEW_LIFE } from "./life.ts";
import type { AlarmRecord } from "./record.ts";
import type { AlarmReading, AlarmTag } from "./tag.ts";
import { type Verdict, WELL } from "./verdict.ts";
import { createJudge, type Judge } from "./watch.ts";
import type { PastValue } from "./window.ts";

/** One tag under one rule: what may ring. Mutable, owned by the engine. */
export interface Source {
  readonly tag: AlarmTag;
  readonly rule: AlarmRule;
  /** null for silence. */
  readonly judge: Judge | null;
  readonly delay: Delay;
  /** Before delays; what the dead-band looks back to. */
  raw: Verdict;
  life: Life;
  /** The open occurrence, or the last one. */
  record: AlarmRecord | null;
  /** The newest value it was judged by. */
  last: AlarmReading | null;
}

/** null when the rule has nothing to say of the tag. `past`: what is kept of its values, oldest first. */
export function createSource(
  tag: AlarmTag,
  rule: AlarmRule,
  gas: GasContext,
  past: readonly PastValue[] = [],
): Source | null {
  const judge = createJudge(rule, tag, gas, past);
  if (judge === null && rule.condition.kind !== "no_data") return null;
  const delay = createDelay(1000 * rule.onDelayS, 1000 * rule.offDelayS);
  return { tag, rule, judge, delay, raw: WELL, life: NEW_LIFE, record: null, last: null };
}

/**
 * The source as it stood before a start, from its kept occurrence. `rangAt`: when it was first written down that it rang; `now` for one that comes from a file,
 * which nobody has been waited for yet.
 */
export function revive(source: Source, record: AlarmRecord, now: number, rangAt: number): Source {
  const { rule } = source;
  const isOpen = record.state !== "normal";
  const isActive = isOpen && record.clearedAt === null;
  const raw: Verdict = isActive ? { level: record.level, side: record.side, limit: record.limit } : WELL;
  const { hold } = record;
  const shelf =
    hold?.kind === "shelved" && hold.until !== null
      ? { by: hold.by ?? "", reason: hold.reason, since: hold.since, until: hold.until }
      : null;
  const isHeld = hold !== null && !record.isLeak;
  const life: Life = {
    ...NEW_LIFE,
    state: record.state,
    isActive,
    level: record.level,
    occurrence: 1,
    rings: record.rings,
    isChattering: record.isChattering,
    // When it last began is not kept: quiet from now on.
    begins: record.isChattering ? [now] : [],
    shelf,
    isSuppressed: hold?.kind === "suppressed",
    isOutOfService: hold?.kind === "out_of_service",
    isLeak: isOpen && record.isLeak,
    waitingSince: record.state === "unacknowledged" && !isHeld ? rangAt : null,
    escalatedTo: record.escalatedTo,
  };
  const delay = createDelay(1000 * rule.onDelayS, 1000 * rule.offDelayS, raw);
  return { ...source, raw, delay, life, record };
}
