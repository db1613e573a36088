import type { NetworkGraph } from "#model/graph/network-graph.ts";
import { supplied } from "#model/graph/reach.ts";
import type { ModelNetwork } from "./assemble.ts";
import { DistrictWork } from "./district-work.ts";
import { type Districts, districtsOf } from "./districts.ts";

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
  /** Demand that is not served because pressure is below that of service, m³/h by node; nodes without any gas are not counted. */
  readonly shortM3h: Float64Array;
  /** 1 by district where the solver did not converge. */
  readonly failed: Uint8Array;
  /** 1 by district whose pressures hang on what regulators that lead into it have at their inlet, or where customers take less than they ask. */
  readonly coupled: Uint8Array;
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

/** Rounds in which districts that lie above starved ones are solved for what is truly taken, at most. */
const ROUNDS = 4;

/**
 * Steady state of a whole network, district by district: first those that feed nobody; what they draw is the demand of the one before.
 * With `before`, districts that nothing has changed in are taken over: a closed valve costs its own district and those upstream.
 * Exact while regulators hold their set points; one whose inlet has less passes its inlet pressure, and its district is solved again.
 * Where customers stand below the pressure of service they take less: such districts, and all they feed, are solved as one network.
 */
export function solveDistricts(net: ModelNetwork, input: SolveInput, before?: SolvedNetwork): SolvedNetwork {
  const graph: NetworkGraph = { ...net.graph, state: input.state };
  const isFed = supplied(graph).mark;
  const districts = districtsOf(graph);
  const work = new DistrictWork(net, graph, input, isFed, districts);
  const dirty = before ? dirtyOf(graph, input, isFed, districts, before) : null;
  for (const d of districts.order) {
    if (dirty && before && !dirty[d] && work.drawsAsBefore(d)) work.takeOver(d, before);
    else work.solve(d);
  }
  // From above: regulators without enough at their inlet; then again where less is drawn than was reckoned with.
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = districts.order.length - 1; i >= 0; i--) work.settle(districts.order[i] as number);
    if (!work.followDraws()) break;
  }
  const { kPa, flowM3h, shortM3h, failed, coupled, residual, iterations, solved } = work;
  return { input, districts, isFed, kPa, flowM3h, shortM3h, failed, coupled, residual, iterations, solved };
}

/** Districts in which an edge, a demand or the supply is another than before, and those that hung on others. */
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
    if (
      isFed[n] !== before.isFed[n] ||
      input.demandM3h[n] !== before.input.demandM3h[n] ||
      before.coupled[before.districts.of[n] as number]
    )
      touch(n);
  graph.sources.forEach((n, i) => {
    if (input.sourceKPa[i] !== before.input.sourceKPa[i]) touch(n);
  });
  return dirty;
}
