import { caseNetwork, type GasNetCase } from "./case-network.ts";
import { type Friction, friction, leastRe } from "./friction.ts";
import type { GasModel, GasNetwork, GasSolution } from "./gas-network.ts";
import { answerGbPipes, type GbCase, gbNetwork, type GbPipeCase } from "./gb-case.ts";
import { reasonsOf } from "./reasons.ts";
import { pipeVelocity, reportOf } from "./report.ts";
import { solveGas } from "./solve.ts";

/** What a case of hydraulics comes to, shaped as its `expected`; a pipe without gas has no figures. Throws for another schema, saying what came. */
export function answerSolve(given: unknown): object {
  const schema = (given as { schema?: unknown } | null)?.schema;
  if (schema === "gasnet-case/1") return answerNetwork(given as GasNetCase);
  if (schema === "gasnet-gb50028/1") return answerGb(given as GbCase);
  if (schema === "gas-hydraulics/gb50028-1") {
    const pipes = given as GbPipeCase;
    return { id: pipes.id, converged: true, iterations: 1, residual: 0, ...answerGbPipes(pipes) };
  }
  throw new Error(`expected schema gasnet-case/1, gasnet-gb50028/1 or gas-hydraulics/gb50028-1, got ${String(schema)}`);
}

function answerNetwork(given: GasNetCase): object {
  const { network, gas, bar, perKgS, pipeIds } = caseNetwork(given);
  const s = solveGas(network, gas);
  const p = (id: string): { p?: number } => {
    const i = given.nodes.findIndex((n) => n.id === id);
    return Number.isNaN(s.pa[i]) ? {} : { p: bar(s.pa[i] as number, i) };
  };
  const at = new Map(pipeIds.map((id, e) => [id, e]));
  return {
    ...{ id: given.id, converged: s.isConverged, iterations: s.iterations, residual: s.residual },
    ...worthOf(network, gas, s),
    nodes: given.nodes.map(({ id }, i) => (Number.isNaN(s.pa[i]) ? { id } : { id, p: bar(s.pa[i] as number, i) })),
    pipes: given.pipes.map(({ id }) => {
      const e = at.get(id);
      if (e === undefined) return { id };
      return {
        ...{ id, flow: (s.flow[e] as number) * perKgS, v_mean: pipeVelocity(network, gas, s, e) },
        ...frictionAt(network, gas, s.flow[e] as number, e),
      };
    }),
    sources: given.sources.map(({ node }, i) => ({ node, inflow: (s.sourceFlow[i] as number) * perKgS })),
    regulators: (given.regulators ?? []).map(({ id, from, to }, r) => ({
      ...{ id, flow: (s.regulatorFlow[r] as number) * perKgS, state: s.regulatorState[r] },
      ...{ p_in: p(from).p, p_out: p(to).p },
    })),
    devices: [
      ...(given.compressors ?? []).map(({ id }, c) => ({ id, flow: (s.compressorFlow[c] as number) * perKgS })),
      ...(given.valves ?? []).map(({ id }, v) => ({ id, flow: (s.valveFlow[v] as number) * perKgS })),
    ],
    unsupplied_nodes: s.unsupplied.map((i) => given.nodes[i]?.id),
  };
}

/** What an answer is worth: imbalance at a node, gas in and out, and why it has problems when it has. */
function worthOf(network: GasNetwork, gas: GasModel, s: GasSolution): object {
  const { balance } = reportOf(network, gas, s);
  return {
    imbalance_kg_s: s.imbalance,
    mass_balance_kg_s: { in: balance.inKgS, out: balance.outKgS, unserved: balance.unservedKgS },
    problems: s.problems,
    ...(s.problems.length > 0 && { reasons: reasonsOf(network, gas, s) }),
  };
}

/** Reynolds number and λ of a pipe; λ is left out where a pipe is all but still, and for laws that are no law of λ. */
function frictionAt({ pipes }: GasNetwork, gas: GasModel, m: number, e: number): { re: number; lambda?: number } {
  const d = pipes.diameter[e] as number;
  const re = (4 * Math.abs(m)) / (Math.PI * d * gas.viscosity);
  if (gas.law === "fixed") return { re, lambda: pipes.lambda?.[e] as number };
  if (gas.law === "power" || re < leastRe(gas.law)) return { re };
  const f: Friction = { lambda: 0, slope: 0 };
  friction(gas.law, re, (pipes.roughness[e] as number) / d, f);
  return { re, lambda: f.lambda };
}

function answerGb(given: GbCase): object {
  const { network, gas, own } = gbNetwork(given);
  const s = solveGas(network, gas);
  return {
    ...{ id: given.id, converged: s.isConverged, iterations: s.iterations, residual: s.residual },
    ...worthOf(network, gas, s),
    nodes: given.nodes.map(({ id }, i) => ({ id, p: own(s.pa[i] as number) })),
    pipes: given.pipes.map(({ id }, e) => ({ id, q_m3_h: ((s.flow[e] as number) / gas.rhoN) * 3600 })),
  };
}
