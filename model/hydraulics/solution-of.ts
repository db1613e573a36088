import type { GasNetwork, GasProblem, GasSolution, RegulatorState } from "./gas-network.ts";
import type { Sweep } from "./solve.ts";

/** A sweep's groups and live pipes told by node, pipe and device, with what is wrong. */
export function solutionOf(
  network: GasNetwork,
  regulatorState: readonly RegulatorState[],
  { newton: { topology }, result }: Sweep,
  count: { iterations: number; sweeps: number; isSettled: boolean },
): GasSolution {
  const { groupOf, isFed, livePipes, controls } = topology;
  const nodes = network.demand.length;
  const own = network.pipes.from.length;
  const flow = new Float64Array(own);
  const valveFlow = new Float64Array(network.valves?.from.length ?? 0);
  for (let k = 0; k < livePipes.length; k++) {
    const e = livePipes[k] as number;
    if (e < own) flow[e] = result.flow[k] as number;
    else valveFlow[e - own] = result.flow[k] as number;
  }
  const regulatorFlow = new Float64Array(regulatorState.length);
  const compressorFlow = new Float64Array(network.compressors?.from.length ?? 0);
  for (const [c, { device, index, sign }] of controls.entries()) {
    if (device === "regulator") regulatorFlow[index] = result.given[c] as number;
    else compressorFlow[index] = sign * (result.given[c] as number);
  }
  const { regulators } = network;
  for (const [r, state] of regulatorState.entries())
    if (state === "wide_open" && regulators) regulatorFlow[r] = throughNode(network, flow, regulators.to[r] as number);
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
  const problems = problemsOf(network, { ...count, isConverged: result.isConverged, starved, compressorFlow });
  return {
    isConverged: result.isConverged && count.isSettled && network.sources.node.length > 0,
    ...{ iterations: count.iterations, sweeps: count.sweeps, residual: result.residual, imbalance: result.imbalance },
    ...{ pa, flow, regulatorFlow, regulatorState, compressorFlow, valveFlow, served, unsupplied, starved, problems },
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

/** Wide open, a regulator passes what its outlet node takes and its pipes carry on; more at one node cannot be told apart. */
function throughNode(network: GasNetwork, flow: Float64Array, node: number): number {
  let sum = network.demand[node] as number;
  const { from, to } = network.pipes;
  for (let e = 0; e < flow.length; e++) {
    if (from[e] === node) sum += flow[e] as number;
    if (to[e] === node) sum -= flow[e] as number;
  }
  return sum;
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
  found: { isConverged: boolean; isSettled: boolean; starved: readonly number[]; compressorFlow: Float64Array },
): GasProblem[] {
  const problems: GasProblem[] = [];
  if (network.sources.node.length === 0) problems.push("no_source");
  if (!found.isConverged) problems.push("not_converged");
  if (!found.isSettled) problems.push("regulators_hunt");
  if (found.starved.length > 0) problems.push("starved");
  const most = found.compressorFlow.reduce((all, m) => Math.max(all, Math.abs(m)), 0);
  if (found.compressorFlow.some((m) => m < -1e-9 * most)) problems.push("negative_compressor");
  return problems;
}
