import { caseNetwork, type GasNetCase } from "./case-network.ts";
import { solveGas } from "./solve.ts";

/** The answer to a case of schema `gasnet-case/1`, shaped as its `expected`. Throws for another schema, saying what came. */
export function answerSolve(given: unknown): object {
  const schema = (given as { schema?: unknown } | null)?.schema;
  if (schema !== "gasnet-case/1") throw new Error(`expected schema gasnet-case/1, got ${String(schema)}`);
  const net = given as GasNetCase;
  const { network, gas, gaugeBar, pipeIds } = caseNetwork(net);
  const s = solveGas(network, gas);
  return {
    id: net.id,
    converged: s.isConverged,
    iterations: s.iterations,
    residual: s.residual,
    nodes: net.nodes.map(({ id }, i) => (Number.isNaN(s.pa[i]) ? { id } : { id, p: gaugeBar(s.pa[i] as number, i) })),
    pipes: pipeIds.map((id, e) => ({ id, flow: s.flow[e] })),
    unsupplied_nodes: s.unsupplied.map((i) => net.nodes[i]?.id),
  };
}
