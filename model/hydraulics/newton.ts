import { type Friction, friction, LEAST_RE } from "./friction.ts";
import type { GasModel, GasNetwork } from "./gas-network.ts";
import { type PipeColumns, pipeColumns } from "./pipe-columns.ts";
import { SparseSystem } from "./sparse.ts";
import type { Topology } from "./topology.ts";

/** Regulators as Newton sees them: what leaves `to` must come from `from`. */
export interface Transfer {
  readonly from: number;
  readonly to: number;
  /** This regulator's share of what its outlet gives. */
  readonly share: number;
}

export interface NewtonResult {
  readonly isConverged: boolean;
  readonly iterations: number;
  readonly residual: number;
  readonly imbalance: number;
  /** Pa by group; NaN where not fed. */
  readonly pa: Float64Array;
  /** kg/s by live pipe. */
  readonly flow: Float64Array;
  /** kg/s by transfer. */
  readonly transfer: Float64Array;
  readonly starved: Uint8Array;
}

const MAX_ITERATIONS = 60;
const LEAST_PA = 1;
/** Flows have settled when none moves by more than this share of the largest. */
const TOLERANCE = 1e-9;
/** … or when every pipe keeps its law to the last figures of a double. */
const ROUNDING = 2e-15;

/**
 * Newton on u = p² (p for `gb-low`) and pipe flows by the global gradient method: each step solves one Laplacian for u, then
 * every pipe's flow follows, and nodes balance exactly. Regulators hold their outlets; their inlets give what outlets gave in
 * the step before, which is exact once flows settle.
 */
export class Newton {
  readonly #gas: GasModel;
  readonly #topology: Topology;
  readonly #pipes: PipeColumns;
  readonly #transfers: readonly Transfer[];
  readonly #demand: Float64Array;
  readonly #free: Int32Array;
  readonly #system: SparseSystem;
  /** Pipes between two sought groups, and the ends as the system numbers them. */
  readonly #inner: Int32Array;
  readonly #innerFrom: Int32Array;
  readonly #innerTo: Int32Array;
  readonly #isSquare: boolean;
  readonly #u: Float64Array;
  readonly #m: Float64Array;
  readonly #target: Float64Array;
  readonly #conductance: Float64Array;
  readonly #given: Float64Array;
  readonly #friction: Friction = { lambda: 0, slope: 0 };

  constructor(network: GasNetwork, gas: GasModel, topology: Topology, transfers: readonly Transfer[]) {
    this.#gas = gas;
    this.#topology = topology;
    this.#pipes = pipeColumns(network, gas, topology);
    this.#transfers = transfers;
    this.#isSquare = gas.equation !== "gb-low";
    this.#demand = new Float64Array(topology.groups);
    for (let i = 0; i < network.demand.length; i++) {
      const g = topology.groupOf[i] as number;
      this.#demand[g] = (this.#demand[g] as number) + (network.demand[i] as number);
    }
    const number = new Int32Array(topology.groups).fill(-1);
    const free: number[] = [];
    for (let g = 0; g < topology.groups; g++)
      if (topology.isFed[g] && Number.isNaN(topology.held[g])) number[g] = free.push(g) - 1;
    this.#free = Int32Array.from(free);
    const { from, to } = this.#pipes;
    const inner: number[] = [];
    for (let e = 0; e < from.length; e++)
      if ((number[from[e] as number] as number) >= 0 && (number[to[e] as number] as number) >= 0) inner.push(e);
    this.#inner = Int32Array.from(inner);
    this.#innerFrom = this.#inner.map((e) => number[from[e] as number] as number);
    this.#innerTo = this.#inner.map((e) => number[to[e] as number] as number);
    this.#system = new SparseSystem(free.length, this.#innerFrom, this.#innerTo);
    this.#u = this.#startPressures();
    this.#m = new Float64Array(from.length);
    this.#target = new Float64Array(from.length);
    this.#conductance = new Float64Array(from.length);
    this.#given = new Float64Array(transfers.length);
  }

  /** Every group starts at the pressure held nearest to it in steps: its own level. */
  #startPressures(): Float64Array {
    const { groups, held } = this.#topology;
    const near = Array.from({ length: groups }, (): number[] => []);
    const { from, to } = this.#pipes;
    for (let e = 0; e < from.length; e++) {
      (near[from[e] as number] as number[]).push(to[e] as number);
      (near[to[e] as number] as number[]).push(from[e] as number);
    }
    const u = new Float64Array(groups).fill(Number.NaN);
    const queue: number[] = [];
    for (let g = 0; g < groups; g++)
      if (!Number.isNaN(held[g])) {
        u[g] = this.#uOf(held[g] as number);
        queue.push(g);
      }
    for (let head = 0; head < queue.length; head++)
      for (const g of near[queue[head] as number] as number[])
        if (Number.isNaN(u[g])) {
          u[g] = u[queue[head] as number] as number;
          queue.push(g);
        }
    return u;
  }

  #uOf(pa: number): number {
    return this.#isSquare ? pa * pa : pa;
  }

  #paOf(u: number): number {
    return this.#isSquare ? Math.sqrt(Math.max(u, LEAST_PA * LEAST_PA)) : u;
  }

  /** Compressibility at the pipe's mean pressure, and the column of gas in it, both from the last step. */
  #lagged(e: number): { z: number; column: number } {
    const p1 = this.#paOf(this.#u[this.#pipes.from[e] as number] as number);
    const p2 = this.#paOf(this.#u[this.#pipes.to[e] as number] as number);
    const s = p1 + p2;
    const gas = this.#gas;
    const z = this.#isSquare ? gas.z((2 / 3) * (s - (p1 * p2) / s)) : 1;
    const rise = this.#pipes.rise[e] as number;
    if (rise === 0) return { z, column: 0 };
    const density = (p: number): number => (gas.rhoN * gas.tN * p) / (gas.temperature * gas.pN * gas.z(p));
    const rho = (density(p1) + density(p2)) / 2;
    return { z, column: rho * gas.gravity * rise * (this.#isSquare ? s : 1) };
  }

  /** Some 3 m/s: what stands in for the flow before the first step. */
  #usualFlow(e: number): number {
    const density = (this.#gas.rhoN * this.#paOf(this.#u[this.#pipes.from[e] as number] as number)) / this.#gas.pN;
    return 3 * density * (this.#pipes.area[e] as number);
  }

  /** Linearises every pipe about its flow: m = target + conductance · (u1 − u2). Returns the worst violation of a law. */
  #linearise(isFirst: boolean): number {
    const { base, lengthOverD, zeta, kd, rePerFlow, from, to } = this.#pipes;
    const f = this.#friction;
    let worst = 0;
    for (let e = 0; e < from.length; e++) {
      const perFlow = rePerFlow[e] as number;
      const { z, column } = this.#lagged(e);
      const m = this.#m[e] as number;
      const size = isFirst ? this.#usualFlow(e) : Math.abs(m);
      const least = LEAST_RE / perFlow;
      const at = Math.max(size, least);
      friction(this.#gas.law, at * perFlow, kd[e] as number, f);
      const scale = (base[e] as number) * z;
      const loss = f.lambda * (lengthOverD[e] as number) + (zeta[e] as number);
      const resistance = Math.max(scale * loss * at, 1e-12);
      const steep =
        isFirst || size < least
          ? resistance
          : Math.max(scale * at * (2 * loss + f.slope * (lengthOverD[e] as number)), 1e-12);
      const y = 1 / steep;
      this.#conductance[e] = y;
      this.#target[e] = isFirst ? column * y : m + (column - resistance * m) * y;
      const violation =
        (this.#u[from[e] as number] as number) - (this.#u[to[e] as number] as number) + column - resistance * m;
      if (!isFirst && Math.abs(violation) > worst) worst = Math.abs(violation);
    }
    return worst;
  }

  /** What each group takes or passes on beyond what pipes bring it, kg/s: at a held group that is what holds it gives. */
  #outflow(): Float64Array {
    const { from, to } = this.#pipes;
    const out = this.#demand.slice();
    for (let e = 0; e < from.length; e++) {
      const m = this.#m[e] as number;
      out[from[e] as number] = (out[from[e] as number] as number) + m;
      out[to[e] as number] = (out[to[e] as number] as number) - m;
    }
    for (const [r, t] of this.#transfers.entries()) out[t.from] = (out[t.from] as number) + (this.#given[r] as number);
    return out;
  }

  #transfer(): void {
    const out = this.#outflow();
    for (const [r, t] of this.#transfers.entries()) this.#given[r] = t.share * (out[t.to] as number);
  }

  #imbalance(): number {
    const out = this.#outflow();
    let worst = 0;
    for (const g of this.#free) worst = Math.max(worst, Math.abs(out[g] as number));
    return worst;
  }

  #step(): void {
    const { from, to } = this.#pipes;
    const n = this.#free.length;
    const right = new Float64Array(this.#topology.groups);
    for (let g = 0; g < right.length; g++) right[g] = -(this.#demand[g] as number);
    for (const [r, t] of this.#transfers.entries())
      right[t.from] = (right[t.from] as number) - (this.#given[r] as number);
    const anchor = new Float64Array(this.#topology.groups);
    for (let e = 0; e < from.length; e++) {
      const [a, b] = [from[e] as number, to[e] as number];
      const [y, base] = [this.#conductance[e] as number, this.#target[e] as number];
      right[a] = (right[a] as number) - base;
      right[b] = (right[b] as number) + base;
      const [isA, isB] = [!Number.isNaN(this.#topology.held[a]), !Number.isNaN(this.#topology.held[b])];
      if (isA && !isB) {
        anchor[b] = (anchor[b] as number) + y;
        right[b] = (right[b] as number) + y * (this.#u[a] as number);
      } else if (isB && !isA) {
        anchor[a] = (anchor[a] as number) + y;
        right[a] = (right[a] as number) + y * (this.#u[b] as number);
      }
    }
    const weight = Float64Array.from(this.#inner, (e) => this.#conductance[e] as number);
    const x = Float64Array.from(this.#free, (g) => right[g] as number);
    this.#system.factor(
      this.#innerFrom,
      this.#innerTo,
      weight,
      Float64Array.from(this.#free, (g) => anchor[g] as number),
    );
    this.#system.solve(x, x);
    for (let i = 0; i < n; i++) this.#u[this.#free[i] as number] = x[i] as number;
    for (let e = 0; e < from.length; e++)
      this.#m[e] =
        (this.#target[e] as number) +
        (this.#conductance[e] as number) *
          ((this.#u[from[e] as number] as number) - (this.#u[to[e] as number] as number));
  }

  solve(): NewtonResult {
    let iterations = 0;
    let isConverged = false;
    // A hundredth of a usual flow counts as a flow: in a network at rest only rounding moves.
    const still = this.#m.reduce((most, _, e) => Math.max(most, 0.01 * this.#usualFlow(e)), 1e-9);
    let top = 1e-9;
    for (const u of this.#u) if (u > top) top = u;
    while (iterations < MAX_ITERATIONS && !isConverged) {
      const [flow, given, u] = [this.#m.slice(), this.#given.slice(), this.#u.slice()];
      const violation = this.#linearise(iterations === 0);
      this.#step();
      this.#transfer();
      iterations++;
      const moved = greatestMove(flow, this.#m, still) + greatestMove(given, this.#given, still);
      const isStill = moved <= TOLERANCE || violation <= ROUNDING * top;
      isConverged = iterations > 1 && isStill && greatestShift(u, this.#u) <= TOLERANCE / 100;
    }
    return {
      isConverged,
      iterations,
      residual: this.#linearise(false) / top,
      imbalance: this.#imbalance(),
      pa: this.#u.map((u) => (Number.isNaN(u) ? u : this.#paOf(u))),
      flow: this.#m,
      transfer: this.#given,
      starved: Uint8Array.from(this.#u, (u) => (u <= 0 ? 1 : 0)),
    };
  }
}

/** Largest change as a share of the largest flow, or of the least that counts. */
function greatestMove(before: Float64Array, after: Float64Array, least: number): number {
  let [move, size] = [0, least];
  for (let i = 0; i < after.length; i++) {
    move = Math.max(move, Math.abs((after[i] as number) - (before[i] as number)));
    size = Math.max(size, Math.abs(after[i] as number));
  }
  return move / size;
}

/** Largest change of a value as a share of itself. */
function greatestShift(before: Float64Array, after: Float64Array): number {
  let shift = 0;
  for (let i = 0; i < after.length; i++) {
    const share = Math.abs((after[i] as number) - (before[i] as number)) / Math.max(1, Math.abs(after[i] as number));
    if (share > shift) shift = share;
  }
  return shift;
}
