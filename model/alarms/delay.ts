import { isWorse } from "./life.ts";
import { type Verdict, WELL } from "./verdict.ts";

/**
 * On- and off-delay (ISA-18.2 §10.4): a verdict counts once it has stood for as long, by the device's clock from reading to reading, or
 * by the server's while no reading comes. Only differences are taken, each on one clock, so that a clock that is wrong by a day delays nothing.
 */
export interface Delay {
  /** What counts now. */
  readonly settled: Verdict;
  /**
   * A verdict of a value. `t` is the device's clock, `now` the server's; a worse verdict has to stand for `leastMs` whatever the rule says,
   * unless a value that needed less has begun the wait: a later one puts off nothing.
   * True when what counts has changed.
   */
  judge(verdict: Verdict, t: number, now: number, leastMs?: number): boolean;
  /** Time passes without a value. True when what counts has changed. */
  tick(now: number): boolean;
  /** Whether a verdict waits for its time. */
  readonly isWaiting: boolean;
  /** How long what waits has to stand in all, ms; 0 when nothing waits. */
  readonly waitsMs: number;
}

interface Waiting {
  readonly verdict: Verdict;
  readonly t: number;
  readonly now: number;
  readonly delayMs: number;
  readonly leastMs: number;
}

export function createDelay(onMs: number, offMs: number, settledAt: Verdict = WELL): Delay {
  let settled = settledAt;
  let waiting: Waiting | null = null;
  const isWorsening = ({ level }: Verdict): boolean =>
    level !== null && (settled.level === null || isWorse(level, settled.level));
  const delayTo = (verdict: Verdict, leastMs: number): number =>
    isWorsening(verdict) ? Math.max(onMs, leastMs) : offMs;
  const settle = (verdict: Verdict): boolean => {
    waiting = null;
    const isOther = verdict.level !== settled.level;
    settled = verdict;
    return isOther;
  };
  return {
    get settled() {
      return settled;
    },
    get isWaiting() {
      return waiting !== null;
    },
    get waitsMs() {
      return waiting?.delayMs ?? 0;
    },
    judge(verdict, t, now, leastMs = 0) {
      if (verdict.level === settled.level) return settle(verdict);
      // Another way than the one that waits, or another delay: the time begins anew. A worse level goes on with the time of the lesser. What leaps
      // from one side to the other does not stand: while only doubtful values have begun the wait, that begins it anew too.
      const isSameWay = waiting !== null && (waiting.verdict.level === null) === (verdict.level === null);
      const goesOn = isSameWay && (waiting?.leastMs === 0 || waiting?.verdict.side === verdict.side);
      const begun = goesOn ? waiting : null;
      const least = begun !== null && isWorsening(begun.verdict) ? Math.min(begun.leastMs, leastMs) : leastMs;
      const delayMs = delayTo(verdict, least);
      waiting = { t: begun?.t ?? t, now: begun?.now ?? now, verdict, delayMs, leastMs: least };
      const stood = Math.max(t - waiting.t, now - waiting.now);
      return stood >= delayMs && settle(verdict);
    },
    tick(now) {
      return waiting !== null && now - waiting.now >= waiting.delayMs && settle(waiting.verdict);
    },
  };
}
