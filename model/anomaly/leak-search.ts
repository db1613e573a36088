import type { Finding } from "./bank.ts";
import type { LeakPlace } from "./events.ts";
import { searchOrder } from "./places.ts";
import type { Tracker } from "./tracker.ts";

/** A step as it was taken in, to be gone through again under another assumption. */
export interface TakenStep {
  readonly minutes: number;
  readonly readings: Float64Array;
  readonly isUsed: readonly boolean[];
  /** The filter before this step's prediction. */
  readonly before: Tracker;
}

interface Candidate {
  readonly node: number;
  readonly tracker: Tracker;
  likelihood: number;
}

/** A weak leak looks alike at many places by the linear score: its true place may be beyond the thirtieth. */
const MOST_CANDIDATES = 60;
/** Candidates that much less likely (twice the logarithm) than the best are given up. */
const HOPELESS = 60;
/** The best must be that much better before the followed place changes. */
const SWITCH = 4;

/**
 * Where a leak is: one filter for each place it may be at, each with the full hydraulics of a leak there, run through the steps
 * since the onset and on; the better a filter foresees the readings, the likelier its place.
 */
export class LeakSearch {
  #candidates: Candidate[];
  readonly #distance: Float64Array;
  #followed: Candidate;

  /** `findings`: leak hypotheses at the onset; `steps`: from the onset to now. Null: no place can be followed. */
  static begin(
    findings: readonly Finding[],
    steps: readonly TakenStep[],
    distance: Float64Array,
    startsFirst: boolean,
  ): LeakSearch | null {
    const top = findings.reduce((best, { score }) => Math.max(best, score), 0);
    const likely = findings
      .filter(({ score, size }) => size > 0 && score > top - HOPELESS)
      .sort((a, b) => b.score - a.score)
      .slice(0, MOST_CANDIDATES);
    const [first] = steps;
    if (!first) return null;
    const candidates = likely.flatMap(({ hypothesis, size }): Candidate[] => {
      if (hypothesis.kind !== "leak") return [];
      const tracker = first.before.clone();
      return tracker.follow(hypothesis.node, size) ? [{ node: hypothesis.node, tracker, likelihood: 0 }] : [];
    });
    if (candidates.length === 0) return null;
    const search = new LeakSearch(candidates, distance);
    for (const [k, step] of steps.entries()) search.take(step, !(startsFirst && k === 0));
    return search;
  }

  private constructor(candidates: Candidate[], distance: Float64Array) {
    this.#candidates = candidates;
    this.#distance = distance;
    this.#followed = candidates[0] as Candidate;
  }

  /** Takes a step in. */
  take({ minutes, readings, isUsed }: Omit<TakenStep, "before">, predicts = true): void {
    for (const candidate of this.#candidates) {
      if (predicts) candidate.tracker.predict();
      const expected = candidate.tracker.expect(minutes);
      // A leak that the network could not bring is not there.
      if (!expected.isSolved) {
        candidate.likelihood -= HOPELESS;
        continue;
      }
      candidate.tracker.correct(
        expected,
        readings,
        (s) => isUsed[s] === true,
        ({ innovation, variance }) => {
          candidate.likelihood -= (innovation * innovation) / variance + Math.log(variance);
        },
      );
    }
    const best = this.#best();
    this.#candidates = this.#candidates.filter(({ likelihood }) => likelihood > best.likelihood - HOPELESS);
    if (best.likelihood > this.#followed.likelihood + SWITCH || !this.#candidates.includes(this.#followed))
      this.#followed = best;
  }

  #best(): Candidate {
    return this.#candidates.reduce((best, one) => (one.likelihood > best.likelihood ? one : best));
  }

  /** The place followed now and its filter, which has the leak in its state. */
  get followed(): { readonly node: number; readonly tracker: Tracker } {
    return this.#followed;
  }

  /** All filters still considered: what happens to one reading happens to all. */
  get trackers(): readonly Tracker[] {
    return this.#candidates.map(({ tracker }) => tracker);
  }

  places(): LeakPlace[] {
    return searchOrder(
      this.#candidates.map(({ node, likelihood, tracker }) => ({
        node,
        likelihood,
        m3H: tracker.leak(node)?.m3H ?? 0,
      })),
      this.#distance,
    );
  }
}
