import { couple } from "./couple.ts";
import { freeColumns } from "./free-columns.ts";
import type { PressureDemand } from "./pressure-demand.ts";
import { SparseSystem } from "./sparse.ts";
import type { Control, Topology } from "./topology.ts";
import { unknownsOf } from "./unknowns.ts";

/**
 * One linear step of Newton: every way (live pipes, then regulators) is m = target + conductance · (u1 − u2), groups that something holds
 * stand as they are, and nodes balance. The pattern of the matrix is that of the network and stays; a group that a regulator holds just now is
 * a row by itself.
 */
export class StepSystem {
  /** Groups at the ends of every way. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** p² (or p) by group. */
  readonly u: Float64Array;
  /** kg/s by way. */
  readonly m: Float64Array;
  readonly target: Float64Array;
  readonly conductance: Float64Array;
  /** kg/s by slot of a control. */
  readonly given: Float64Array;
  /** Groups whose pressure no source or compressor holds. */
  readonly free: Int32Array;
  /** 1 by group that a source or compressor holds. */
  readonly isFixed: Uint8Array;
  /** The same and those that regulators hold in this step. */
  readonly isHeld: Uint8Array;
  /** What works in this step. */
  controls: readonly Control[];
  readonly #isSquare: boolean;
  readonly #demand: PressureDemand;
  readonly #system: SparseSystem;
  /** Ways between two groups of the system. */
  readonly #inner: Int32Array;
  readonly #weight: Float64Array;
  readonly #anchor: Float64Array;
  readonly #fixed: Float64Array;
  readonly #right: Float64Array;
  readonly #x: Float64Array;

  /** `from`, `to`: groups at the ends of live pipes. */
  constructor(topology: Topology, from: Int32Array, to: Int32Array, demand: PressureDemand, isSquare: boolean) {
    const { groups, regulators, compressors } = topology;
    this.#isSquare = isSquare;
    this.#demand = demand;
    this.from = joined(from, regulators.inlet);
    this.to = joined(to, regulators.outlet);
    const unknowns = unknownsOf(topology, this.from, this.to);
    this.isFixed = unknowns.isHeld;
    this.isHeld = unknowns.isHeld.slice();
    this.free = unknowns.free;
    this.#inner = unknowns.inner;
    this.#system = new SparseSystem(this.free.length, unknowns.innerFrom, unknowns.innerTo);
    this.controls = compressors;
    const ways = this.from.length;
    this.m = new Float64Array(ways);
    this.target = new Float64Array(ways);
    this.conductance = new Float64Array(ways);
    this.given = new Float64Array(compressors.length + regulators.index.length);
    this.u = new Float64Array(groups);
    this.#weight = new Float64Array(this.#inner.length);
    this.#anchor = new Float64Array(groups);
    this.#fixed = new Float64Array(groups);
    this.#right = new Float64Array(groups);
    this.#x = new Float64Array(this.free.length);
  }

  /** Some numbers by group that hold between two solves. */
  get scratch(): Float64Array {
    return this.#right;
  }

  /** What each group takes or passes on beyond what pipes bring it, kg/s: at a held group that is what holds it gives. */
  outflow(out: Float64Array): Float64Array {
    const [from, to, flow] = [this.from, this.to, this.m];
    out.set(this.#demand.taken);
    for (let e = 0; e < from.length; e++) {
      const m = flow[e] as number;
      const a = from[e] as number;
      const b = to[e] as number;
      out[a] = (out[a] as number) + m;
      out[b] = (out[b] as number) - m;
    }
    for (const { slot, other } of this.controls) out[other] = (out[other] as number) + (this.given[slot] as number);
    return out;
  }

  /** Gives its memory back; it cannot be used any more. */
  discard(): void {
    this.#system.discard();
    freeColumns(this.from, this.to, this.u, this.m, this.target, this.conductance, this.given, this.free, this.isFixed);
    freeColumns(this.isHeld, this.#inner, this.#weight, this.#anchor, this.#fixed, this.#right, this.#x);
  }

  /** Solves the linear step; false where the states leave a part with nothing that holds it, to the last figure. */
  solve(): boolean {
    try {
      this.#assemble();
    } catch {
      return false;
    }
    couple(this.controls, {
      ...{ u: this.u, given: this.given, isSquare: this.#isSquare },
      solve: () => this.#solveOnce(),
      outflow: () => this.outflow(this.#right),
    });
    return true;
  }

  /** The matrix and what of the right side does not depend on held pressures. */
  #assemble(): void {
    const [from, to] = [this.from, this.to];
    const [anchor, fixed, isHeld] = [this.#anchor, this.#fixed, this.isHeld];
    anchor.fill(0);
    this.#demand.linearise(this.u, anchor, fixed);
    for (let e = 0; e < from.length; e++) {
      const a = from[e] as number;
      const b = to[e] as number;
      const base = this.target[e] as number;
      fixed[a] = (fixed[a] as number) - base;
      fixed[b] = (fixed[b] as number) + base;
      if (isHeld[a]) anchor[b] = (anchor[b] as number) + (this.conductance[e] as number);
      else if (isHeld[b]) anchor[a] = (anchor[a] as number) + (this.conductance[e] as number);
    }
    for (let i = 0; i < this.#inner.length; i++) {
      const e = this.#inner[i] as number;
      this.#weight[i] = isHeld[from[e] as number] || isHeld[to[e] as number] ? 0 : (this.conductance[e] as number);
    }
    // A group that a regulator holds stays in the system by itself.
    for (let i = 0; i < this.free.length; i++) {
      const g = this.free[i] as number;
      this.#x[i] = isHeld[g] ? 1 : (anchor[g] as number);
    }
    this.#system.factor(this.#weight, this.#x);
  }

  /** Pressures and flows for the held pressures in u and the gas that controls give. */
  #solveOnce(): void {
    const [from, to] = [this.from, this.to];
    const [right, u, isHeld, free, x] = [this.#right, this.u, this.isHeld, this.free, this.#x];
    right.set(this.#fixed);
    for (const { slot, other } of this.controls) right[other] = (right[other] as number) - (this.given[slot] as number);
    for (let e = 0; e < from.length; e++) {
      const a = from[e] as number;
      const b = to[e] as number;
      if (isHeld[a] === isHeld[b]) continue;
      const y = this.conductance[e] as number;
      if (isHeld[a]) right[b] = (right[b] as number) + y * (u[a] as number);
      else right[a] = (right[a] as number) + y * (u[b] as number);
    }
    for (let i = 0; i < free.length; i++) {
      const g = free[i] as number;
      x[i] = isHeld[g] ? (u[g] as number) : (right[g] as number);
    }
    this.#system.solve(x, x);
    for (let i = 0; i < free.length; i++) u[free[i] as number] = x[i] as number;
    for (let e = 0; e < from.length; e++)
      this.m[e] =
        (this.target[e] as number) +
        (this.conductance[e] as number) * ((u[from[e] as number] as number) - (u[to[e] as number] as number));
    this.#demand.follow(u);
  }
}

function joined(a: Int32Array, b: Int32Array): Int32Array {
  if (b.length === 0) return a;
  const all = new Int32Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
