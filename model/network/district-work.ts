import type { NetworkGraph } from "#model/graph/network-graph.ts";
import { freeColumns } from "#model/hydraulics/free-columns.ts";
import { NATURAL_GAS } from "#model/hydraulics/gas-network.ts";
import { solveGas } from "#model/hydraulics/solve.ts";
import type { ModelNetwork } from "./assemble.ts";
import { gasNetworkOf, KGS_PER_M3H } from "./district-gas.ts";
import type { Districts } from "./districts.ts";
import { outflowByGroup } from "./outflow.ts";
import type { SolvedNetwork, SolveInput } from "./solve-districts.ts";
import { isShort, shortOf, solveTogether } from "./starved.ts";

/** Regulators that would have to let gas back are taken out, at most so often for one district. */
const LOCKUPS = 8;
/** A regulator draws as before when what it passes is the same to this share, or to so much m³/h. */
const SAME = { share: 1e-6, m3h: 1e-4 } as const;

/** Districts of one network on their way to a solution: pressures, flows, and what each regulator draws from the district above. */
export class DistrictWork {
  readonly kPa: Float64Array;
  readonly flowM3h: Float64Array;
  readonly shortM3h: Float64Array;
  readonly failed: Uint8Array;
  readonly coupled: Uint8Array;
  residual = 0;
  iterations = 0;
  solved = 0;
  readonly #net: ModelNetwork;
  readonly #graph: NetworkGraph;
  readonly #input: SolveInput;
  readonly #isFed: Uint8Array;
  readonly #districts: Districts;
  /** Demand of each node with what regulators draw there, m³/h. */
  readonly #demand: Float64Array;
  readonly #local: Int32Array;
  readonly #sourceAt = new Map<number, number>();
  /** What each regulator was last said to draw at its inlet, m³/h. */
  readonly #drawM3h: Float64Array;
  /** 1 by district that has been solved, and where something draws otherwise than it was last solved for. */
  readonly #isDone: Uint8Array;
  readonly #isStale: Uint8Array;
  /** Districts that each feeds. */
  readonly #below: readonly ReadonlySet<number>[];

  constructor(net: ModelNetwork, graph: NetworkGraph, input: SolveInput, isFed: Uint8Array, districts: Districts) {
    this.#net = net;
    this.#graph = graph;
    this.#input = input;
    this.#isFed = isFed;
    this.#districts = districts;
    this.#demand = input.demandM3h.slice();
    this.#local = new Int32Array(graph.nodes).fill(-1);
    this.kPa = new Float64Array(graph.nodes).fill(Number.NaN);
    this.flowM3h = new Float64Array(graph.edges);
    this.shortM3h = new Float64Array(graph.nodes);
    this.failed = new Uint8Array(districts.count);
    this.coupled = new Uint8Array(districts.count);
    this.#drawM3h = new Float64Array(graph.edges);
    this.#isDone = new Uint8Array(districts.count);
    this.#isStale = new Uint8Array(districts.count);
    graph.sources.forEach((n, i) => {
      this.#sourceAt.set(n, input.sourceKPa[i] as number);
    });
    const below = Array.from({ length: districts.count }, () => new Set<number>());
    districts.feeders.forEach((list, d) => {
      for (const e of list) below[this.#above(e)]?.add(d);
    });
    this.#below = below;
  }

  #above = (e: number): number => this.#districts.of[this.#graph.from[e] as number] as number;

  #nodes = (d: number): Int32Array => {
    const { first, nodes } = this.#districts;
    return nodes.subarray(first[d], first[d + 1]);
  };

  #edges(d: number): { pipes: Int32Array; valves: Int32Array } {
    const { firstPipe, pipes, firstValve, valves } = this.#districts;
    return {
      pipes: pipes.subarray(firstPipe[d], firstPipe[d + 1]),
      valves: valves.subarray(firstValve[d], firstValve[d + 1]),
    };
  }

  #feeders(d: number): number[] {
    return (this.#districts.feeders[d] as readonly number[]).filter((e) => this.#isFed[this.#graph.from[e] as number]);
  }

  /** No regulator that it feeds has been solved anew. */
  drawsAsBefore(d: number): boolean {
    return this.#isStale[d] === 0;
  }

  takeOver(d: number, before: SolvedNetwork): void {
    const { pipes, valves } = this.#edges(d);
    for (const n of this.#nodes(d)) {
      this.kPa[n] = before.kPa[n] as number;
      this.shortM3h[n] = before.shortM3h[n] as number;
    }
    for (const list of [pipes, valves]) for (const e of list) this.flowM3h[e] = before.flowM3h[e] as number;
    this.failed[d] = before.failed[before.districts.of[this.#nodes(d)[0] as number] as number] as number;
    this.#isDone[d] = 1;
    for (const e of this.#districts.feeders[d] as readonly number[]) this.#draw(e, before.flowM3h[e] as number, false);
  }

  /** A regulator passes so much: its inlet takes it. */
  #draw(e: number, m3h: number, isNew = true): void {
    const last = this.#drawM3h[e] as number;
    this.flowM3h[e] = m3h;
    this.#drawM3h[e] = m3h;
    const inlet = this.#graph.from[e] as number;
    this.#demand[inlet] = (this.#demand[inlet] as number) + m3h - last;
    const isSame = Math.abs(m3h - last) <= Math.max(SAME.m3h, SAME.share * last);
    // One that nobody has solved yet will be; what is done hears of a change only.
    if (isNew && !(isSame && this.#isDone[this.#above(e)])) this.#isStale[this.#above(e)] = 1;
  }

  /** Regulators stand at their set points; where customers starve they take less, and all it feeds is solved with it. Alone it takes one solve. */
  solve(d: number): void {
    const feeders = this.#feeders(d);
    const isDriven = this.#clusterOf([d]).size === 1;
    let open = feeders
      .map((e) => [e, this.#input.setKPa[e] as number] as const)
      .filter(([, kPa]) => !Number.isNaN(kPa));
    for (let i = 0; i < LOCKUPS; i++) {
      const back = this.#solveWith(d, open, isDriven);
      if (back.size === 0) break;
      open = open.filter(([e]) => !back.has(e));
    }
    this.#isDone[d] = 1;
    this.#isStale[d] = 0;
    for (const e of feeders) this.#draw(e, this.flowM3h[e] as number);
    if (!this.#isInTrouble(d)) return;
    const isKnown = !this.failed[d] && !this.#fed(d).some((n) => Number.isNaN(this.kPa[n]));
    if (isDriven && isKnown) this.coupled[d] = 1;
    else this.#solveCluster([d]);
  }

  #isInTrouble(d: number): boolean {
    return this.failed[d] === 1 || isShort(this.#net, this.#input.demandM3h, this.kPa, this.#fed(d));
  }

  #fed(d: number): Int32Array {
    return this.#nodes(d).filter((n) => this.#isFed[n] === 1);
  }

  #inletKPa = (e: number): number => this.kPa[this.#graph.from[e] as number] as number;

  #isWeak(e: number): boolean {
    return this.#inletKPa(e) < (this.#input.setKPa[e] as number);
  }

  /** Regulators below their set point pass what their inlet has; where customers starve by that, both districts are solved together. */
  settle(d: number): void {
    const weak = this.#feeders(d).filter((e) => (this.flowM3h[e] as number) > 0 && this.#isWeak(e));
    if (weak.length === 0 || this.#isSettled(d)) return;
    const above = weak.map(this.#above);
    this.coupled[d] = 1;
    const isStarving = this.#isInTrouble(d) || above.some((up) => this.failed[up] || this.coupled[up]);
    if (!isStarving) {
      const feeders = this.#feeders(d).filter((e) => (this.flowM3h[e] as number) > 0);
      this.#solveWith(
        d,
        feeders.map((e) => [e, Math.min(this.#inletKPa(e), this.#input.setKPa[e] as number)] as const),
        false,
      );
      for (const e of feeders) this.#draw(e, this.flowM3h[e] as number);
    }
    if (isStarving || this.#isInTrouble(d)) this.#solveCluster([d, ...above]);
  }

  /** Solved with all districts whose pressures it hangs on, and nothing has changed since. */
  #isSettled(d: number): boolean {
    return this.coupled[d] === 1 && this.#isStale[d] === 0 && !this.#feeders(d).some((e) => this.#isOff(e));
  }

  /** A regulator whose outlet is not what its inlet and set point make of it; one that is locked up may have more. */
  #isOff(e: number): boolean {
    const due = Math.min(this.#inletKPa(e), this.#input.setKPa[e] as number);
    const off = (this.kPa[this.#graph.to[e] as number] as number) - due;
    const least = Math.max(1e-3, 1e-4 * due);
    return off < -least || (off > least && (this.flowM3h[e] as number) > 0);
  }

  /** Solves again what draws otherwise than was reckoned with, from below. @returns whether anything was. */
  followDraws(): boolean {
    let any = false;
    for (const d of this.#districts.order)
      if (this.#isStale[d]) {
        any = true;
        if (this.coupled[d]) this.#solveCluster([d]);
        else this.solve(d);
      }
    return any;
  }

  /** These districts, all that they feed, and of what feeds those whatever is done and cannot hold its regulators. */
  #clusterOf(seeds: readonly number[]): Set<number> {
    const members = new Set(seeds);
    for (const d of members) {
      for (const down of this.#below[d] as ReadonlySet<number>) members.add(down);
      for (const e of this.#feeders(d))
        if (this.#isDone[this.#above(e)] && this.#isWeak(e)) members.add(this.#above(e));
    }
    return members;
  }

  #solveCluster(seeds: readonly number[]): void {
    const members = this.#clusterOf(seeds);
    const around = {
      ...{ net: this.#net, graph: this.#graph, input: this.#input, districts: this.#districts },
      ...{ isFed: this.#isFed, sourceAt: this.#sourceAt, inletKPa: this.#inletKPa },
    };
    const found = solveTogether(around, members);
    this.#count(found);
    this.solved += members.size;
    found.nodes.forEach((n, i) => {
      this.kPa[n] = found.kPa[i] as number;
      this.shortM3h[n] = found.shortM3h[i] as number;
    });
    found.pipes.forEach((e, i) => {
      this.flowM3h[e] = found.flowM3h[i] as number;
    });
    for (const d of members) {
      this.failed[d] = found.isSolved ? 0 : 1;
      this.coupled[d] = 1;
      this.#isDone[d] = 1;
    }
    found.feeders.forEach((e, r) => {
      this.#draw(e, Math.max(0, found.feederM3h[r] as number));
    });
    // What they draw from one another is settled; only those outside have to hear of it.
    for (const d of members) this.#isStale[d] = 0;
  }

  #count({ residual, iterations }: { readonly residual: number; readonly iterations: number }): void {
    this.iterations += iterations;
    if (Number.isFinite(residual)) this.residual = Math.max(this.residual, residual);
  }

  /** Solves one district with regulators held at pressures; answers those that would let gas back. */
  #solveWith(
    d: number,
    held: readonly (readonly [edge: number, kPa: number])[],
    isDriven: boolean,
  ): ReadonlySet<number> {
    const nodes = this.#nodes(d);
    const back = new Set<number>();
    const sources = [...held.map(([e, kPa]) => [this.#graph.to[e] as number, kPa, e] as const)];
    for (const n of nodes) {
      const kPa = this.#sourceAt.get(n);
      if (kPa !== undefined) sources.push([n, kPa, -1]);
      this.shortM3h[n] = 0;
    }
    if (sources.length === 0) {
      for (const n of nodes) this.kPa[n] = Number.NaN;
      return back;
    }
    nodes.forEach((n, i) => {
      this.#local[n] = i;
    });
    const { pipes, valves } = this.#edges(d);
    const network = gasNetworkOf(this.#net, {
      ...{ nodes, pipes, valves, isDriven },
      at: (n) => this.#local[n] as number,
      takenM3h: (n) => this.#demand[n] as number,
      held: sources.map(([n, kPa]) => [n, kPa] as const),
    });
    const solution = solveGas(network, NATURAL_GAS, { valveFlows: false });
    this.solved++;
    this.#count(solution);
    const air = this.#net.heights.airKPa;
    nodes.forEach((n, i) => {
      this.kPa[n] = (solution.pa[i] as number) / 1000 - (air[n] as number);
      this.shortM3h[n] = shortOf(network.demand[i] as number, solution.served[i] as number, solution.pa[i] as number);
    });
    // Numbers that balance are no answer where gas would have to be sucked in: more is taken than the district can carry.
    const isVacuum = !isDriven && nodes.some((n) => (this.kPa[n] as number) < 0);
    this.failed[d] = solution.problems.length > 0 || isVacuum ? 1 : 0;
    pipes.forEach((e, i) => {
      this.flowM3h[e] = (solution.flow[i] as number) / KGS_PER_M3H;
    });
    const { from, to, length, diameter, roughness } = network.pipes;
    freeColumns(network.demand, from, to, length, diameter, roughness, solution.pa, solution.flow, solution.served);
    if (network.pressureDriven) freeColumns(network.pressureDriven.servicePa, network.pressureDriven.leastPa);
    const part = { nodes, pipes, valves, local: this.#local };
    const taken = (n: number): number => (this.#demand[n] as number) - (this.shortM3h[n] as number);
    const out = outflowByGroup(this.#graph, part, taken, this.flowM3h);
    for (const [n, , e] of sources) {
      if (e === -1) continue;
      const m3h = (out[this.#local[n] as number] as number) / sources.filter(([at]) => at === n).length;
      this.flowM3h[e] = Math.max(0, m3h);
      if (m3h < -1e-6 && sources.length > 1) back.add(e);
    }
    return back;
  }
}
