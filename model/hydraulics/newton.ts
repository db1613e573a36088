import { freeColumns } from "./free-columns.ts";
import type { GasModel, GasNetwork, RegulatorState } from "./gas-network.ts";
import { lineariseOpen } from "./open-ways.ts";
import { PipeLaws } from "./pipe-laws.ts";
import { PressureDemand } from "./pressure-demand.ts";
import { RegulatorBank, WIDE } from "./regulators.ts";
import { greatestMove, greatestShift, ToCome } from "./settled.ts";
import { type NewtonStart, nearestHeld } from "./start.ts";
import { StepSystem } from "./step-system.ts";
import type { Topology } from "./topology.ts";

export interface NewtonResult {
  readonly isConverged: boolean;
  /** Each regulator works as its pressures say. */
  readonly isSettled: boolean;
  readonly iterations: number;
  /** Steps after which regulators changed their states. */
  readonly changes: number;
  readonly residual: number;
  readonly imbalance: number;
  /** Pa by group; NaN where not fed. */
  readonly pa: Float64Array;
  /** kg/s by live pipe, then by regulator that stands open. */
  readonly flow: Float64Array;
  /** kg/s by slot of a control: what its held group gives through it. */
  readonly given: Float64Array;
  /** What leaves each group beyond what pipes bring, kg/s: at a held group what holds it gives. */
  readonly outflow: Float64Array;
  readonly starved: Uint8Array;
}

const MAX_ITERATIONS = 60;
/** After this many steps without an end, steps are halved. */
const PATIENCE = 25;
/** While regulators change after this many, too. */
const SWING = 8;
/** Steps in which flows may be far off because regulators are. */
const CLIPPED_STEPS = 8;
const CLIP = 10;

/** From which states regulators begin (see `RegulatorBank.begin`), and how long they may change: `free` steps, `most` in all. */
interface Attempt {
  readonly band: number;
  readonly free: number;
  readonly most: number;
}

type Attempted = Pick<NewtonResult, "isConverged" | "isSettled" | "iterations" | "changes"> & { readonly top: number };

const ATTEMPTS: readonly Attempt[] = [
  { band: 0.98, free: 40, most: MAX_ITERATIONS },
  { band: 0.9, free: 40, most: MAX_ITERATIONS },
  { band: 0, free: 80, most: 120 },
  { band: 0.94, free: 150, most: 200 },
];
const USUAL = ATTEMPTS[0] as Attempt;
/** States have come to rest when none has changed in so many steps. */
const STEADY = 5;

const LEAST_PA = 1;
/** Flows have settled when none would move by more than this share of the largest in all steps to come. */
const TOLERANCE = 1e-9;
/** … or when every pipe keeps its law to the last figures of a double. */
const ROUNDING = 2e-15;
/** Where no beginning leads to states that fit, demand rises in parts: by so much at first, and by no less than that at last. */
const FIRST_RISE = 1 / 4;
const LEAST_RISE = 1 / 256;

/**
 * Newton on u = p² (p for `gb-low`) and pipe flows by the global gradient method: each step solves one Laplacian for u, then
 * every pipe's flow follows, and nodes balance exactly. Regulators and compressors hold one of their sides; the other takes or gives
 * what that needs, settled within each step by further solves with the same factor (`couple`). Regulators are revised after each
 * step (`RegulatorBank`): the pattern of the matrix stays, only its numbers change.
 */
export class Newton {
  readonly topology: Topology;
  readonly regulators: RegulatorBank;
  readonly #pipes: PipeLaws;
  readonly #demand: PressureDemand;
  readonly #step: StepSystem;
  readonly #p: Float64Array;
  /** What flows may come to, kg/s: all demand, or a usual flow of the widest pipe. */
  #scale = 0;

  constructor(network: GasNetwork, gas: GasModel, topology: Topology) {
    this.topology = topology;
    this.#pipes = new PipeLaws(network, gas, topology);
    const { from, to } = this.#pipes.columns;
    this.regulators = new RegulatorBank(topology, from, to, this.#pipes.isSquare);
    this.#demand = new PressureDemand(network, topology, this.#pipes.isSquare);
    this.#step = new StepSystem(topology, from, to, this.#demand, this.#pipes.isSquare);
    this.#p = new Float64Array(topology.groups);
  }

  /** Gives its memory back, its topology's too; results of `solve` that are no copies go with it. */
  discard(): void {
    this.#pipes.discard();
    this.#step.discard();
    const { groupOf, held, isFed, livePipes } = this.topology;
    freeColumns(this.#p, groupOf, held, isFed, livePipes);
  }

  #uOf(pa: number): number {
    return this.#pipes.isSquare ? pa * pa : pa;
  }

  #pressures(): void {
    const least = this.#uOf(LEAST_PA);
    for (let g = 0; g < this.#step.u.length; g++) {
      const u = this.#step.u[g] as number;
      this.#p[g] = this.#pipes.isSquare ? Math.sqrt(u < least ? least : u) : Math.max(u, LEAST_PA);
    }
  }

  /** Linearises every way about its flow. Returns the worst violation of a law. */
  #linearise(isFirst: boolean): number {
    this.#pressures();
    const at = { u: this.#step.u, p: this.#p, flow: this.#step.m };
    const inPipes = this.#pipes.linearise(at, isFirst, this.#step.target, this.#step.conductance);
    return Math.max(inPipes, lineariseOpen(this.#step, this.regulators, this.#pipes.count, this.#scale));
  }

  #begin(start: NewtonStart | undefined, states: readonly RegulatorState[] | undefined, band: number): void {
    const { held, isFed, compressors } = this.topology;
    const following = new Set(compressors.filter((c) => c.follows).map((c) => c.held));
    const pa = nearestHeld(this.topology, this.#pipes.columns.from, this.#pipes.columns.to);
    for (let g = 0; g < pa.length; g++) {
      const known = start?.pa[g];
      const isFixed = this.#step.isFixed[g] === 1 && !following.has(g);
      const value = isFixed ? (held[g] as number) : known !== undefined && known > 0 ? known : (pa[g] as number);
      this.#step.u[g] = isFed[g] ? this.#uOf(value) : Number.NaN;
    }
    this.#step.given.fill(0);
    this.#step.m.fill(0);
    if (start) this.#step.m.set(start.flow);
    this.#demand.start(this.#step.u);
    this.regulators.begin(states, this.#step.u, band);
    this.#hold();
  }

  /** Takes over which groups regulators hold now, and what flows through them. */
  #hold(): void {
    if (this.regulators.count === 0) return;
    const [{ outlet }, slots, first] = [this.regulators.columns, this.topology.compressors.length, this.#pipes.count];
    this.#step.isHeld.set(this.#step.isFixed);
    const active = this.regulators.controls();
    this.#step.controls = [...this.topology.compressors, ...active];
    const isActive = new Uint8Array(this.regulators.count);
    for (const { slot, held } of active) {
      this.#step.isHeld[held] = 1;
      this.#step.u[held] = this.regulators.set[slot - slots] as number;
      isActive[slot - slots] = 1;
    }
    for (let r = 0; r < outlet.length; r++) {
      const isOpen = this.regulators.state[r] === WIDE;
      const now = (this.#step.m[first + r] as number) + (this.#step.given[slots + r] as number);
      this.#step.m[first + r] = isOpen ? now : 0;
      this.#step.given[slots + r] = isActive[r] ? now : 0;
    }
  }

  /** Starts anew, or from near by. The demand may have changed in between (`setDemand`). */
  solve(start?: NewtonStart, states?: readonly RegulatorState[], most?: number): NewtonResult {
    let done = this.#attempt(start, states, { ...USUAL, ...(most !== undefined && { most }) });
    let { iterations, changes } = done;
    // No set of states was found that fits: from another beginning the way there is another.
    const others = this.regulators.count > 0 && most === undefined ? ATTEMPTS.slice(1) : [];
    const ways = others.map((attempt) => () => this.#attempt(undefined, undefined, attempt));
    if (others.length > 0) ways.push(() => this.#rise());
    for (const way of ways) {
      if (done.isConverged) break;
      done = way();
      iterations += done.iterations;
      changes += done.changes;
    }
    const { isConverged, isSettled, top } = done;
    const residual = this.#linearise(false) / top;
    const outflow = this.#step.outflow(new Float64Array(this.#step.u.length));
    let imbalance = 0;
    for (const g of this.#step.free)
      if (!this.#step.isHeld[g]) imbalance = Math.max(imbalance, Math.abs(outflow[g] as number));
    return {
      ...{ isConverged, isSettled, iterations, changes, residual, imbalance, outflow, flow: this.#step.m },
      ...{ given: this.#step.given, starved: Uint8Array.from(this.#step.u, (value) => (value <= 0 ? 1 : 0)) },
      pa: this.#p.map((p, g) => (Number.isNaN(this.#step.u[g]) ? Number.NaN : p)),
    };
  }

  /**
   * Solves for a part of the demand, where few regulators are short of gas, and follows the solution up to all of it (continuation; Allgower,
   * Georg 1990): each part begins with the states of the last, so that few change at once; a part that finds no end is made smaller.
   */
  #rise(): Attempted {
    const { asked } = this.#demand;
    let [part, rise, iterations, changes] = [0, FIRST_RISE, 0, 0];
    let start: NewtonStart | undefined;
    let states: RegulatorState[] | undefined;
    let done: Attempted;
    do {
      const next = Math.min(1, part + rise);
      this.#demand.set(asked.map((kgS) => next * kgS));
      done = this.#attempt(start, states, USUAL);
      iterations += done.iterations;
      changes += done.changes;
      if (done.isConverged) {
        [part, rise] = [next, 2 * rise];
        this.#pressures();
        start = { pa: this.#p.slice(), flow: this.#step.m.slice() };
        states = this.regulators.names(1 + Math.max(...this.regulators.columns.index), () => true);
      } else rise /= 2;
    } while (part < 1 && rise >= LEAST_RISE);
    this.#demand.set(asked);
    return { ...done, iterations, changes };
  }

  #attempt(
    start: NewtonStart | undefined,
    states: readonly RegulatorState[] | undefined,
    { band, free, most }: Attempt,
  ): Attempted {
    this.#begin(start, states, band);
    this.#pressures();
    let [iterations, changes, changedAt, isConverged, isSettled] = [0, 0, 0, false, true];
    // A hundredth of a usual flow counts as a flow: in a network at rest only rounding moves.
    let still = 1e-9;
    for (let e = 0; e < this.#pipes.count; e++)
      still = Math.max(still, 0.01 * this.#pipes.usualFlow(e, this.#p[this.#step.from[e] as number] as number));
    this.#scale = Math.max(this.#demand.scale, 100 * still);
    let top = 1e-9;
    for (const u of this.#step.u) if (u > top) top = u;
    const [flow, given, u] = [this.#step.m.slice(), this.#step.given.slice(), this.#step.u.slice()];
    const isLinear = this.#step.m.length === 0;
    const [flowsToCome, pressuresToCome] = [new ToCome(), new ToCome()];
    while (iterations < most && !isConverged) {
      flow.set(this.#step.m);
      given.set(this.#step.given);
      u.set(this.#step.u);
      if (this.regulators.count > 0 && iterations < CLIPPED_STEPS) this.#clip();
      const violation = this.#linearise(iterations === 0 && !start);
      if (!this.#step.solve()) break;
      const isSwinging = iterations >= (this.regulators.count > 0 ? SWING : most) && !isSettled;
      if (isSwinging || (iterations >= PATIENCE && isSettled)) this.#goBack(flow, u, 0.5);
      iterations++;
      const moved = greatestMove(flow, this.#step.m, still) + greatestMove(given, this.#step.given, still);
      const shifted = greatestShift(u, this.#step.u, top);
      const isServed = this.#demand.unsettled <= TOLERANCE * still;
      const isStill = flowsToCome.after(moved) <= TOLERANCE || violation <= ROUNDING * top;
      const isLevel = pressuresToCome.after(shifted) <= TOLERANCE / 100;
      isSettled = !this.#revise(shifted);
      if (!isSettled) [changes, changedAt] = [changes + 1, iterations];
      if (iterations >= free && iterations - changedAt < STEADY) break;
      isConverged = isSettled && (isLinear || (iterations > 1 && isStill && isLevel && isServed));
    }
    return { isConverged, isSettled, iterations, changes, top };
  }

  /** While regulators are still put right flows may be far off: none is linearised about more than all demand, or some 30 m/s. */
  #clip(): void {
    for (let e = 0; e < this.#pipes.count; e++) {
      const most = Math.min(
        this.#scale,
        CLIP * this.#pipes.usualFlow(e, this.#p[this.#step.from[e] as number] as number),
      );
      const m = this.#step.m[e] as number;
      if (m > most) this.#step.m[e] = most;
      else if (m < -most) this.#step.m[e] = -most;
    }
  }

  /** Puts regulators right that do not work as the step says; whether any was. */
  #revise(moved: number): boolean {
    const bank = this.regulators;
    if (bank.count === 0) return false;
    const [slots, first] = [this.topology.compressors.length, this.#pipes.count];
    const changed = bank.revise({
      u: this.#step.u,
      flow: (r) => (this.#step.m[first + r] as number) + (this.#step.given[slots + r] as number),
      scale: this.#scale,
      moved,
    });
    if (changed > 0) this.#hold();
    return changed > 0;
  }

  /** Goes a part of the way only. */
  #goBack(flow: Float64Array, u: Float64Array, part: number): void {
    for (let e = 0; e < flow.length; e++)
      this.#step.m[e] = (flow[e] as number) + part * ((this.#step.m[e] as number) - (flow[e] as number));
    for (let g = 0; g < u.length; g++)
      this.#step.u[g] = (u[g] as number) + part * ((this.#step.u[g] as number) - (u[g] as number));
    this.#demand.follow(this.#step.u);
  }

  /** kg/s by node of the network, as in `GasNetwork.demand`. */
  setDemand(demand: Float64Array): void {
    this.#demand.set(demand);
  }
}
