import type { GasNetwork, GasProblem, GasSolution, RegulatorState } from "./gas-network.ts";
import { losslessFlows } from "./lossless-flow.ts";
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
  fillLossless(network, regulatorState, { served, flow, valveFlow, regulatorFlow, compressorFlow });
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

type Flows = Pick<GasSolution, "served" | "flow" | "valveFlow" | "regulatorFlow" | "compressorFlow">;

/** Flows of open valves without loss and of regulators that stand wide open, by what their ends take and pass on. */
function fillLossless(network: GasNetwork, states: readonly RegulatorState[], flows: Flows): void {
  const { valves, regulators, sources } = network;
  const isLossless = (v: number): boolean =>
    valves?.isOpen[v] === 1 && !((valves.zeta?.[v] ?? 0) > 0 && (valves.diameter?.[v] ?? 0) > 0);
  const open = Array.from(valves?.from.keys() ?? []).filter(isLossless);
  const wide = Array.from(states.keys()).filter((r) => states[r] === "wide_open");
  if (open.length + wide.length === 0) return;
  const ends = (key: "from" | "to") =>
    Int32Array.from([...open.map((v) => valves?.[key][v] ?? 0), ...wide.map((r) => regulators?.[key][r] ?? 0)]);
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
  for (const [k, r] of wide.entries()) flows.regulatorFlow[r] = found[open.length + k] as number;
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
