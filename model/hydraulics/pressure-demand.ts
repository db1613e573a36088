import type { GasNetwork } from "./gas-network.ts";
import type { Topology } from "./topology.ts";

/** Within this of an end of its curve a customer goes over to it. */
const NEAR_END = 0.1;

/**
 * What customers take, by group; with `GasNetwork.pressureDriven` as their pressure lets them. Their curve s²(3 − 2s) is flat at both ends,
 * where Newton would jump from one to the other for ever: a customer is linearised at an `at` of its own, which follows s but
 * crosses the curve in parts, at most half of what is left at once.
 */
export class PressureDemand {
  /** kg/s by group. */
  readonly taken: Float64Array;
  readonly #groupOf: Int32Array;
  readonly #driven: GasNetwork["pressureDriven"];
  readonly #isSquare: boolean;
  readonly #slope: Float64Array;
  /** s at which each node is linearised. */
  readonly #at: Float64Array;
  readonly #constant: Float64Array;
  #demand: Float64Array;
  #scale = 0;
  #unsettled = 0;

  constructor(network: GasNetwork, topology: Topology, isSquare: boolean) {
    this.#groupOf = topology.groupOf;
    this.#driven = network.pressureDriven;
    this.#isSquare = isSquare;
    this.#demand = network.demand;
    this.taken = new Float64Array(topology.groups);
    this.#slope = new Float64Array(network.pressureDriven ? topology.groups : 0);
    this.#constant = new Float64Array(this.#slope.length);
    this.#at = new Float64Array(network.pressureDriven ? network.demand.length : 0);
    this.set(network.demand);
  }

  /** kg/s by node. */
  get asked(): Float64Array {
    return this.#demand;
  }

  /** Sum of all demand, kg/s; what injections and customers come to without regard to sign. */
  get scale(): number {
    return this.#scale;
  }

  /** Largest difference at a node between what is taken and what the last linearisation let expect, kg/s. */
  get unsettled(): number {
    return this.#unsettled;
  }

  /** kg/s by node. */
  set(demand: Float64Array): void {
    this.#demand = demand;
    this.taken.fill(0);
    this.#scale = 1e-9;
    for (let i = 0; i < demand.length; i++) {
      const g = this.#groupOf[i] as number;
      this.taken[g] = (this.taken[g] as number) + (demand[i] as number);
      this.#scale += Math.abs(demand[i] as number);
    }
  }

  /** Everyone is linearised where u stands. */
  start(u: Float64Array): void {
    if (!this.#driven) return;
    for (let i = 0; i < this.#at.length; i++)
      this.#at[i] = Math.min(1, Math.max(0, this.#sOf(i, u[this.#groupOf[i] as number] as number)));
    this.follow(u);
  }

  /** Linearises: adds slopes to `anchor`, writes what is taken at u = 0 along the slope, with the sign of inflow, to `fixed`. */
  linearise(u: Float64Array, anchor: Float64Array, fixed: Float64Array): void {
    if (!this.#driven) {
      for (let g = 0; g < fixed.length; g++) fixed[g] = -(this.taken[g] as number);
      return;
    }
    this.#slope.fill(0);
    this.#constant.fill(0);
    for (let i = 0; i < this.#demand.length; i++) {
      const g = this.#groupOf[i] as number;
      const d = this.#demand[i] as number;
      let [slope, share, uAt] = [0, 1, 0];
      if (d > 0) {
        const at = crossed(this.#at[i] as number, this.#sOf(i, u[g] as number));
        this.#at[i] = at;
        share = at * at * (3 - 2 * at);
        const p = this.#paAt(i, at);
        uAt = this.#isSquare ? p * p : p;
        // At its ends the curve is flat, also where they stand at no pressure at all.
        if (at > 0 && at < 1) slope = (d * 6 * at * (1 - at)) / this.#range(i) / (this.#isSquare ? 2 * p : 1);
      }
      this.#slope[g] = (this.#slope[g] as number) + slope;
      this.#constant[g] = (this.#constant[g] as number) + d * share - slope * uAt;
    }
    for (let g = 0; g < fixed.length; g++) {
      anchor[g] = (anchor[g] as number) + (this.#slope[g] as number);
      fixed[g] = -(this.#constant[g] as number);
    }
  }

  /** What is taken at u. */
  follow(u: Float64Array): void {
    if (!this.#driven) return;
    this.taken.fill(0);
    for (let i = 0; i < this.#demand.length; i++) {
      const g = this.#groupOf[i] as number;
      this.taken[g] = (this.taken[g] as number) + this.served(i, u[g] as number);
    }
    this.#unsettled = 0;
    for (let g = 0; g < u.length; g++) {
      const off =
        (this.taken[g] as number) - (this.#constant[g] as number) - (this.#slope[g] as number) * (u[g] as number);
      if (off > this.#unsettled || off < -this.#unsettled) this.#unsettled = Math.abs(off);
    }
  }

  /** Taken at node i when its group stands at u, kg/s. */
  served(i: number, u: number): number {
    const d = this.#demand[i] as number;
    if (!(d > 0) || !this.#driven) return d;
    const s = Math.min(1, Math.max(0, this.#sOf(i, u)));
    return d * s * s * (3 - 2 * s);
  }

  #range(i: number): number {
    return (this.#driven?.servicePa[i] as number) - (this.#driven?.leastPa[i] as number);
  }

  #paAt(i: number, s: number): number {
    return (this.#driven?.leastPa[i] as number) + s * this.#range(i);
  }

  /** 0 at the least pressure, 1 at that of service. */
  #sOf(i: number, u: number): number {
    const p = this.#isSquare ? Math.sqrt(Math.max(u, 1)) : u;
    return (p - (this.#driven?.leastPa[i] as number)) / this.#range(i);
  }
}

/** Where a customer that was linearised at `at` is linearised when its pressure calls for `s`. */
function crossed(at: number, s: number): number {
  if (at >= 1) return s >= 1 ? 1 : Math.max(s, 0.5);
  if (at <= 0) return s <= 0 ? 0 : Math.min(s, 0.5);
  if (s >= 1) return at > 1 - NEAR_END ? 1 : (1 + at) / 2;
  if (s <= 0) return at < NEAR_END ? 0 : at / 2;
  return s;
}
