import type { District } from "./district.ts";
import { NetworkResponse, type Response } from "./network-response.ts";
import { layState, type StateLayout } from "./state-layout.ts";

/** What the network is expected to show, and how each sensor hangs on each part of the state, by sensor × state. */
export interface Expectation {
  readonly isSolved: boolean;
  /** Expected pressure of each node, kPa absolute. */
  readonly kPa: Float64Array;
  /** Expected reading of each sensor. */
  readonly reading: Float64Array;
  /** Its variance by noise alone. */
  readonly noise: Float64Array;
  readonly perState: Float64Array;
  /** Change of each sensor per m³/h lost at each node, by sensor × node. */
  readonly perLoss: Float64Array;
}

/** One scalar correction: what a reading did to the state. */
export interface Correction {
  readonly sensor: number;
  /** Reading less expectation, before this correction. */
  readonly innovation: number;
  /** Its variance. */
  readonly variance: number;
  /** State change per unit of innovation. Valid until the next correction. */
  readonly gain: Float64Array;
}

/** Share of a leak's first size by which it may change in a step: ramps, repairs. */
const LEAK_WANDER = 0.08;

/** A leak that is known and followed: its node and the outflow's place in the state. */
interface FollowedLeak {
  readonly node: number;
  readonly at: number;
}

/**
 * A Kalman filter over what cannot be read directly: how far demands are from their expectation (one share for all, one for each
 * node), what metered customers take, pressures at sources, and known leaks. Hydraulics are solved anew in each step around the
 * expected state; within a step they are straight lines.
 */
export class Tracker {
  readonly size: number;
  readonly state: Float64Array;
  readonly covariance: Float64Array;
  readonly #district: District;
  readonly #response: NetworkResponse;
  readonly #layout: StateLayout;
  readonly #wander: Float64Array;
  readonly #gain: Float64Array;
  #leaks: FollowedLeak[] = [];

  constructor(
    district: District,
    response = new NetworkResponse(district.network, district.gas),
    layout = layState(district),
  ) {
    this.#district = district;
    this.#response = response;
    this.#layout = layout;
    const n = layout.size;
    this.size = n;
    this.state = new Float64Array(n);
    this.covariance = new Float64Array(n * n);
    for (let i = 0; i < n; i++) this.covariance[i * n + i] = layout.variance[i] as number;
    for (const [s, pa] of district.network.sources.pa.entries()) this.state[layout.firstSource + s] = pa / 1000;
    this.#wander = layout.wander.slice();
    this.#gain = new Float64Array(n);
  }

  /** A copy that goes its own way. */
  clone(): Tracker {
    const other = new Tracker(this.#district, this.#response, this.#layout);
    other.state.set(this.state);
    other.covariance.set(this.covariance);
    other.#wander.set(this.#wander);
    other.#leaks = [...this.#leaks];
    return other;
  }

  /** How much of each part of the state is left a step later. */
  get memory(): Float64Array {
    return this.#layout.memory;
  }

  sourceAt(source: number): number {
    return this.#layout.firstSource + source;
  }

  /** One step on. */
  predict(): void {
    const [n, f, p] = [this.size, this.#layout.memory, this.covariance];
    for (let i = 0; i < n; i++) {
      this.state[i] = (this.state[i] as number) * (f[i] as number);
      for (let j = 0; j < n; j++) p[i * n + j] = (p[i * n + j] as number) * (f[i] as number) * (f[j] as number);
      p[i * n + i] = (p[i * n + i] as number) + (this.#wander[i] as number);
    }
  }

  /** Solves hydraulics for the state at a time. */
  expect(minutes: number): Expectation {
    const { base, profile, sensors, network, uncertainty: u } = this.#district;
    const [n, nodes] = [this.size, base.length];
    const usual = Float64Array.from(base, (b, i) => (b > 0 ? b * profile(i, minutes) : 0));
    const demand = usual.slice();
    const common = this.state[0] as number;
    for (const [k, i] of this.#layout.unmetered.entries())
      demand[i] = Math.max(
        0,
        (usual[i] as number) * (1 + common + (this.state[1 + (this.#layout.lumpOf[k] as number)] as number)),
      );
    for (const [k, i] of this.#layout.metered.entries())
      demand[i] = Math.max(0, (usual[i] as number) + (this.state[this.#layout.firstMeter + k] as number));
    const use = demand.slice();
    for (const { node, at } of this.#leaks)
      demand[node] = (demand[node] as number) + Math.max(0, this.state[at] as number);
    const sources = this.state.subarray(this.#layout.firstSource, this.#layout.firstLeak);
    const solved = this.#response.solve(demand, sources);
    const out = {
      isSolved: solved.isConverged,
      kPa: solved.kPa,
      reading: new Float64Array(sensors.length),
      noise: new Float64Array(sensors.length),
      perState: new Float64Array(sensors.length * n),
      perLoss: new Float64Array(sensors.length * nodes),
    };
    for (const [s, sensor] of sensors.entries()) {
      if (sensor.kind === "meter") {
        out.reading[s] = use[sensor.node] as number;
        out.perState[s * n + this.#layout.firstMeter + this.#layout.metered.indexOf(sensor.node)] = 1;
      } else {
        const answer =
          sensor.kind === "pressure"
            ? solved.pressure(sensor.node)
            : solved.inflow(network.sources.node.indexOf(sensor.node));
        out.reading[s] = answer.value;
        out.perLoss.set(answer.perDemand, s * nodes);
        this.#statesOf(answer, usual, out.perState.subarray(s * n, (s + 1) * n));
      }
      const sd =
        sensor.kind === "pressure"
          ? u.pressureKPa
          : u.flowShare * Math.max(out.reading[s] as number, this.#layout.leastFlow);
      out.noise[s] = sd * sd;
    }
    return out;
  }

  #statesOf({ perDemand, perSource }: Response, usual: Float64Array, row: Float64Array): void {
    let common = 0;
    for (const [k, i] of this.#layout.unmetered.entries()) {
      const share = (perDemand[i] as number) * (usual[i] as number);
      const at = 1 + (this.#layout.lumpOf[k] as number);
      row[at] = (row[at] as number) + share;
      common += share;
    }
    row[0] = common;
    for (const [k, i] of this.#layout.metered.entries()) row[this.#layout.firstMeter + k] = perDemand[i] as number;
    row.set(perSource, this.#layout.firstSource);
    for (const { node, at } of this.#leaks) row[at] = perDemand[node] as number;
  }

  /** Takes in the readings that may be trusted, one by one; `seen` hears of each. */
  correct(
    expected: Expectation,
    readings: Float64Array,
    isUsed: (sensor: number) => boolean,
    seen: (correction: Correction) => void,
  ): void {
    const n = this.size;
    const moved = new Float64Array(n);
    for (let s = 0; s < readings.length; s++) {
      if (!isUsed(s)) continue;
      const row = expected.perState.subarray(s * n, (s + 1) * n);
      let innovation = (readings[s] as number) - (expected.reading[s] as number);
      for (let i = 0; i < n; i++) innovation -= (row[i] as number) * (moved[i] as number);
      const variance = this.#absorb(row, expected.noise[s] as number);
      for (let i = 0; i < n; i++) {
        const by = (this.#gain[i] as number) * innovation;
        moved[i] = (moved[i] as number) + by;
        this.state[i] = (this.state[i] as number) + by;
      }
      seen({ sensor: s, innovation, variance, gain: this.#gain });
    }
  }

  #absorb(row: Float64Array, noise: number): number {
    const [n, p, gain] = [this.size, this.covariance, this.#gain];
    let variance = noise;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += (p[i * n + j] as number) * (row[j] as number);
      gain[i] = sum;
    }
    for (let i = 0; i < n; i++) variance += (row[i] as number) * (gain[i] as number);
    for (let i = 0; i < n; i++) {
      const g = (gain[i] as number) / variance;
      if (g !== 0) for (let j = 0; j < n; j++) p[i * n + j] = (p[i * n + j] as number) - g * (gain[j] as number);
    }
    for (let i = 0; i < n; i++) gain[i] = (gain[i] as number) / variance;
    return variance;
  }

  /** Takes back what an error of `size` (variance 1/`weight`) did to the state, `smear` of it per unit. */
  clear(smear: Float64Array, size: number, weight: number): void {
    const [n, p] = [this.size, this.covariance];
    for (let i = 0; i < n; i++) {
      const a = smear[i] as number;
      this.state[i] = (this.state[i] as number) - a * size;
      for (let j = 0; j < n; j++) p[i * n + j] = (p[i * n + j] as number) + (a * (smear[j] as number)) / weight;
    }
  }

  /** Takes a leak of about `m3H` into the state; it may be anything from nothing to twice that. False when too many are followed. */
  follow(node: number, m3H: number): boolean {
    const taken = new Set(this.#leaks.map(({ at }) => at));
    const at = Array.from({ length: this.size - this.#layout.firstLeak }, (_, k) => this.#layout.firstLeak + k).find(
      (i) => !taken.has(i),
    );
    if (at === undefined) return false;
    this.#leaks.push({ node, at });
    this.state[at] = m3H;
    this.covariance[at * this.size + at] = m3H * m3H;
    this.#wander[at] = (LEAK_WANDER * m3H) ** 2;
    return true;
  }

  /** Nodes of the leaks that are followed. */
  get leakNodes(): readonly number[] {
    return this.#leaks.map(({ node }) => node);
  }

  /** Column of a followed leak in the state. */
  leakAt(node: number): number {
    return this.#leaks.find((leak) => leak.node === node)?.at ?? -1;
  }

  /** A followed leak has changed by about `m3H` at once: it was mended, or burst open. */
  loosen(node: number, m3H: number): void {
    const i = this.leakAt(node) * (this.size + 1);
    this.covariance[i] = (this.covariance[i] as number) + m3H * m3H;
  }

  /** Size of a followed leak and its standard error, m³/h. */
  leak(node: number): { m3H: number; sd: number } | null {
    const at = this.leakAt(node);
    if (at < 0) return null;
    return { m3H: this.state[at] as number, sd: Math.sqrt(this.covariance[at * this.size + at] as number) };
  }

  /** Forgets a leak that has ended. */
  unfollow(node: number): void {
    const n = this.size;
    for (const { at } of this.#leaks.filter((leak) => leak.node === node)) {
      this.state[at] = 0;
      this.#wander[at] = 0;
      for (let i = 0; i < n; i++) {
        this.covariance[at * n + i] = 0;
        this.covariance[i * n + at] = 0;
      }
    }
    this.#leaks = this.#leaks.filter((leak) => leak.node !== node);
  }

  /** A source's pressure was turned: it is now about `kPa`, give or take `sd`. */
  turn(source: number, kPa: number, sd = 2 * this.#district.uncertainty.pressureKPa): void {
    const [i, n] = [this.sourceAt(source), this.size];
    this.state[i] = kPa;
    for (let j = 0; j < n; j++) {
      this.covariance[i * n + j] = 0;
      this.covariance[j * n + i] = 0;
    }
    this.covariance[i * n + i] = sd * sd;
  }
}
