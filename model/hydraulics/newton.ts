import { couple } from "./couple.ts";
import { type Friction, friction, leastRe } from "./friction.ts";
import type { GasModel, GasNetwork } from "./gas-network.ts";
import { type PipeColumns, pipeColumns } from "./pipe-columns.ts";
import { PressureDemand } from "./pressure-demand.ts";
import { greatestMove, greatestShift, nextDamping, ToCome } from "./settled.ts";
import { SparseSystem } from "./sparse.ts";
import { type NewtonStart, nearestHeld } from "./start.ts";
import type { Topology } from "./topology.ts";
import { unknownsOf } from "./unknowns.ts";

export interface NewtonResult {
  readonly isConverged: boolean;
  readonly iterations: number;
  readonly residual: number;
  readonly imbalance: number;
  /** Pa by group; NaN where not fed. */
  readonly pa: Float64Array;
  /** kg/s by live pipe. */
  readonly flow: Float64Array;
  /** kg/s by control: what its held group gives through it. */
  readonly given: Float64Array;
  /** Taken by group, kg/s. */
  readonly taken: Float64Array;
  /** What leaves each group beyond what pipes bring, kg/s: at a held group what holds it gives. */
  readonly outflow: Float64Array;
  readonly starved: Uint8Array;
}

const MAX_ITERATIONS = 60;
/** After this many steps without an end, steps are halved (with pressure-driven demand they are damped as they swing). */
const PATIENCE = 25;
const LEAST_PA = 1;
/** Flows have settled when none would move by more than this share of the largest in all steps to come. */
const TOLERANCE = 1e-9;
/** … or when every pipe keeps its law to the last figures of a double. */
const ROUNDING = 2e-15;

/**
 * Newton on u = p² (p for `gb-low`) and pipe flows by the global gradient method: each step solves one Laplacian for u, then
 * every pipe's flow follows, and nodes balance exactly. Regulators and compressors hold one of their sides; the other takes or gives
 * what that needs, settled within each step by further solves with the same factor (`couple`).
 */
export class Newton {
  readonly topology: Topology;
  readonly #gas: GasModel;
  readonly #pipes: PipeColumns;
  readonly #free: Int32Array;
  readonly #isHeld: Uint8Array;
  readonly #system: SparseSystem;
  /** Pipes between two sought groups, and the ends as the system numbers them. */
  readonly #inner: Int32Array;
  readonly #isSquare: boolean;
  readonly #demand: PressureDemand;
  readonly #u: Float64Array;
  readonly #p: Float64Array;
  readonly #m: Float64Array;
  readonly #lambda: Float64Array;
  readonly #target: Float64Array;
  readonly #conductance: Float64Array;
  readonly #given: Float64Array;
  readonly #weight: Float64Array;
  readonly #anchor: Float64Array;
  readonly #fixed: Float64Array;
  readonly #right: Float64Array;
  readonly #x: Float64Array;
  readonly #friction: Friction = { lambda: 0, slope: 0 };

  constructor(network: GasNetwork, gas: GasModel, topology: Topology) {
    this.topology = topology;
    this.#gas = gas;
    this.#pipes = pipeColumns(network, gas, topology);
    this.#isSquare = gas.equation !== "gb-low";
    const { groups } = topology;
    const { from, to } = this.#pipes;
    const unknowns = unknownsOf(topology, from, to);
    this.#isHeld = unknowns.isHeld;
    this.#free = unknowns.free;
    this.#inner = unknowns.inner;
    this.#system = new SparseSystem(this.#free.length, unknowns.innerFrom, unknowns.innerTo);
    this.#demand = new PressureDemand(network, topology, this.#isSquare);
    this.#u = new Float64Array(groups);
    this.#p = new Float64Array(groups);
    this.#m = new Float64Array(from.length);
    this.#lambda = new Float64Array(from.length);
    this.#target = new Float64Array(from.length);
    this.#conductance = new Float64Array(from.length);
    this.#given = new Float64Array(topology.controls.length);
    this.#weight = new Float64Array(this.#inner.length);
    this.#anchor = new Float64Array(groups);
    this.#fixed = new Float64Array(groups);
    this.#right = new Float64Array(groups);
    this.#x = new Float64Array(this.#free.length);
  }

  #uOf(pa: number): number {
    return this.#isSquare ? pa * pa : pa;
  }

  #pressures(): void {
    const least = this.#uOf(LEAST_PA);
    for (let g = 0; g < this.#u.length; g++) {
      const u = this.#u[g] as number;
      this.#p[g] = this.#isSquare ? Math.sqrt(u < least ? least : u) : Math.max(u, LEAST_PA);
    }
  }

  /** Some 3 m/s: what stands in for the flow before the first step. */
  #usualFlow(e: number): number {
    const density = (this.#gas.rhoN * (this.#p[this.#pipes.from[e] as number] as number)) / this.#gas.pN;
    return 3 * density * (this.#pipes.area[e] as number);
  }

  /** Linearises every pipe about its flow: m = target + conductance · (u1 − u2). Returns the worst violation of a law. */
  #linearise(isFirst: boolean): number {
    const { base, lengthOverD, zeta, kd, rough, rePerFlow, rise, from, to } = this.#pipes;
    const { law, power, z: zOf, rhoN, tN, temperature, pN, gravity } = this.#gas;
    const exponent = (power?.qExp ?? 2) - 2;
    const least = leastRe(law);
    const isNikuradse = law === "nikuradse";
    const [f, u, p, flow, isSquare] = [this.#friction, this.#u, this.#p, this.#m, this.#isSquare];
    const perPa = (rhoN * tN) / (temperature * pN);
    this.#pressures();
    let worst = 0;
    for (let e = 0; e < from.length; e++) {
      const [a, b] = [from[e] as number, to[e] as number];
      const [p1, p2] = [p[a] as number, p[b] as number];
      const s = p1 + p2;
      const z = isSquare ? zOf((2 / 3) * (s - (p1 * p2) / s)) : 1;
      const dh = rise[e] as number;
      const column = dh === 0 ? 0 : ((perPa * (p1 / zOf(p1) + p2 / zOf(p2))) / 2) * gravity * dh * (isSquare ? s : 1);
      const m = flow[e] as number;
      const size = isFirst ? this.#usualFlow(e) : Math.abs(m);
      const perFlow = rePerFlow[e] as number;
      const at = Math.max(size, least / perFlow);
      const re = at * perFlow;
      if (isNikuradse) {
        f.slope = -64 / re;
        f.lambda = (rough[e] as number) - f.slope;
      } else {
        friction(law, re, kd[e] as number, f, this.#lambda[e] as number, exponent);
        this.#lambda[e] = f.lambda;
      }
      const ld = lengthOverD[e] as number;
      const scale = (base[e] as number) * z * at;
      const loss = f.lambda * ld + (zeta[e] as number);
      const resistance = Math.max(scale * loss, 1e-12);
      const steep = isFirst || size < at ? resistance : Math.max(scale * (2 * loss + f.slope * ld), 1e-12);
      const y = 1 / steep;
      this.#conductance[e] = y;
      this.#target[e] = isFirst ? column * y : m + (column - resistance * m) * y;
      if (isFirst) continue;
      const violation = Math.abs((u[a] as number) - (u[b] as number) + column - resistance * m);
      if (violation > worst) worst = violation;
    }
    return worst;
  }

  /** What each group takes or passes on beyond what pipes bring it, kg/s: at a held group that is what holds it gives. */
  #outflow(out: Float64Array): Float64Array {
    const { from, to } = this.#pipes;
    out.set(this.#demand.taken);
    for (let e = 0; e < from.length; e++) {
      const m = this.#m[e] as number;
      const [a, b] = [from[e] as number, to[e] as number];
      out[a] = (out[a] as number) + m;
      out[b] = (out[b] as number) - m;
    }
    for (const [c, { other }] of this.topology.controls.entries())
      out[other] = (out[other] as number) + (this.#given[c] as number);
    return out;
  }

  /** The matrix and what of the right side does not depend on held pressures. */
  #assemble(): void {
    const { from, to } = this.#pipes;
    const [anchor, fixed, isHeld] = [this.#anchor, this.#fixed, this.#isHeld];
    anchor.fill(0);
    this.#demand.linearise(this.#u, anchor, fixed);
    for (let e = 0; e < from.length; e++) {
      const [a, b] = [from[e] as number, to[e] as number];
      const base = this.#target[e] as number;
      fixed[a] = (fixed[a] as number) - base;
      fixed[b] = (fixed[b] as number) + base;
      if (isHeld[a]) anchor[b] = (anchor[b] as number) + (this.#conductance[e] as number);
      else if (isHeld[b]) anchor[a] = (anchor[a] as number) + (this.#conductance[e] as number);
    }
    for (let i = 0; i < this.#inner.length; i++)
      this.#weight[i] = this.#conductance[this.#inner[i] as number] as number;
    for (let i = 0; i < this.#free.length; i++) this.#x[i] = anchor[this.#free[i] as number] as number;
    this.#system.factor(this.#weight, this.#x);
  }

  /** Pressures and flows for the held pressures in u and the gas that controls give. */
  #solveOnce(): void {
    const { from, to } = this.#pipes;
    const [right, u, isHeld, free, x] = [this.#right, this.#u, this.#isHeld, this.#free, this.#x];
    right.set(this.#fixed);
    for (const [c, { other }] of this.topology.controls.entries())
      right[other] = (right[other] as number) - (this.#given[c] as number);
    for (let e = 0; e < from.length; e++) {
      const [a, b] = [from[e] as number, to[e] as number];
      if (isHeld[a] === isHeld[b]) continue;
      const y = this.#conductance[e] as number;
      if (isHeld[a]) right[b] = (right[b] as number) + y * (u[a] as number);
      else right[a] = (right[a] as number) + y * (u[b] as number);
    }
    for (let i = 0; i < free.length; i++) x[i] = right[free[i] as number] as number;
    this.#system.solve(x, x);
    for (let i = 0; i < free.length; i++) u[free[i] as number] = x[i] as number;
    for (let e = 0; e < from.length; e++)
      this.#m[e] =
        (this.#target[e] as number) +
        (this.#conductance[e] as number) * ((u[from[e] as number] as number) - (u[to[e] as number] as number));
    this.#demand.follow(u);
  }

  #begin(start: NewtonStart | undefined): void {
    const { held, isFed, controls } = this.topology;
    const following = new Set(controls.filter((c) => c.follows).map((c) => c.held));
    const pa = nearestHeld(this.topology, this.#pipes.from, this.#pipes.to);
    for (let g = 0; g < pa.length; g++) {
      const known = start?.pa[g];
      const isFixed = this.#isHeld[g] === 1 && !following.has(g);
      const value = isFixed ? (held[g] as number) : known !== undefined && known > 0 ? known : (pa[g] as number);
      this.#u[g] = isFed[g] ? this.#uOf(value) : Number.NaN;
    }
    this.#given.fill(0);
    if (start) this.#m.set(start.flow);
    else this.#m.fill(0);
    this.#demand.start(this.#u);
  }

  /** Starts anew, or from near by. The demand may have changed in between (`setDemand`). */
  solve(start?: NewtonStart, maxIterations: number = MAX_ITERATIONS): NewtonResult {
    this.#begin(start);
    this.#pressures();
    let [iterations, isConverged] = [0, false];
    // A hundredth of a usual flow counts as a flow: in a network at rest only rounding moves.
    let still = 1e-9;
    for (let e = 0; e < this.#m.length; e++) still = Math.max(still, 0.01 * this.#usualFlow(e));
    let top = 1e-9;
    for (const u of this.#u) if (u > top) top = u;
    const [flow, given, u] = [this.#m.slice(), this.#given.slice(), this.#u.slice()];
    let damping = 1;
    const lastMove = new Float64Array(this.#demand.isDriven ? u.length : 0);
    const isLinear = this.#m.length === 0;
    const [flowsToCome, pressuresToCome] = [new ToCome(), new ToCome()];
    while (iterations < maxIterations && !isConverged) {
      flow.set(this.#m);
      given.set(this.#given);
      u.set(this.#u);
      const isFirst = iterations === 0 && !start;
      const violation = this.#linearise(isFirst);
      this.#assemble();
      couple(this.topology.controls, {
        ...{ u: this.#u, given: this.#given, isSquare: this.#isSquare },
        solve: () => this.#solveOnce(),
        outflow: () => this.#outflow(this.#right),
      });
      damping = this.#demand.isDriven ? nextDamping(damping, u, this.#u, lastMove) : iterations < PATIENCE ? 1 : 0.5;
      if (damping < 1) this.#hold(flow, u, damping);
      iterations++;
      const moved = greatestMove(flow, this.#m, still) + greatestMove(given, this.#given, still);
      const shifted = greatestShift(u, this.#u, top);
      const isStill = flowsToCome.after(moved) <= TOLERANCE || violation <= ROUNDING * top;
      const isLevel = pressuresToCome.after(shifted) <= TOLERANCE / 100;
      isConverged = isLinear || (iterations > 1 && isStill && isLevel);
    }
    const residual = this.#linearise(false) / top;
    const outflow = this.#outflow(new Float64Array(this.#u.length));
    let imbalance = 0;
    for (const g of this.#free) imbalance = Math.max(imbalance, Math.abs(outflow[g] as number));
    return {
      ...{ isConverged, iterations, residual, imbalance, outflow, flow: this.#m, given: this.#given },
      pa: this.#p.map((p, g) => (Number.isNaN(this.#u[g]) ? Number.NaN : p)),
      taken: this.#demand.taken,
      starved: Uint8Array.from(this.#u, (value) => (value <= 0 ? 1 : 0)),
    };
  }

  /** Goes a part of the way only: ends the swing of demands that come and go with the pressure. */
  #hold(flow: Float64Array, u: Float64Array, part: number): void {
    for (let e = 0; e < flow.length; e++)
      this.#m[e] = (flow[e] as number) + part * ((this.#m[e] as number) - (flow[e] as number));
    for (let g = 0; g < u.length; g++)
      this.#u[g] = (u[g] as number) + part * ((this.#u[g] as number) - (u[g] as number));
    this.#demand.follow(this.#u);
  }

  /** kg/s by node of the network, as in `GasNetwork.demand`. */
  setDemand(demand: Float64Array): void {
    this.#demand.set(demand);
  }
}
