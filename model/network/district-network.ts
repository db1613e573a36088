import type { SolveReport } from "#contract/model-solve.ts";
import { damageAt } from "#model/consequence/damaged-network.ts";
import type { PressureUnder } from "#model/consequence/network-hole.ts";
import { type GasNetwork, type GasSolution, NATURAL_GAS } from "#model/hydraulics/gas-network.ts";
import { GasSolver } from "#model/hydraulics/solve.ts";
import type { ModelNetwork } from "./assemble.ts";
import { gasNetworkOf } from "./district-gas.ts";
import { heldOf, takenOf } from "./district-response.ts";
import { partReport } from "./part-report.ts";
import type { SolvedNetwork } from "./solve-districts.ts";

/**
 * One pressure district as a network of its own: sources and regulators hold what they hold in the solution, lower levels draw what they draw.
 * Whoever stands below the pressure of service takes less.
 */
export interface DistrictNetwork {
  readonly network: GasNetwork;
  /** Node of the graph of each of its nodes. */
  readonly nodes: Int32Array;
  /** Edge of the graph of each of its pipes. */
  readonly pipes: Int32Array;
}

export function districtNetwork(net: ModelNetwork, solved: SolvedNetwork, d: number): DistrictNetwork {
  const { first, nodes, firstPipe, pipes: allPipes, firstValve, valves: allValves } = solved.districts;
  const list = nodes.subarray(first[d], first[d + 1]);
  const pipes = allPipes.subarray(firstPipe[d], firstPipe[d + 1]);
  const valves = allValves.subarray(firstValve[d], firstValve[d + 1]);
  const placeOf = new Map(Array.from(list, (n, i) => [n, i]));
  const taken = takenOf(net, solved);
  const network = gasNetworkOf(net, {
    ...{ nodes: list, pipes, valves, isDriven: true },
    at: (n) => placeOf.get(n) as number,
    takenM3h: (n) => (taken[n] as number) + (solved.shortM3h[n] as number),
    held: heldOf(net, solved, d, placeOf).map(({ node, kPa }) => [node, kPa] as const),
  });
  return { network, nodes: list, pipes };
}

/** A pipe that leaks, in its district. */
export interface Leaking {
  /** Pressure that the place keeps while gas leaks there, Pa absolute: each question is one warm solve. NaN for a flow that cannot be brought. */
  readonly under: PressureUnder;
  /** What the last solve that could be made was worth; null when none could. */
  readonly report: () => SolveReport | null;
}

/** A place on a pipe that leaks. Null when the pipe is not open or nothing feeds it. */
export function leakingAt(net: ModelNetwork, solved: SolvedNetwork, pipe: number, share: number): Leaking | null {
  const d = solved.districts.of[net.graph.from[pipe] as number] as number;
  const { network, pipes, nodes } = districtNetwork(net, solved, d);
  const place = pipes.indexOf(pipe);
  if (place === -1 || network.sources.node.length === 0) return null;
  const damaged = damageAt(network, place, share);
  const solver = new GasSolver(damaged.network, NATURAL_GAS);
  let last: { readonly demand: Float64Array; readonly found: GasSolution } | null = null;
  return {
    under: (kgS) => {
      const demand = damaged.network.demand.slice();
      demand[damaged.node] = (demand[damaged.node] as number) + kgS;
      const found = solver.solve({ demand, ...(last && { start: last.found }) });
      if (!found.isConverged || found.starved.length > 0) return Number.NaN;
      last = { demand, found };
      return found.pa[damaged.node] as number;
    },
    report: () => last && partReport(net, nodes, { ...damaged.network, demand: last.demand }, last.found),
  };
}
