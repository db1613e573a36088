import type { TagKind } from "#contract/gas.ts";
import { KIND_TRAITS } from "./kinds.ts";
import { bitOf } from "./reasons.ts";

export interface WatchedTag {
  readonly kind: TagKind;
  readonly range: readonly [number, number];
}

/** Values that a leap is measured against: the middle one of the last so many. */
const WINDOW = 9;
/** Readings after which a tag's usual scatter is known. */
const WARM = 12;
/** How fast the usual scatter, which is the middle one of all distances, follows: up as often as down when half are larger. Leaps, fewer than half, do not move it. */
const [UP, DOWN] = [1.05, 1 / 1.05];
/** Below this a scatter does not shrink: it would take ages to grow again. */
const LEAST_SCATTER = 1e-6;
/** A leap is so many times the usual scatter. */
const LEAP_SCATTERS = 8;
/** Leaps count for so many hours, or so many of the tag's steps where these are longer. */
const LEAP_MEMORY_MS = 2 * 3_600_000;
const LEAP_MEMORY_STEPS = 60;
const JUMPING_FROM = 4;
const JUMPING_UNTIL = 1.5;

/** A run of one value is stuck when chance would bring it once in a milliard, by how often this tag repeats itself … */
const STUCK_SURPRISE = Math.log(1e9);
/** … for at least so many readings and so long. */
const STUCK_READINGS = 8;
const STUCK_MS = 30 * 60_000;
/** What is believed of repeats before a tag has been heard: five of ten. */
const PRIOR_EQUAL = 5;
const PRIOR_PAIRS = 10;
const MOST_PAIRS = 2000;

/** Half of a tag's readings late, by an average over some twenty. */
const LATE_FROM = 0.5;
const LATE_UNTIL = 0.2;
const LATE_SHARE = 1 / 20;

const STUCK = bitOf("stuck");
const JUMPING = bitOf("jumping");
const OUT = bitOf("out_of_range");
const LATE = bitOf("late");

/**
 * Streaming detectors over many tags, state as columns by dense number: each reading costs some dozens of operations and no memory. Feed each tag's
 * readings oldest first; one that is not newer than the last heard is passed over. What a device says of its own quality is not looked at.
 *
 * - stuck: the value repeats itself longer than the tag's own habit makes likely. A tag learns its habit from the runs that were not stuck.
 * - jumping: again and again it leaps away from the middle of its last values. One departure and its return are two leaps, and no jumping.
 * - out of range: the last value cannot be.
 * - late: most readings come long after their time.
 */
export class QualityBank {
  readonly bits: Uint8Array;
  /** Readings heard of each tag, up to 65 535. */
  readonly heard: Uint16Array;
  readonly #tags: readonly WatchedTag[];
  readonly #lastT: Float64Array;
  readonly #lastV: Float64Array;
  readonly #runN: Uint32Array;
  readonly #runSince: Float64Array;
  readonly #equal: Float32Array;
  readonly #pairs: Float32Array;
  readonly #window: Float64Array;
  readonly #scatter: Float64Array;
  readonly #leaps: Float32Array;
  readonly #isLeap: Uint8Array;
  readonly #step: Float64Array;
  readonly #late: Float32Array;
  readonly #sorted = new Float64Array(WINDOW);

  constructor(tags: readonly WatchedTag[]) {
    const n = tags.length;
    this.#tags = tags;
    this.bits = new Uint8Array(n);
    this.heard = new Uint16Array(n);
    this.#lastT = new Float64Array(n);
    this.#lastV = new Float64Array(n).fill(Number.NaN);
    this.#runN = new Uint32Array(n);
    this.#runSince = new Float64Array(n);
    this.#equal = new Float32Array(n);
    this.#pairs = new Float32Array(n);
    this.#window = new Float64Array(n * WINDOW);
    this.#scatter = new Float64Array(n);
    this.#leaps = new Float32Array(n);
    this.#isLeap = new Uint8Array(n);
    this.#step = new Float64Array(n);
    this.#late = new Float32Array(n);
  }

  /** Takes in a reading of tag `i`: its time and, if known, when it came (ms since 1970). @returns whether the tag's reasons have changed */
  hear(i: number, t: number, v: number, isLate = false): boolean {
    const before = this.bits[i] as number;
    this.#hearLate(i, isLate);
    const gap = t - (this.#lastT[i] as number);
    if (gap > 0) {
      const n = this.heard[i] as number;
      this.#hearRange(i, v);
      this.#hearRun(i, t, v, n);
      this.#hearLeap(i, v, n, n === 0 ? 0 : gap);
      this.#lastT[i] = t;
      this.#lastV[i] = v;
      if (n < 65_535) this.heard[i] = n + 1;
    }
    return this.bits[i] !== before;
  }

  /** Says of tag `i` from outside whether its neighbours contradict it. @returns whether that is news */
  set(i: number, bit: number, isOn: boolean): boolean {
    const before = this.bits[i] as number;
    this.#put(i, bit, isOn);
    return this.bits[i] !== before;
  }

  #put(i: number, bit: number, isOn: boolean): void {
    this.bits[i] = isOn ? (this.bits[i] as number) | bit : (this.bits[i] as number) & ~bit;
  }

  #hearLate(i: number, isLate: boolean): void {
    const share = (this.#late[i] as number) + LATE_SHARE * ((isLate ? 1 : 0) - (this.#late[i] as number));
    this.#late[i] = share;
    const isOn = ((this.bits[i] as number) & LATE) !== 0;
    if (isOn ? share < LATE_UNTIL : share > LATE_FROM) this.#put(i, LATE, !isOn);
  }

  #hearRange(i: number, v: number): void {
    const [low, high] = (this.#tags[i] as WatchedTag).range;
    this.#put(i, OUT, v < low || v > high);
  }

  #hearRun(i: number, t: number, v: number, n: number): void {
    if (n === 0) {
      this.#runSince[i] = t;
      return;
    }
    if (v !== this.#lastV[i]) {
      const run = this.#runN[i] as number;
      // A stuck run teaches nothing of the tag's habit.
      if (((this.bits[i] as number) & STUCK) === 0) {
        const fade = (this.#pairs[i] as number) > MOST_PAIRS ? 0.5 : 1;
        this.#equal[i] = fade * (this.#equal[i] as number) + run;
        this.#pairs[i] = fade * (this.#pairs[i] as number) + run + 1;
      }
      this.#put(i, STUCK, false);
      this.#runN[i] = 0;
      this.#runSince[i] = t;
      return;
    }
    const run = (this.#runN[i] as number) + 1;
    this.#runN[i] = run;
    if (run < STUCK_READINGS || t - (this.#runSince[i] as number) < STUCK_MS) return;
    const { rests } = KIND_TRAITS[(this.#tags[i] as WatchedTag).kind];
    if (rests === "anywhere" || (rests === "at zero" && Math.abs(v) < 1e-9)) return;
    const habit = ((this.#equal[i] as number) + PRIOR_EQUAL) / ((this.#pairs[i] as number) + PRIOR_PAIRS);
    if (-run * Math.log(habit) > STUCK_SURPRISE) this.#put(i, STUCK, true);
  }

  #middle(i: number, size: number): number {
    const sorted = this.#sorted.subarray(0, size);
    for (let k = 0; k < size; k++) {
      // Insertion: nine values, nearly in order from one reading to the next.
      const value = this.#window[i * WINDOW + k] as number;
      let at = k;
      for (; at > 0 && (sorted[at - 1] as number) > value; at--) sorted[at] = sorted[at - 1] as number;
      sorted[at] = value;
    }
    return sorted[size >> 1] as number;
  }

  /** Middle distance of the window's values from `middle`. */
  #spread(i: number, middle: number, size: number): number {
    const off = this.#window.slice(i * WINDOW, i * WINDOW + size).map((value) => Math.abs(value - middle));
    return Math.max(LEAST_SCATTER, off.sort()[size >> 1] as number);
  }

  #hearLeap(i: number, v: number, n: number, gap: number): void {
    const { kind } = this.#tags[i] as WatchedTag;
    const { leapShare, leapLeast } = KIND_TRAITS[kind];
    if (n > 0) {
      const middle = this.#middle(i, Math.min(n, WINDOW));
      const away = Math.abs(v - middle);
      const step = this.#step[i] as number;
      this.#step[i] = n === 1 ? gap : step + 0.05 * (Math.min(gap, 4 * step) - step);
      const memory = Math.max(LEAP_MEMORY_MS, LEAP_MEMORY_STEPS * (this.#step[i] as number));
      const usual = this.#scatter[i] as number;
      const least = Math.max(leapLeast, leapShare * Math.abs(middle));
      const isLeap = n >= WARM && away > least + LEAP_SCATTERS * usual;
      let leaps = (this.#leaps[i] as number) * Math.exp(-gap / memory);
      if (isLeap && this.#isLeap[i] === 0) leaps += 1;
      this.#leaps[i] = leaps;
      this.#isLeap[i] = isLeap ? 1 : 0;
      this.#scatter[i] =
        n < WARM
          ? this.#spread(i, middle, Math.min(n, WINDOW))
          : Math.max(LEAST_SCATTER, usual * (away > usual ? UP : DOWN));
      const isOn = ((this.bits[i] as number) & JUMPING) !== 0;
      if (isOn ? leaps < JUMPING_UNTIL : leaps >= JUMPING_FROM) this.#put(i, JUMPING, !isOn);
    }
    this.#window[i * WINDOW + (n % WINDOW)] = v;
  }
}
