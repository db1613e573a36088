import type { GasNetwork } from "./gas-network.ts";
import type { Topology } from "./topology.ts";

/** What customers take, by group; with `GasNetwork.pressureDriven` as their pressure lets them. */
export class PressureDemand {
  /** kg/s by group. */
  readonly taken: Float64Array;
  readonly #groupOf: Int32Array;
  readonly #driven: GasNetwork["pressureDriven"];
  readonly #isSquare: boolean;
  readonly #slope: Float64Array;
  #demand: Float64Array;

  constructor(network: GasNetwork, topology: Topology, isSquare: boolean) {
    this.#groupOf = topology.groupOf;
    this.#driven = network.pressureDriven;
    this.#isSquare = isSquare;
    this.#demand = network.demand;
    this.taken = new Float64Array(topology.groups);
    this.#slope = new Float64Array(topology.groups);
    this.set(network.demand);
  }

  get isDriven(): boolean {
    return this.#driven !== undefined;
  }

  /** kg/s by node. */
  set(demand: Float64Array): void {
    this.#demand = demand;
    this.taken.fill(0);
    for (let i = 0; i < demand.length; i++) {
      const g = this.#groupOf[i] as number;
      this.taken[g] = (this.taken[g] as number) + (demand[i] as number);
    }
  }

  start(u: Float64Array): void {
    if (this.#driven) this.follow(u);
  }

  /** Linearises about u: adds slopes to `anchor`, writes what is taken at u = 0 along the slope, with the sign of inflow, to `fixed`. */
  linearise(u: Float64Array, anchor: Float64Array, fixed: Float64Array): void {
    for (let g = 0; g < fixed.length; g++) fixed[g] = -(this.taken[g] as number);
    if (!this.#driven) return;
    this.#slope.fill(0);
    for (let i = 0; i < this.#demand.length; i++) {
      const g = this.#groupOf[i] as number;
      const d = this.#demand[i] as number;
      if (!(d > 0)) continue;
      const slope = d * this.#share(i, u[g] as number).slope;
      this.#slope[g] = (this.#slope[g] as number) + slope;
    }
    for (let g = 0; g < fixed.length; g++) {
      const slope = this.#slope[g] as number;
      if (slope === 0) continue;
      anchor[g] = (anchor[g] as number) + slope;
      fixed[g] = (fixed[g] as number) + slope * (u[g] as number);
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
  }

  /** Taken at node i when its group stands at u, kg/s. */
  served(i: number, u: number): number {
    const d = this.#demand[i] as number;
    return d > 0 && this.#driven ? d * this.#share(i, u).share : d;
  }

  #share(i: number, u: number): { share: number; slope: number } {
    const service = this.#driven?.servicePa[i] as number;
    const least = this.#driven?.leastPa[i] as number;
    const p = this.#isSquare ? Math.sqrt(Math.max(u, 1)) : u;
    const s = (p - least) / (service - least);
    if (s >= 1) return { share: 1, slope: 0 };
    if (!(s > 0)) return { share: 0, slope: 0 };
    const slope = (6 * s * (1 - s)) / (service - least);
    return { share: s * s * (3 - 2 * s), slope: this.#isSquare ? slope / (2 * p) : slope };
  }
}
