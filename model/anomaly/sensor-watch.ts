import type { AnomalyEvent, Evidence, FaultEvent, SensorFault } from "./events.ts";
import type { Screening } from "./screen.ts";
import { PlainCheck } from "./sensor-checks.ts";
import type { Expectation, Tracker } from "./tracker.ts";

const RECOVERED_STEPS = 8;
const RECOVERED_SIGMA = 3;
/** Refused readings within so many steps belong together. */
const TOGETHER_STEPS = 8;
/** A fault that comes again so soon is the same fault: some show only by day. */
const SAME_FAULT_STEPS = 96;

interface SensorState {
  readonly plain: PlainCheck;
  event: FaultEvent | null;
  /** Steps in a row in which the reading agreed with hydraulics again. */
  good: number;
  /** Signs of the last readings that were refused. */
  refused: { step: number; sign: number }[];
}

/** When a fault was raised and began, and how large and sure it is. */
interface FaultFacts {
  readonly t: number;
  readonly onset: number;
  readonly size: number;
  readonly confidence: number;
}

/** Share of certainty from a margin in twice the log-likelihood. */
export const sure = (margin: number): number => 1 / (1 + Math.exp(-margin / 2));

/** Which sensors are trusted, and why others are not. */
export class SensorWatch {
  readonly #events: AnomalyEvent[];
  readonly #sensors: SensorState[];

  /** `events`: where faults are noted. */
  constructor(count: number, events: AnomalyEvent[]) {
    this.#events = events;
    this.#sensors = Array.from({ length: count }, () => ({
      plain: new PlainCheck(),
      event: null,
      good: 0,
      refused: [],
    }));
  }

  /** Whether a sensor's reading of step `t` counts. */
  trusts(s: number, t: number): boolean {
    const state = this.#sensors[s];
    return state?.event === null && state.refused.at(-1)?.step !== t;
  }

  /** What each sensor says by itself: stuck, silent. */
  checkPlain(t: number, readings: Float64Array): void {
    for (const [s, state] of this.#sensors.entries()) {
      const fault = state.plain.take(readings[s] as number);
      if (!fault || state.event) {
        if (fault && state.event) {
          state.good = 0;
          // It showed first by leaving what hydraulics allow.
          if (state.event.fault === "bias" || state.event.fault === "spike") state.event.fault = fault;
        }
        continue;
      }
      const since = fault === "stuck" ? state.plain.repeats : state.plain.missing - 1;
      this.raise(s, fault, { t, onset: t - since, size: 0, confidence: 0.99 }, [
        { key: fault === "stuck" ? "same_value_repeated" : "no_reading", values: { steps: since + 1 } },
      ]);
    }
  }

  /** A reading that nothing else supports: once is a spike, again is a fault. */
  refuse(t: number, s: number, found: Screening): void {
    const state = this.#sensors[s] as SensorState;
    state.refused = [
      ...state.refused.filter(({ step }) => t - step < TOGETHER_STEPS),
      { step: t, sign: Math.sign(found.size) },
    ];
    const signs = state.refused.map(({ sign }) => sign);
    if (signs.length < 2) {
      const last = this.#events.findLast((e): e is FaultEvent => e.kind === "sensor-fault" && e.sensor === s);
      if (last && t - last.end < TOGETHER_STEPS) return;
      this.raise(s, "spike", { t, onset: t, size: found.size, confidence: sure(found.margin) }, [
        { key: "against_hydraulics", values: { size: found.size, sigma: Math.sqrt(found.score) } },
        { key: "others_agree", values: { margin: found.margin } },
      ]);
      state.event = null;
      return;
    }
    const fault: SensorFault = signs.includes(1) && signs.includes(-1) ? "noise" : "bias";
    const spike = this.#events.findLast((e): e is FaultEvent => e.kind === "sensor-fault" && e.sensor === s);
    if (spike && t - spike.end < TOGETHER_STEPS) {
      spike.fault = fault;
      spike.end = t;
      state.event = spike;
      state.good = 0;
      return;
    }
    this.raise(s, fault, { t, onset: t, size: found.size, confidence: sure(found.margin) }, [
      { key: "against_hydraulics", values: { size: found.size, sigma: Math.sqrt(found.score) } },
    ]);
  }

  /** Notes a fault and stops trusting the sensor until it agrees again. */
  raise(
    sensor: number,
    fault: SensorFault,
    { t, onset, size, confidence }: FaultFacts,
    evidence: readonly Evidence[],
  ): void {
    const state = this.#sensors[sensor] as SensorState;
    state.good = 0;
    const same = this.#events.findLast((e): e is FaultEvent => e.kind === "sensor-fault" && e.sensor === sensor);
    if (same && same.fault === fault && t - same.end < SAME_FAULT_STEPS) {
      same.end = t;
      state.event = same;
      return;
    }
    const event: FaultEvent = {
      kind: "sensor-fault",
      sensor,
      fault,
      size,
      confidence,
      start: t,
      onset,
      end: t,
      evidence,
    };
    this.#events.push(event);
    state.event = event;
  }

  /** A sensor is trusted again when it has agreed with the others for a while. */
  follow(t: number, readings: Float64Array, expected: Expectation, tracker: Tracker): void {
    const n = tracker.size;
    for (const [s, state] of this.#sensors.entries()) {
      const { event } = state;
      if (!event) continue;
      event.end = t;
      const value = readings[s] as number;
      let variance = expected.noise[s] as number;
      const row = expected.perState.subarray(s * n, (s + 1) * n);
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++)
          variance += (row[i] as number) * (row[j] as number) * (tracker.covariance[i * n + j] as number);
      const off = (value - (expected.reading[s] as number)) ** 2 / variance;
      if (off > RECOVERED_SIGMA ** 2) {
        const sign = Math.sign(value - (expected.reading[s] as number));
        const isFresh = t - event.start <= RECOVERED_STEPS * 2;
        if (isFresh && event.fault === "bias" && state.refused.some((r) => r.sign !== sign)) event.fault = "noise";
      }
      const isGood = off < RECOVERED_SIGMA ** 2 && state.plain.repeats < 2;
      state.good = isGood ? state.good + 1 : 0;
      if (state.good < RECOVERED_STEPS) continue;
      event.end = t - RECOVERED_STEPS + 1;
      state.event = null;
      state.refused = [];
    }
  }
}
