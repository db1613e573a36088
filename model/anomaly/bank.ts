import type { Correction, Expectation } from "./tracker.ts";

/** What may be wrong, each an error added to readings in a known pattern of unknown size. */
export type Hypothesis =
  /** A leak that opens at once or grows evenly over `rampSteps`. */
  | { readonly kind: "leak"; readonly node: number; readonly rampSteps: number }
  | { readonly kind: "bias" | "gain" | "drift"; readonly sensor: number };

/** How well a hypothesis explains what was read since its onset. */
export interface Finding {
  readonly hypothesis: Hypothesis;
  readonly index: number;
  /** Step at which the error would have begun. */
  readonly onset: number;
  /** Twice the gain in log-likelihood over "nothing is wrong". */
  readonly score: number;
  /** m³/h, or the reading's unit, share or unit a step. */
  readonly size: number;
  /** Inverse variance of the size. */
  readonly weight: number;
  /** What the error has done to the tracker's state, per unit. */
  readonly smear: Float64Array;
}

interface Onset {
  readonly step: number;
  readonly smear: Float64Array;
  readonly weight: Float64Array;
  readonly sum: Float64Array;
}

/** Meters go wrong by some percent, not by half: standard deviation of a gain error, share. */
const USUAL_GAIN = 0.06;

/** Onsets of the last steps are all kept, older ones ever thinner. */
const isKept = (onset: number, now: number): boolean => {
  const age = now - onset;
  if (age > 96) return false;
  const gap = age < 4 ? 1 : age < 8 ? 2 : age < 16 ? 4 : age < 32 ? 8 : 16;
  return onset % gap === 0;
};

/**
 * Generalised likelihood ratio test (Willsky and Jones 1976): for each hypothesis and each onset, how its error would have gone
 * through the filter into innovations, and how well that matches the innovations seen.
 */
export class Bank {
  readonly hypotheses: readonly Hypothesis[];
  readonly #size: number;
  readonly #pattern: Float64Array;
  readonly #held = new Set<number>();
  #onsets: Onset[] = [];

  constructor(hypotheses: readonly Hypothesis[], stateSize: number) {
    this.hypotheses = hypotheses;
    this.#size = stateSize;
    this.#pattern = new Float64Array(hypotheses.length);
  }

  /** One step on: old errors fade with the state's memory; an onset at `step` joins. */
  advance(step: number, memory: Float64Array): void {
    const n = this.#size;
    this.#onsets = this.#onsets.filter((onset) => this.#held.has(onset.step) || isKept(onset.step, step));
    for (const { smear } of this.#onsets)
      for (let k = 0; k < smear.length; k++) smear[k] = (smear[k] as number) * (memory[k % n] as number);
    const count = this.hypotheses.length;
    this.#onsets.push({
      step,
      smear: new Float64Array(count * n),
      weight: new Float64Array(count),
      sum: new Float64Array(count),
    });
  }

  /** Takes note of one correction of the tracker. */
  take(step: number, { perState, perLoss, reading }: Expectation, correction: Correction): void {
    const { sensor, innovation, variance, gain } = correction;
    const n = this.#size;
    const row = perState.subarray(sensor * n, (sensor + 1) * n);
    const nodes = perLoss.length / reading.length;
    for (const { step: onset, smear, weight, sum } of this.#onsets) {
      this.#patterns(sensor, perLoss, nodes, reading, step - onset + 1);
      for (let k = 0; k < weight.length; k++) {
        const from = k * n;
        let left = this.#pattern[k] as number;
        for (let i = 0; i < n; i++) left -= (row[i] as number) * (smear[from + i] as number);
        if (left === 0) continue;
        weight[k] = (weight[k] as number) + (left * left) / variance;
        sum[k] = (sum[k] as number) + (left * innovation) / variance;
        for (let i = 0; i < n; i++) smear[from + i] = (smear[from + i] as number) + (gain[i] as number) * left;
      }
    }
  }

  #patterns(sensor: number, perLoss: Float64Array, nodes: number, reading: Float64Array, age: number): void {
    for (const [k, hypothesis] of this.hypotheses.entries()) {
      if (hypothesis.kind === "leak") {
        const open = age < hypothesis.rampSteps ? age / hypothesis.rampSteps : 1;
        this.#pattern[k] = open * (perLoss[sensor * nodes + hypothesis.node] as number);
      } else if (hypothesis.sensor !== sensor) this.#pattern[k] = 0;
      else if (hypothesis.kind === "bias") this.#pattern[k] = 1;
      else this.#pattern[k] = hypothesis.kind === "gain" ? (reading[sensor] as number) : age;
    }
  }

  /** The best onset of each hypothesis. A leak of negative size is one that was taken for demand and has ended. */
  findings(): Finding[] {
    return this.hypotheses.flatMap((_, index) => {
      const best = this.#onsets.reduce<Onset | null>(
        (top, onset) => (!top || this.#score(index, onset) > this.#score(index, top) ? onset : top),
        null,
      );
      return best && (best.weight[index] as number) > 0 ? [this.#finding(index, best)] : [];
    });
  }

  #score(index: number, { weight, sum }: Onset): number {
    const s = sum[index] as number;
    const prior = this.hypotheses[index]?.kind === "gain" ? 1 / USUAL_GAIN ** 2 : 0;
    const w = (weight[index] as number) + prior;
    return w > 0 ? (s * s) / w : 0;
  }

  /** Keeps the onset of a finding for as long as its case is open. */
  hold(step: number): void {
    this.#held.add(step);
  }

  #finding(index: number, onset: Onset): Finding {
    const score = this.#score(index, onset);
    const weight = onset.weight[index] as number;
    return {
      hypothesis: this.hypotheses[index] as Hypothesis,
      index,
      onset: onset.step,
      score,
      size: weight > 0 ? (onset.sum[index] as number) / weight : 0,
      weight,
      smear: onset.smear.subarray(index * this.#size, (index + 1) * this.#size),
    };
  }

  /** All hypotheses at one onset, for comparing places. */
  at(step: number): Finding[] {
    const onset = this.#onsets.find((one) => one.step === step);
    if (!onset) return [];
    return this.hypotheses.map((_, index) => this.#finding(index, onset));
  }

  /** Forgets everything: what was found has been taken out of the state. */
  restart(): void {
    this.#held.clear();
    this.#onsets = [];
  }
}
