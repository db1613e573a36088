import { isWorse } from "./life.ts";
import { type Verdict, WELL } from "./verdict.ts";

/**
 * On- and off-delay (ISA-18.2 §10.4): a verdict counts once it has stood for as long, by the device's clock from reading to reading, or
 * by the server's while no reading comes. Only differences are taken, each on one clock, so that a clock that is wrong by a day delays nothing.
 */
export interface Delay {
  /** What counts now. */
  readonly settled: Verdict;
  /** A verdict of a value. `t` is the device's clock, `now` the server's. True when what counts has changed. */
  judge(verdict: Verdict, t: number, now: number): boolean;
  /** Time passes without a value. True when what counts has changed. */
  tick(now: number): boolean;
  /** Whether a verdict waits for its time. */
  readonly isWaiting: boolean;
}

interface Waiting {
  readonly verdict: Verdict;
  readonly t: number;
  readonly now: number;
  readonly delayMs: number;
}

export function createDelay(onMs: number, offMs: number, settledAt: Verdict = WELL): Delay {
  let settled = settledAt;
  let waiting: Waiting | null = null;
  const delayTo = ({ level }: Verdict): number => {
    if (level === null) return offMs;
    return settled.level === null || isWorse(level, settled.level) ? onMs : offMs;
  };
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
    judge(verdict, t, now) {
      if (verdict.level === settled.level) return settle(verdict);
      const delayMs = delayTo(verdict);
      // Another way than the one that waits, or another delay: the time begins anew. A worse level goes on with the time of the lesser.
      const goesOn = waiting !== null && (waiting.verdict.level === null) === (verdict.level === null);
      waiting = goesOn && waiting !== null ? { ...waiting, verdict, delayMs } : { verdict, t, now, delayMs };
      const stood = Math.max(t - waiting.t, now - waiting.now);
      return stood >= delayMs && settle(verdict);
    },
    tick(now) {
      return waiting !== null && now - waiting.now >= waiting.delayMs && settle(waiting.verdict);
    },
  };
}
