import { conductsFrom, EDGE, EDGE_STATE, isOpen, type NetworkGraph } from "#model/graph/network-graph.ts";
import type { IsolationPlan } from "./isolate.ts";

export interface Tie {
  /** A closed valve between what still has gas and what lost it. */
  readonly valve: number;
  /** Nodes that opening it feeds again. */
  readonly nodes: Int32Array;
  readonly customers: number;
}

/**
 * Temporary ties: closed valves that can be opened to feed what lost supply outside the isolated area, most customers first. What
 * pressure they bring is for the solver to say: open the valve in a scenario and solve. Valves at the area itself are never ties.
 */
export function tiesFor(graph: NetworkGraph, plan: IsolationPlan, hasGasNow: ArrayLike<number>): Tie[] {
  const [inside, lost] = [new Set(plan.nodes), new Set(plan.lostNodes)];
  const closed = new Set([...plan.required, ...plan.optional]);
  const isFed = (n: number): boolean => hasGasNow[n] === 1 && !lost.has(n) && !inside.has(n);
  const ties: Tie[] = [];
  const sound = EDGE_STATE.operable | EDGE_STATE.broken | EDGE_STATE.inaccessible;
  for (let e = 0; e < graph.edges; e++) {
    if (graph.kind[e] !== EDGE.valve || isOpen(graph, e)) continue;
    if (((graph.state[e] as number) & sound) !== EDGE_STATE.operable) continue;
    const [a, b] = [graph.from[e] as number, graph.to[e] as number];
    const start = isFed(a) ? b : isFed(b) ? a : -1;
    if (start === -1 || inside.has(start) || !lost.has(start)) continue;
    const nodes = spread(graph, [start], (other, by) => lost.has(other) && !inside.has(other) && !closed.has(by));
    ties.push({ valve: e, nodes, customers: sumAt(graph.customers, nodes) });
  }
  return ties.sort((x, y) => y.customers - x.customers || x.valve - y.valve);
}

/** Nodes that gas reaches from `starts`, entering only where `mayEnter` says so. Costs what it reaches. */
export function spread(
  graph: NetworkGraph,
  starts: readonly number[],
  mayEnter: (node: number, by: number) => boolean,
): Int32Array {
  const seen = new Set(starts);
  const queue = [...seen];
  for (let head = 0; head < queue.length; head++) {
    const n = queue[head] as number;
    for (let k = graph.off[n] as number; k < (graph.off[n + 1] as number); k++) {
      const [e, other] = [graph.eid[k] as number, graph.adj[k] as number];
      if (seen.has(other) || !conductsFrom(graph, e, n) || !mayEnter(other, e)) continue;
      seen.add(other);
      queue.push(other);
    }
  }
  return Int32Array.from(queue);
}

export const sumAt = (values: Float64Array | undefined, nodes: Int32Array): number =>
  nodes.reduce((sum, n) => sum + (values?.[n] ?? 0), 0);
