import type { GasNetwork, GasProblem, GasSolution } from "./gas-network.ts";
import { losslessFlows } from "./lossless-flow.ts";
import type { Newton, NewtonResult } from "./newton.ts";

/** Groups and live pipes told by node, pipe and device, with what is wrong. */
export function solutionOf(network: GasNetwork, newton: Newton, result: NewtonResult, valveFlows = true): GasSolution {
  const { topology, regulators: bank } = newton;
  const { groupOf, isFed, livePipes, compressors, regulators } = topology;
  const nodes = network.demand.length;
  const own = network.pipes.from.length;
  const flow = new Float64Array(own);
  const valveFlow = new Float64Array(network.valves?.from.length ?? 0);
  for (let k = 0; k < livePipes.length; k++) {
    const e = livePipes[k] as number;
    if (e < own) flow[e] = result.flow[k] as number;
    else valveFlow[e - own] = result.flow[k] as number;
  }
  const count = network.regulators?.from.length ?? 0;
  const regulatorFlow = new Float64Array(count);
  const compressorFlow = new Float64Array(network.compressors?.from.length ?? 0);
  for (const { index, sign, slot } of compressors) compressorFlow[index] = sign * (result.given[slot] as number);
  for (const [r, index] of regulators.index.entries())
    regulatorFlow[index] =
      (result.given[compressors.length + r] as number) + (result.flow[livePipes.length + r] as number);
  const [unsupplied, starved]: [number[], number[]] = [[], []];
  const pa = new Float64Array(nodes);
  const served = new Float64Array(nodes);
  for (let i = 0; i < nodes; i++) {
    const g = groupOf[i] as number;
    pa[i] = result.pa[g] as number;
    if (!isFed[g]) unsupplied.push(i);
    else served[i] = servedAt(network, i, pa[i] as number);
    if (result.starved[g]) starved.push(i);
  }
  if (valveFlows) fillLossless(network, { served, flow, valveFlow, regulatorFlow, compressorFlow });
  const problems = problemsOf(network, { ...result, starved, compressorFlow, regulatorFlow });
  const isFedAt = (r: number): boolean => isFed[groupOf[network.regulators?.from[r] as number] as number] === 1;
  return {
    isConverged: result.isConverged && network.sources.node.length > 0,
    ...{ iterations: result.iterations, sweeps: result.changes + 1 },
    ...{ residual: result.residual, imbalance: result.imbalance },
    ...{ pa, flow, regulatorFlow, compressorFlow, valveFlow, served, unsupplied, starved, problems },
    regulatorState: bank.names(count, isFedAt),
    sourceFlow: sourceFlows(network, groupOf, result.outflow),
  };
}

function servedAt({ demand, pressureDriven }: GasNetwork, i: number, pa: number): number {
  const d = demand[i] as number;
  if (!pressureDriven || !(d > 0)) return d;
  const [service, least] = [pressureDriven.servicePa[i] as number, pressureDriven.leastPa[i] as number];
  const s = Math.min(1, Math.max(0, (pa - least) / (service - least)));
  return d * s * s * (3 - 2 * s);
}

type Flows = Pick<GasSolution, "served" | "flow" | "valveFlow" | "regulatorFlow" | "compressorFlow">;

/** Flows of open valves without loss, by what their ends take and pass on. */
function fillLossless(network: GasNetwork, flows: Flows): void {
  const { valves, regulators, sources } = network;
  const isLossless = (v: number): boolean =>
    valves?.isOpen[v] === 1 && !((valves.zeta?.[v] ?? 0) > 0 && (valves.diameter?.[v] ?? 0) > 0);
  const open = Array.from(valves?.from.keys() ?? []).filter(isLossless);
  if (open.length === 0) return;
  const ends = (key: "from" | "to") => Int32Array.from(open, (v) => valves?.[key][v] ?? 0);
  const need = flows.served.slice();
  for (const [list, flow] of [
    [network.pipes, flows.flow],
    [valves, flows.valveFlow],
    [regulators, flows.regulatorFlow],
    [network.compressors, flows.compressorFlow],
  ] as const)
    for (let e = 0; e < (list?.from.length ?? 0); e++) {
      const [a, b, m] = [list?.from[e] as number, list?.to[e] as number, flow[e] as number];
      need[a] = (need[a] as number) + m;
      need[b] = (need[b] as number) - m;
    }
  const found = losslessFlows({ from: ends("from"), to: ends("to") }, need, sources.node);
  for (const [k, v] of open.entries()) flows.valveFlow[v] = found[k] as number;
}

function sourceFlows({ sources }: GasNetwork, groupOf: Int32Array, outflow: Float64Array): Float64Array {
  const seen = new Set<number>();
  return Float64Array.from(sources.node, (i) => {
    const g = groupOf[i] as number;
    if (seen.has(g)) return 0;
    seen.add(g);
    return outflow[g] as number;
  });
}

function problemsOf(
  network: GasNetwork,
  found: Pick<NewtonResult, "isConverged" | "isSettled"> &
    Pick<GasSolution, "starved" | "compressorFlow" | "regulatorFlow">,
): GasProblem[] {
  const problems: GasProblem[] = [];
  if (network.sources.node.length === 0) problems.push("no_source");
  if (!found.isConverged) problems.push("not_converged");
  if (!found.isSettled) problems.push("regulators_hunt");
  if (found.starved.length > 0) problems.push("starved");
  // The one that holds a part may not shut, and what is fed in there comes back through it.
  const through = found.regulatorFlow.reduce((all, m) => Math.max(all, Math.abs(m)), 0);
  if (found.regulatorFlow.some((m) => m < -Math.max(1e-8, 1e-8 * through))) problems.push("trapped_injection");
  const most = found.compressorFlow.reduce((all, m) => Math.max(all, Math.abs(m)), 0);
  if (found.compressorFlow.some((m) => m < -1e-9 * most)) problems.push("negative_compressor");
  return problems;
}
