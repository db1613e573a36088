import { faultsOf } from "./faults.ts";
import type { GasModel, GasNetwork, GasSolution } from "./gas-network.ts";
import { pipeVelocity } from "./report.ts";
import { GasSolver } from "./solve.ts";

/** Why a network starves: how much it can bring, and where the way is narrow. */
export interface Starving {
  readonly problem: "starved";
  readonly nodes: number;
  /** Taken at those nodes, kg/s. */
  readonly demandKgS: number;
  /** The node whose p² would fall lowest: the end of `way`. */
  readonly worst: number;
  /** Pipes the gas takes to it, from where pressure is held. */
  readonly way: readonly number[];
  /** The pipe of the way that costs most p², what share of all that is lost on the way, and its velocity at the mean pressure, m/s. */
  readonly narrow: { readonly pipe: number; readonly share: number; readonly velocityMS: number } | null;
  /** Share of the whole demand at which nobody starves, to 1 %; with more, somebody does. */
  readonly bearable: number;
}

/** What is behind each of `GasSolution.problems`, as numbers and places. */
export type Reason =
  | { readonly problem: "bad_input"; readonly faults: readonly string[] }
  | { readonly problem: "no_source"; readonly nodes: number; readonly demandKgS: number }
  | Starving
  | { readonly problem: "trapped_injection"; readonly regulators: readonly { index: number; backKgS: number }[] }
  | { readonly problem: "negative_compressor"; readonly compressors: readonly { index: number; backKgS: number }[] }
  | { readonly problem: "regulators_hunt"; readonly regulators: readonly { index: number; offPa: number }[] }
  | { readonly problem: "not_converged"; readonly iterations: number; readonly residual: number };

/** Why a solution has problems; `network` is what was solved, its demand included. For `starved` solves again some seven times to find what could be borne. */
export function reasonsOf(network: GasNetwork, gas: GasModel, solution: GasSolution): Reason[] {
  const back = (flow: Float64Array) =>
    Array.from(flow, (m, index) => ({ index, backKgS: -m })).filter(({ backKgS }) => backKgS > 1e-8);
  return solution.problems.map((problem): Reason => {
    switch (problem) {
      case "bad_input":
        return { problem, faults: faultsOf(network) };
      case "no_source":
        return { problem, nodes: network.demand.length, demandKgS: sum(network.demand) };
      case "starved":
        return starving(network, gas, solution);
      case "trapped_injection":
        return { problem, regulators: back(solution.regulatorFlow) };
      case "negative_compressor":
        return { problem, compressors: back(solution.compressorFlow) };
      case "regulators_hunt":
        return { problem, regulators: unlawful(network, solution) };
      default:
        return { problem, iterations: solution.iterations, residual: solution.residual };
    }
  });
}

const sum = (column: Float64Array): number => column.reduce((all, v) => all + v, 0);

function unlawful({ regulators }: GasNetwork, { pa }: GasSolution): { index: number; offPa: number }[] {
  return Array.from(regulators?.from.keys() ?? [], (index) => {
    const [inlet, outlet] = [pa[regulators?.from[index] as number], pa[regulators?.to[index] as number]];
    return { index, offPa: Math.min(regulators?.pa[index] as number, inlet as number) - (outlet as number) };
  }).filter(({ offPa }) => offPa > 1);
}

function starving(network: GasNetwork, gas: GasModel, solution: GasSolution): Starving {
  const { starved } = solution;
  return {
    problem: "starved",
    nodes: starved.length,
    demandKgS: starved.reduce((total, n) => total + (network.demand[n] as number), 0),
    ...narrowWay(network, gas, solution, starved),
    bearable: bearable(network, gas),
  };
}

/** The longest way gas takes to one of some nodes, of which there must be one, and the pipe on it that costs most. */
export function narrowWay(
  network: GasNetwork,
  gas: GasModel,
  solution: GasSolution,
  nodes: readonly number[],
): Pick<Starving, "worst" | "way" | "narrow"> {
  // Of nodes without pressure the one farthest down the flow: its way shows all that is lost.
  const ways = nodes.map((node) => ({ node, way: wayTo(network, solution, node) }));
  const { node: worst, way } = ways.reduce((a, b) => (b.way.length > a.way.length ? b : a));
  const { from, to } = network.pipes;
  const lost = (e: number): number =>
    Math.abs((solution.pa[from[e] as number] as number) ** 2 - (solution.pa[to[e] as number] as number) ** 2);
  const all = way.reduce((total, e) => total + lost(e), 0);
  const pipe = way.reduce((most, e) => (most === -1 || lost(e) > lost(most) ? e : most), -1);
  const isKnown = pipe !== -1 && all > 0;
  const velocityMS = isKnown ? Math.abs(pipeVelocity(network, gas, solution, pipe)) : 0;
  return { worst, way, narrow: isKnown ? { pipe, share: lost(pipe) / all, velocityMS } : null };
}

/** Pipes from where pressure is held down to a node, by the largest flow that comes to each node on the way back. */
function wayTo(network: GasNetwork, { flow, regulatorFlow }: GasSolution, node: number): number[] {
  const feeder = new Map<number, { readonly pipe: number; readonly before: number; readonly m: number }>();
  const offer = (pipe: number, before: number, after: number, m: number): void => {
    if (m > (feeder.get(after)?.m ?? 0)) feeder.set(after, { pipe, before, m });
  };
  const { pipes, regulators, valves } = network;
  for (let e = 0; e < pipes.from.length; e++) {
    const [a, b, m] = [pipes.from[e] as number, pipes.to[e] as number, flow[e] as number];
    if (m >= 0) offer(e, a, b, m);
    else offer(e, b, a, -m);
  }
  for (let r = 0; r < (regulators?.from.length ?? 0); r++)
    offer(-1, regulators?.from[r] as number, regulators?.to[r] as number, regulatorFlow[r] as number);
  // Open valves lose nothing: nodes they join are one place.
  const joined = new Map<number, number[]>();
  for (let v = 0; v < (valves?.from.length ?? 0); v++) {
    if (!valves?.isOpen[v]) continue;
    const [a, b] = [valves.from[v] as number, valves.to[v] as number];
    joined.set(a, [...(joined.get(a) ?? []), b]);
    joined.set(b, [...(joined.get(b) ?? []), a]);
  }
  const way: number[] = [];
  const seen = new Set<number>();
  for (let queue = [node]; queue.length > 0; ) {
    const place: number[] = [];
    for (const n of queue)
      if (!seen.has(n)) {
        seen.add(n);
        place.push(n);
      }
    for (const n of place)
      for (const other of joined.get(n) ?? [])
        if (!seen.has(other)) {
          seen.add(other);
          place.push(other);
        }
    if (place.some((n) => network.sources.node.includes(n))) break;
    const best = place.map((n) => feeder.get(n)).reduce((a, b) => ((b?.m ?? 0) > (a?.m ?? 0) ? b : a), undefined);
    if (!best) break;
    if (best.pipe >= 0) way.push(best.pipe);
    queue = [best.before];
  }
  return way.reverse();
}

/** Largest share of all demand that the network bears, by halving. */
function bearable(network: GasNetwork, gas: GasModel): number {
  const solver = new GasSolver(network, gas);
  let [low, high] = [0, 1];
  while (high - low > 0.01) {
    const middle = (low + high) / 2;
    const { problems } = solver.solve({ demand: network.demand.map((d) => middle * d) });
    if (problems.length === 0) low = middle;
    else high = middle;
  }
  return low;
}
