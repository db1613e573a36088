import type { Finding } from "./bank.ts";
import type { AnomalyEvent, Evidence, LeakEvent } from "./events.ts";
import { LeakSearch, type TakenStep } from "./leak-search.ts";
import { sure } from "./sensor-watch.ts";
import type { Tracker } from "./tracker.ts";

/** A leak's place is refined for so long after it was raised: six hours of quarter-hours. */
const REFINE_STEPS = 24;
/** A leak that has fallen to this share of what it was is taken to be mended … */
const ENDED_SHARE = 0.3;
/** … when it stays so for so many steps. */
const ENDED_STEPS = 3;
/** Onsets are looked for that far back. */
const MEMORY_STEPS = 128;

interface OpenLeak {
  readonly event: LeakEvent;
  node: number;
  small: number;
  /** Null when the place is settled. */
  search: LeakSearch | null;
}

/** Leaks that were raised: follows their size, narrows their place, says when they are mended. */
export class LeakWatch {
  readonly #events: AnomalyEvent[];
  readonly #distance: Float64Array;
  readonly #leastM3H: number;
  #leaks: OpenLeak[] = [];
  /** The last steps, for going through again. */
  readonly #taken = new Map<number, TakenStep>();

  /** `events`: where leaks are noted. `distance`: pipe length by node × node, m. */
  constructor(events: AnomalyEvent[], distance: Float64Array, leastM3H: number) {
    this.#events = events;
    this.#distance = distance;
    this.#leastM3H = leastM3H;
  }

  get count(): number {
    return this.#leaks.length;
  }

  /** Filters that weigh places: a turned station is turned in all of them. */
  get trackers(): readonly Tracker[] {
    return this.#leaks.flatMap(({ search }) => search?.trackers ?? []);
  }

  remember(t: number, taken: TakenStep): void {
    this.#taken.set(t, taken);
    this.#taken.delete(t - MEMORY_STEPS);
  }

  /** One step on. Gives the filter to go on with: another one when a leak is now thought to be elsewhere. */
  follow(t: number, taken: TakenStep, current: Tracker): Tracker {
    let tracker = current;
    for (const leak of this.#leaks) {
      const { event } = leak;
      event.end = t;
      if (leak.search && t > event.start) {
        leak.search.take(taken);
        const { followed } = leak.search;
        if (followed.node !== leak.node) {
          leak.node = followed.node;
          tracker = followed.tracker.clone();
        }
        event.places = leak.search.places();
        if (t - event.start >= REFINE_STEPS) leak.search = null;
      }
      const now = tracker.leak(leak.node);
      if (now && t - event.start <= REFINE_STEPS) event.m3H = now.m3H;
      const isSmall = !now || now.m3H < Math.max(this.#leastM3H / 2, ENDED_SHARE * event.m3H);
      leak.small = isSmall ? leak.small + 1 : 0;
      if (leak.small > 0) leak.search = null;
    }
    for (const { node } of this.#leaks.filter(({ small }) => small >= ENDED_STEPS)) tracker.unfollow(node);
    this.#leaks = this.#leaks.filter(({ small }) => small < ENDED_STEPS);
    return tracker;
  }

  /**
   * Notes a leak found by the bank and starts looking for its place; `odds` are leak hypotheses at its onset. Gives the filter to
   * go on with, which has the leak in its state; null when no more leaks can be followed.
   */
  declare(
    t: number,
    found: Finding,
    odds: readonly Finding[],
    facts: { threshold: number; faultScore: number; seen: readonly Evidence[] },
  ): Tracker | null {
    const steps: TakenStep[] = [];
    for (let k = found.onset; k <= t; k++) {
      const taken = this.#taken.get(k);
      if (taken) steps.push(taken);
    }
    const search = LeakSearch.begin(odds, steps, this.#distance, found.onset === 0);
    if (!search) return null;
    const { node, tracker } = search.followed;
    const event: LeakEvent = {
      kind: "leak",
      start: t,
      end: t,
      onset: found.onset,
      confidence: sure(Math.min(found.score - facts.threshold / 2, found.score - facts.faultScore)),
      m3H: found.size,
      places: search.places(),
      evidence: [
        { key: "loss_explains_readings", values: { m3H: found.size, sigma: Math.sqrt(found.score) } },
        ...facts.seen,
        { key: "sensor_fault_less_likely", values: { margin: found.score - facts.faultScore } },
      ],
    };
    this.#events.push(event);
    this.#leaks.push({ event, node, small: 0, search });
    return tracker.clone();
  }
}
