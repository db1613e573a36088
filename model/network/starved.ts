import type { NetworkGraph } from "#model/graph/network-graph.ts";
import { NATURAL_GAS } from "#model/hydraulics/gas-network.ts";
import { solveGas } from "#model/hydraulics/solve.ts";
import type { ModelNetwork } from "./assemble.ts";
import { gasNetworkOf, KGS_PER_M3H, paAt, serviceKPaAt } from "./district-gas.ts";
import type { Districts } from "./districts.ts";
import type { SolveInput } from "./solve-districts.ts";

/** What is known of the rest while some districts are solved together. */
export interface Around {
  readonly net: ModelNetwork;
  readonly graph: NetworkGraph;
  readonly input: SolveInput;
  readonly districts: Districts;
  readonly isFed: Uint8Array;
  /** kPa gauge by source node. */
  readonly sourceAt: ReadonlyMap<number, number>;
  /** kPa gauge at a regulator's inlet outside; NaN where it is not known yet: enough is assumed. */
  readonly inletKPa: (edge: number) => number;
}

/** Districts solved as one network: their regulators work as their pressures say, and customers take what their pressure lets them. */
export interface SolvedTogether {
  readonly nodes: Int32Array;
  readonly pipes: Int32Array;
  /** Regulators that lead into the districts, and what each passes, m³/h. */
  readonly feeders: readonly number[];
  readonly feederM3h: Float64Array;
  /** By place in `nodes`: kPa gauge, and demand that is not served, m³/h. */
  readonly kPa: Float64Array;
  readonly shortM3h: Float64Array;
  /** By place in `pipes`, m³/h. */
  readonly flowM3h: Float64Array;
  readonly isSolved: boolean;
  readonly residual: number;
  readonly iterations: number;
}

/** Above a set point by this share an inlet is taken to stand until it is known. */
const AMPLE = 1.5;
/** Less than this of a node's demand is rounding. */
const LEAST_SHORT_M3H = 1e-6;

/** What a node in reach of gas does not get, m³/h; asked and served in kg/s. */
export function shortOf(asked: number, served: number, pa: number): number {
  const short = (asked - served) / KGS_PER_M3H;
  return Number.isNaN(pa) || short < LEAST_SHORT_M3H ? 0 : short;
}

/** Of some nodes: whether a customer there stands below the pressure of service. NaN counts: gas should come and has no pressure. */
export function isShort(net: ModelNetwork, demandM3h: Float64Array, kPa: Float64Array, nodes: Int32Array): boolean {
  return nodes.some((n) => (demandM3h[n] as number) > 0 && !((kPa[n] as number) >= serviceKPaAt(net, n)));
}

/**
 * Solves some districts as one network with pressure-driven demand. All that they feed must be among them; regulators that lead in from
 * outside pass gas from their inlet's pressure.
 */
export function solveTogether(around: Around, members: Iterable<number>): SolvedTogether {
  const { net, graph, input, districts, isFed, sourceAt } = around;
  const own = [...members];
  const gather = (first: Int32Array, list: Int32Array): Int32Array =>
    Int32Array.from(own.flatMap((d) => [...list.subarray(first[d], first[d + 1])]));
  const nodes = gather(districts.first, districts.nodes);
  const pipes = gather(districts.firstPipe, districts.pipes);
  const valves = gather(districts.firstValve, districts.valves);
  const feeders = own
    .flatMap((d) => [...(districts.feeders[d] ?? [])])
    .filter((e) => isFed[graph.from[e] as number] && !Number.isNaN(input.setKPa[e]));
  const isMember = new Set(own);
  const outside = feeders.filter((e) => !isMember.has(districts.of[graph.from[e] as number] as number));
  // A regulator from outside stands behind a node of its own: two may share an inlet.
  const inletOf = new Map(outside.map((e, i) => [e, nodes.length + i]));
  const all = Int32Array.of(...nodes, ...outside.map((e) => graph.from[e] as number));
  const local = new Map(Array.from(nodes, (n, i) => [n, i]));
  const network = gasNetworkOf(net, {
    ...{ nodes: all, pipes, valves },
    at: (n) => local.get(n) as number,
    takenM3h: (n) => input.demandM3h[n] as number,
    held: [...nodes].flatMap((n) => (sourceAt.has(n) ? [[n, sourceAt.get(n) as number] as const] : [])),
    isDriven: true,
  });
  const demand = network.demand.map((kgS, i) => (i < nodes.length ? kgS : 0));
  const inletPa = outside.map((e) => {
    const known = around.inletKPa(e);
    const set = paAt(net, graph.to[e] as number, input.setKPa[e] as number);
    return Number.isNaN(known) ? AMPLE * set : paAt(net, graph.from[e] as number, known);
  });
  const solution = solveGas(
    {
      ...network,
      demand,
      sources: {
        node: Int32Array.of(...network.sources.node, ...inletOf.values()),
        pa: Float64Array.of(...network.sources.pa, ...inletPa),
      },
      regulators: {
        from: Int32Array.from(feeders, (e) => inletOf.get(e) ?? (local.get(graph.from[e] as number) as number)),
        to: Int32Array.from(feeders, (e) => local.get(graph.to[e] as number) as number),
        pa: Float64Array.from(feeders, (e) => paAt(net, graph.to[e] as number, input.setKPa[e] as number)),
      },
    },
    NATURAL_GAS,
    { valveFlows: false },
  );
  const air = net.heights.airKPa;
  return {
    ...{ nodes, pipes, feeders, residual: solution.residual, iterations: solution.iterations },
    feederM3h: Float64Array.from(feeders, (_, r) => (solution.regulatorFlow[r] as number) / KGS_PER_M3H),
    kPa: Float64Array.from(nodes, (n, i) => (solution.pa[i] as number) / 1000 - (air[n] as number)),
    shortM3h: Float64Array.from(nodes, (_, i) =>
      shortOf(demand[i] as number, solution.served[i] as number, solution.pa[i] as number),
    ),
    flowM3h: Float64Array.from(pipes, (_, i) => (solution.flow[i] as number) / KGS_PER_M3H),
    isSolved: solution.problems.length === 0,
  };
}
