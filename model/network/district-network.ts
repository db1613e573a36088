import { damageAt } from "#model/consequence/damaged-network.ts";
import type { PressureUnder } from "#model/consequence/network-hole.ts";
import { type GasNetwork, NATURAL_GAS } from "#model/hydraulics/gas-network.ts";
import { GasSolver } from "#model/hydraulics/solve.ts";
import type { ModelNetwork } from "./assemble.ts";
import { heldOf, takenOf } from "./district-response.ts";
import { ATMOSPHERE_KPA, KGS_PER_M3H, ROUGHNESS, type SolvedNetwork } from "./solve-districts.ts";

/** One pressure district as a network of its own: sources and regulators hold what they hold in the solution, lower levels draw what they draw. */
export interface DistrictNetwork {
  readonly network: GasNetwork;
  /** Edge of the graph of each of its pipes. */
  readonly pipes: Int32Array;
}

export function districtNetwork(net: ModelNetwork, solved: SolvedNetwork, d: number): DistrictNetwork {
  const { graph, rows } = net;
  const { first, nodes, firstPipe, pipes: allPipes, firstValve, valves: allValves } = solved.districts;
  const list = nodes.subarray(first[d], first[d + 1]);
  const pipes = allPipes.subarray(firstPipe[d], firstPipe[d + 1]);
  const valves = allValves.subarray(firstValve[d], firstValve[d + 1]);
  const placeOf = new Map(Array.from(list, (n, i) => [n, i]));
  const at = (n: number | undefined): number => placeOf.get(n as number) as number;
  const taken = takenOf(net, solved);
  // Several at one node: the highest leads.
  const held = new Map<number, number>();
  for (const { node, kPa } of heldOf(net, solved, d, placeOf))
    held.set(node, Math.max(held.get(node) ?? Number.NEGATIVE_INFINITY, kPa));
  const network: GasNetwork = {
    demand: Float64Array.from(list, (n) => (taken[n] as number) * KGS_PER_M3H),
    sources: {
      node: Int32Array.from(held.keys(), at),
      pa: Float64Array.from(held.values(), (kPa) => (kPa + ATMOSPHERE_KPA) * 1000),
    },
    pipes: {
      from: Int32Array.from(pipes, (e) => at(graph.from[e])),
      to: Int32Array.from(pipes, (e) => at(graph.to[e])),
      length: Float64Array.from(pipes, (e) => Math.max(0.5, graph.lengthM[e] as number)),
      diameter: Float64Array.from(pipes, (e) => (graph.diameterMm[e] as number) / 1000),
      roughness: Float64Array.from(pipes, (e) => ROUGHNESS[rows.pipes.material[e] as number] ?? 1e-4),
    },
    valves: {
      from: Int32Array.from(valves, (e) => at(graph.from[e])),
      to: Int32Array.from(valves, (e) => at(graph.to[e])),
      isOpen: new Uint8Array(valves.length).fill(1),
    },
  };
  return { network, pipes };
}

/**
 * What pressure a place on a pipe keeps while gas leaks there, Pa absolute: each question is one warm solve of its district. Null when the pipe
 * is not open or nothing feeds it. NaN for a flow that the network cannot bring.
 */
export function pressureAtDamage(
  net: ModelNetwork,
  solved: SolvedNetwork,
  pipe: number,
  share: number,
): PressureUnder | null {
  const from = net.graph.from[pipe] as number;
  const { network, pipes } = districtNetwork(net, solved, solved.districts.of[from] as number);
  const place = pipes.indexOf(pipe);
  if (place === -1 || network.sources.node.length === 0) return null;
  const damaged = damageAt(network, place, share);
  const solver = new GasSolver(damaged.network, NATURAL_GAS);
  let start: ReturnType<GasSolver["solve"]> | null = null;
  return (kgS) => {
    const demand = damaged.network.demand.slice();
    demand[damaged.node] = (demand[damaged.node] as number) + kgS;
    const found = solver.solve({ demand, ...(start && { start }) });
    if (!found.isConverged || found.starved.length > 0) return Number.NaN;
    start = found;
    return found.pa[damaged.node] as number;
  };
}
