import type { District } from "./district.ts";
import { NetworkResponse, type Response } from "./network-response.ts";

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

const METER_MEMORY = 0.98;
/** Share of a leak's first size by which it may change in a step: ramps, repairs. */
const LEAK_WANDER = 0.08;
const MAX_LEAKS = 3;
/** Meters are not trusted below this share of the district's mean use: hydraulics of nearly still pipes are no straight lines. */
const LEAST_FLOW_SHARE = 0.25;

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
  readonly #memory: Float64Array;
  readonly #wander: Float64Array;
  readonly #unmetered: number[] = [];
  readonly #metered: number[] = [];
  readonly #firstMeter: number;
  readonly #firstSource: number;
  readonly #firstLeak: number;
  #leaks: FollowedLeak[] = [];
  readonly #gain: Float64Array;
  readonly #leastFlow: number;

  constructor(district: District, response = new NetworkResponse(district.network, district.gas)) {
    this.#district = district;
    this.#response = response;
    const { base, sensors, uncertainty: u, network } = district;
    const hasMeter = new Set(sensors.filter(({ kind }) => kind === "meter").map(({ node }) => node));
    for (const [i, b] of base.entries())
      if (hasMeter.has(i)) this.#metered.push(i);
      else if (b > 0) this.#unmetered.push(i);
    const sources = network.sources.node.length;
    this.#firstMeter = 1 + this.#unmetered.length;
    this.#firstSource = this.#firstMeter + this.#metered.length;
    this.#firstLeak = this.#firstSource + sources;
    const n = this.#firstLeak + MAX_LEAKS;
    this.size = n;
    this.state = new Float64Array(n);
    this.covariance = new Float64Array(n * n);
    this.#memory = new Float64Array(n).fill(1);
    this.#wander = new Float64Array(n);
    this.#gain = new Float64Array(n);
    this.#leastFlow = LEAST_FLOW_SHARE * base.reduce((sum, b) => sum + b, 0);
    const set = (i: number, memory: number, share: number): void => {
      this.#memory[i] = memory;
      this.#wander[i] = share * share * (1 - memory * memory);
      this.covariance[i * n + i] = share * share;
    };
    set(0, u.common.memory, u.common.share);
    for (let i = 1; i < this.#firstMeter; i++) set(i, u.local.memory, u.local.share);
    for (const [k, node] of this.#metered.entries()) {
      const i = this.#firstMeter + k;
      const step = u.meterShare * Math.max(base[node] as number, 1);
      this.#memory[i] = METER_MEMORY;
      this.#wander[i] = step * step;
      this.covariance[i * n + i] = 4 * step * step;
    }
    for (let s = 0; s < sources; s++) {
      const i = this.#firstSource + s;
      this.#wander[i] = u.stationKPa * u.stationKPa;
      this.state[i] = (network.sources.pa[s] as number) / 1000;
      this.covariance[i * n + i] = 1;
    }
  }

  /** A copy that goes its own way. */
  clone(): Tracker {
    const other = new Tracker(this.#district, this.#response);
    other.state.set(this.state);
    other.covariance.set(this.covariance);
    other.#memory.set(this.#memory);
    other.#wander.set(this.#wander);
    other.#leaks = [...this.#leaks];
    return other;
  }

  /** How much of each part of the state is left a step later. */
  get memory(): Float64Array {
    return this.#memory;
  }

  sourceAt(source: number): number {
    return this.#firstSource + source;
  }

  /** One step on. */
  predict(): void {
    const [n, f, p] = [this.size, this.#memory, this.covariance];
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
    for (const [k, i] of this.#unmetered.entries())
      demand[i] = Math.max(0, (usual[i] as number) * (1 + common + (this.state[1 + k] as number)));
    for (const [k, i] of this.#metered.entries())
      demand[i] = Math.max(0, (usual[i] as number) + (this.state[this.#firstMeter + k] as number));
    const use = demand.slice();
    for (const { node, at } of this.#leaks)
      demand[node] = (demand[node] as number) + Math.max(0, this.state[at] as number);
    const sources = this.state.subarray(this.#firstSource, this.#firstLeak);
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
        out.perState[s * n + this.#firstMeter + this.#metered.indexOf(sensor.node)] = 1;
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
        sensor.kind === "pressure" ? u.pressureKPa : u.flowShare * Math.max(out.reading[s] as number, this.#leastFlow);
      out.noise[s] = sd * sd;
    }
    return out;
  }

  #statesOf({ perDemand, perSource }: Response, usual: Float64Array, row: Float64Array): void {
    let common = 0;
    for (const [k, i] of this.#unmetered.entries()) {
      const share = (perDemand[i] as number) * (usual[i] as number);
      row[1 + k] = share;
      common += share;
    }
    row[0] = common;
    for (const [k, i] of this.#metered.entries()) row[this.#firstMeter + k] = perDemand[i] as number;
    row.set(perSource, this.#firstSource);
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
    const at = Array.from({ length: MAX_LEAKS }, (_, k) => this.#firstLeak + k).find((i) => !taken.has(i));
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
