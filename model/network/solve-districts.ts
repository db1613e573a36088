import { MATERIALS } from "#contract/gas.ts";
import type { NetworkGraph } from "#model/graph/network-graph.ts";
import { supplied } from "#model/graph/reach.ts";
import { type GasNetwork, NATURAL_GAS } from "#model/hydraulics/gas-network.ts";
import { solveGas } from "#model/hydraulics/solve.ts";
import type { ModelNetwork } from "./assemble.ts";
import { type Districts, districtsOf } from "./districts.ts";

export const ATMOSPHERE_KPA = 101.325;
/** kg/s of one normal m³/h. */
export const KGS_PER_M3H = NATURAL_GAS.rhoN / 3600;
/** Wall roughness, m (GB 50028: steel 0.1 mm, PE 0.01 mm; iron 0.5 mm). */
export const ROUGHNESS = MATERIALS.map((material) =>
  material.startsWith("PE") ? 1e-5 : material === "iron" ? 5e-4 : 1e-4,
);
/** Regulators that would have to let gas back are taken out, at most so often for one district. */
const LOCKUPS = 8;

/** How a network stands and what it gives. */
export interface SolveInput {
  /** EDGE_STATE bits by edge. */
  readonly state: Uint8Array;
  /** Taken at each node, m³/h. */
  readonly demandM3h: Float64Array;
  /** Set point by edge, for regulators; kPa gauge. */
  readonly setKPa: Float64Array;
  /** kPa gauge, by `graph.sources`. */
  readonly sourceKPa: Float64Array;
}

export interface SolvedNetwork {
  readonly input: SolveInput;
  readonly districts: Districts;
  /** 1 where a source reaches, by node. */
  readonly isFed: Uint8Array;
  /** kPa gauge by node; NaN where no gas is, and in districts that have no solution. */
  readonly kPa: Float64Array;
  /** m³/h by edge from `from` to `to`. */
  readonly flowM3h: Float64Array;
  /** 1 by district where the solver did not converge. */
  readonly failed: Uint8Array;
  /** Of the districts solved this time: the largest residual (a share of p²), all iterations, how many. */
  readonly residual: number;
  readonly iterations: number;
  readonly solved: number;
}

/** What the records say: valves as they stand, demand of a busy winter hour (half as much again as the mean of the year). */
export const BUSY_HOUR = 1.5;
export function recordedInput({ rows, graph, recordOf, nodeOfEdge, sourceKPa }: ModelNetwork): SolveInput {
  return {
    state: graph.state,
    demandM3h: Float64Array.from(recordOf, (n, i) =>
      i === n ? ((rows.nodes.annualM3[n] as number) * BUSY_HOUR) / 8760 : 0,
    ),
    setKPa: Float64Array.from(nodeOfEdge, (n) => (n === -1 ? Number.NaN : (rows.nodes.setKPa[n] as number))),
    sourceKPa,
  };
}

/**
 * Steady state of a whole network, district by district: first those that feed nobody; what they draw is the demand of the one before.
 * With `before`, districts that nothing has changed in are taken over: a closed valve costs its own district and those upstream.
 * Exact while regulators hold their set points; one whose inlet has less passes its inlet pressure, and its district is solved again.
 */
export function solveDistricts(net: ModelNetwork, input: SolveInput, before?: SolvedNetwork): SolvedNetwork {
  const graph: NetworkGraph = { ...net.graph, state: input.state };
  const isFed = supplied(graph).mark;
  const districts = districtsOf(graph);
  const work = new Work(net, graph, input, isFed, districts);
  const dirty = before ? dirtyOf(graph, input, isFed, districts, before) : null;
  for (const d of districts.order) {
    if (dirty && before && !dirty[d] && work.drawsAsBefore(d)) work.takeOver(d, before);
    else work.solve(d);
  }
  // From above: regulators without enough at their inlet.
  for (let i = districts.order.length - 1; i >= 0; i--) work.settle(districts.order[i] as number);
  const { kPa, flowM3h, failed, residual, iterations, solved } = work;
  return { input, districts, isFed, kPa, flowM3h, failed, residual, iterations, solved };
}

/** Districts in which an edge, a demand or the supply is another than before. */
function dirtyOf(
  graph: NetworkGraph,
  input: SolveInput,
  isFed: Uint8Array,
  { of, count }: Districts,
  before: SolvedNetwork,
): Uint8Array {
  const dirty = new Uint8Array(count);
  const touch = (n: number): void => {
    dirty[of[n] as number] = 1;
  };
  for (let e = 0; e < graph.edges; e++)
    if (input.state[e] !== before.input.state[e] || !Object.is(input.setKPa[e], before.input.setKPa[e])) {
      touch(graph.from[e] as number);
      touch(graph.to[e] as number);
    }
  for (let n = 0; n < graph.nodes; n++)
    if (isFed[n] !== before.isFed[n] || input.demandM3h[n] !== before.input.demandM3h[n]) touch(n);
  graph.sources.forEach((n, i) => {
    if (input.sourceKPa[i] !== before.input.sourceKPa[i]) touch(n);
  });
  return dirty;
}

class Work {
  readonly kPa: Float64Array;
  readonly flowM3h: Float64Array;
  readonly failed: Uint8Array;
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
  readonly #drawn: Int32Array;

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
    this.failed = new Uint8Array(districts.count);
    this.#drawn = new Int32Array(districts.count);
    graph.sources.forEach((n, i) => {
      this.#sourceAt.set(n, input.sourceKPa[i] as number);
    });
  }

  #nodes = (d: number): Int32Array => {
    const { first, nodes } = this.#districts;
    return nodes.subarray(first[d], first[d + 1]);
  };

  /** No regulator that it feeds has been solved anew. */
  drawsAsBefore(d: number): boolean {
    return this.#drawn[d] === 0;
  }

  takeOver(d: number, before: SolvedNetwork): void {
    const { firstPipe, pipes, firstValve, valves, feeders } = this.#districts;
    for (const n of this.#nodes(d)) this.kPa[n] = before.kPa[n] as number;
    const keep = (e: number): void => {
      this.flowM3h[e] = before.flowM3h[e] as number;
    };
    pipes.subarray(firstPipe[d], firstPipe[d + 1]).forEach(keep);
    valves.subarray(firstValve[d], firstValve[d + 1]).forEach(keep);
    this.failed[d] = before.failed[before.districts.of[this.#nodes(d)[0] as number] as number] as number;
    for (const e of feeders[d] as readonly number[]) this.#draw(e, before.flowM3h[e] as number, false);
  }

  /** A regulator passes so much: its inlet takes it. */
  #draw(e: number, m3h: number, isNew: boolean): void {
    this.flowM3h[e] = m3h;
    const inlet = this.#graph.from[e] as number;
    this.#demand[inlet] = (this.#demand[inlet] as number) + m3h;
    if (isNew) this.#drawn[this.#districts.of[inlet] as number] = 1;
  }

  solve(d: number): void {
    const feeders = (this.#districts.feeders[d] as readonly number[]).filter(
      (e) => this.#isFed[this.#graph.from[e] as number],
    );
    let open = feeders
      .map((e) => [e, this.#input.setKPa[e] as number] as const)
      .filter(([, kPa]) => !Number.isNaN(kPa));
    for (let i = 0; i < LOCKUPS; i++) {
      const back = this.#solveWith(d, open);
      if (back.size === 0) break;
      open = open.filter(([e]) => !back.has(e));
    }
    for (const e of feeders) this.#draw(e, this.flowM3h[e] as number, true);
  }

  /** Regulators below their set point pass what their inlet has. */
  settle(d: number): void {
    const feeders = (this.#districts.feeders[d] as readonly number[]).filter((e) => (this.flowM3h[e] as number) > 0);
    const inlet = (e: number): number => this.kPa[this.#graph.from[e] as number] as number;
    if (!feeders.some((e) => inlet(e) < (this.#input.setKPa[e] as number))) return;
    this.#solveWith(
      d,
      feeders.map((e) => [e, Math.min(inlet(e), this.#input.setKPa[e] as number)] as const),
    );
  }

  /** Solves one district with regulators held at pressures; answers those that would let gas back. */
  #solveWith(d: number, held: readonly (readonly [edge: number, kPa: number])[]): ReadonlySet<number> {
    const nodes = this.#nodes(d);
    const back = new Set<number>();
    const sources = [...held.map(([e, kPa]) => [this.#graph.to[e] as number, kPa, e] as const)];
    for (const n of nodes) {
      const kPa = this.#sourceAt.get(n);
      if (kPa !== undefined) sources.push([n, kPa, -1]);
    }
    if (sources.length === 0) {
      for (const n of nodes) this.kPa[n] = Number.NaN;
      return back;
    }
    nodes.forEach((n, i) => {
      this.#local[n] = i;
    });
    const { firstPipe, pipes, firstValve, valves } = this.#districts;
    const [pipeList, valveList] = [
      pipes.subarray(firstPipe[d], firstPipe[d + 1]),
      valves.subarray(firstValve[d], firstValve[d + 1]),
    ];
    const network = this.#gasNetwork(nodes, pipeList, valveList, sources);
    const solution = solveGas(network, NATURAL_GAS);
    this.solved++;
    this.iterations += solution.iterations;
    if (Number.isFinite(solution.residual)) this.residual = Math.max(this.residual, solution.residual);
    nodes.forEach((n, i) => {
      this.kPa[n] = (solution.pa[i] as number) / 1000 - ATMOSPHERE_KPA;
    });
    // Numbers that balance are no answer where gas would have to be sucked in: more is taken than the district can carry.
    const isVacuum = nodes.some((n) => (this.kPa[n] as number) < 0);
    this.failed[d] = solution.problems.length > 0 || isVacuum ? 1 : 0;
    pipeList.forEach((e, i) => {
      this.flowM3h[e] = (solution.flow[i] as number) / KGS_PER_M3H;
    });
    const out = this.#outflow(nodes, pipeList, valveList);
    for (const [n, , e] of sources) {
      if (e === -1) continue;
      const m3h = (out.get(n) ?? 0) / sources.filter(([at]) => at === n).length;
      this.flowM3h[e] = Math.max(0, m3h);
      if (m3h < -1e-6 && sources.length > 1) back.add(e);
    }
    return back;
  }

  #gasNetwork(
    nodes: Int32Array,
    pipes: Int32Array,
    valves: Int32Array,
    sources: readonly (readonly [node: number, kPa: number, edge: number])[],
  ): GasNetwork {
    const { graph, rows } = this.#net;
    const at = (n: number): number => this.#local[n] as number;
    // Several at one node: the highest set point leads.
    const held = new Map<number, number>();
    for (const [n, kPa] of sources) held.set(n, Math.max(held.get(n) ?? Number.NEGATIVE_INFINITY, kPa));
    return {
      demand: Float64Array.from(nodes, (n) => (this.#demand[n] as number) * KGS_PER_M3H),
      sources: {
        node: Int32Array.from(held.keys(), at),
        pa: Float64Array.from(held.values(), (kPa) => (kPa + ATMOSPHERE_KPA) * 1000),
      },
      pipes: {
        from: Int32Array.from(pipes, (e) => at(graph.from[e] as number)),
        to: Int32Array.from(pipes, (e) => at(graph.to[e] as number)),
        length: Float64Array.from(pipes, (e) => Math.max(0.5, graph.lengthM[e] as number)),
        diameter: Float64Array.from(pipes, (e) => (graph.diameterMm[e] as number) / 1000),
        roughness: Float64Array.from(pipes, (e) => ROUGHNESS[rows.pipes.material[e] as number] ?? 1e-4),
      },
      valves: {
        from: Int32Array.from(valves, (e) => at(graph.from[e] as number)),
        to: Int32Array.from(valves, (e) => at(graph.to[e] as number)),
        isOpen: new Uint8Array(valves.length).fill(1),
      },
    };
  }

  /** What leaves each node by pipes and demand beyond what comes, m³/h: at held nodes, what is fed in. Valves pass it on to the nodes they join. */
  #outflow(nodes: Int32Array, pipes: Int32Array, valves: Int32Array): Map<number, number> {
    const { graph } = this.#net;
    const groupOf = new Map<number, number>();
    const root = (n: number): number => {
      let top = n;
      while (groupOf.has(top)) top = groupOf.get(top) as number;
      return top;
    };
    for (const e of valves) {
      const [a, b] = [root(graph.from[e] as number), root(graph.to[e] as number)];
      if (a !== b) groupOf.set(a, b);
    }
    const sums = new Map<number, number>();
    const add = (n: number, m3h: number): void => void sums.set(root(n), (sums.get(root(n)) ?? 0) + m3h);
    for (const n of nodes) add(n, this.#demand[n] as number);
    for (const e of pipes) {
      add(graph.from[e] as number, this.flowM3h[e] as number);
      add(graph.to[e] as number, -(this.flowM3h[e] as number));
    }
    const out = new Map<number, number>();
    for (const n of nodes) out.set(n, sums.get(root(n)) ?? 0);
    return out;
  }
}
