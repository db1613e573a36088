import { EDGE, isClosable, isOpen, type NetworkGraph } from "#model/graph/network-graph.ts";
import { damagedEdges, damagedNodes } from "./damage.ts";
import type { IsolationPlan } from "./isolate.ts";
import { spread, sumAt } from "./ties.ts";

export interface SqueezeOptions {
  /** Largest PE pipe the tools at hand can squeeze, mm outside. */
  readonly maxDnMm?: number;
  /** Most candidates weighed. */
  readonly most?: number;
}

export interface Squeeze {
  /** Pipes to squeeze off; damaged pipes themselves mean on both sides of the damage. */
  readonly pipes: readonly number[];
  /** Customers who keep gas because of it. */
  readonly customersKept: number;
  /** Valves of the plan that need not be closed then. */
  readonly valvesSpared: Int32Array;
  /** Steps from the damage to the farthest of the pipes. */
  readonly steps: number;
}

/**
 * Where squeezing PE pipes between the damage and the valves keeps customers on: each damaged pipe on both sides, the nearest
 * pipe on every way out together, and each near pipe alone; most customers kept first, nearer first among equals. A squeeze stands
 * for a valve in mid-pipe: nodes behind it are fed again when a source still reaches them. Not for steel, nor for repaired squeezes.
 */
export function squeezePoints(graph: NetworkGraph, plan: IsolationPlan, options: SqueezeOptions = {}): Squeeze[] {
  const { maxDnMm = 250, most = 32 } = options;
  const damaged = damagedEdges(plan.damage);
  const canSqueeze = (e: number): boolean => {
    const dn = graph.peDnMm?.[e] ?? 0;
    return graph.kind[e] === EDGE.pipe && isOpen(graph, e) && dn > 0 && dn <= maxDnMm;
  };
  const sets: { pipes: number[]; steps: number }[] = [];
  if (damaged.length > 0 && damaged.every(canSqueeze)) sets.push({ pipes: [...damaged], steps: 0 });
  const frontier = nearestOnEachWay(graph, plan, canSqueeze);
  const near = frontier.slice(0, most);
  if (frontier.length > 1)
    sets.push({ pipes: frontier.map((f) => f.pipe), steps: Math.max(...frontier.map((f) => f.steps)) });
  for (const { pipe, steps } of near) sets.push({ pipes: [pipe], steps });
  const found = sets.map(({ pipes, steps }) => ({ pipes, steps, ...keptBy(graph, plan, pipes) }));
  return found
    .filter((s) => s.customersKept > 0 || s.valvesSpared.length > 0)
    .sort((a, b) => b.customersKept - a.customersKept || a.pipes.length - b.pipes.length || a.steps - b.steps);
}

/** The first pipes that can be squeezed on the ways out of the damage, nearest first. */
function nearestOnEachWay(
  graph: NetworkGraph,
  plan: IsolationPlan,
  canSqueeze: (e: number) => boolean,
): { pipe: number; steps: number }[] {
  const damaged = new Set(damagedEdges(plan.damage));
  const failed = new Set(plan.inoperable);
  const steps = new Map(damagedNodes(graph, plan.damage).map((n) => [n, 0]));
  const queue = [...steps.keys()];
  const pipes = new Map<number, number>();
  for (let head = 0; head < queue.length; head++) {
    const n = queue[head] as number;
    const here = steps.get(n) as number;
    for (let k = graph.off[n] as number; k < (graph.off[n + 1] as number); k++) {
      const [e, other] = [graph.eid[k] as number, graph.adj[k] as number];
      if (damaged.has(e) || !isOpen(graph, e) || (isClosable(graph, e) && !failed.has(e))) continue;
      if (canSqueeze(e)) {
        if (!pipes.has(e)) pipes.set(e, here + 1);
      } else if (!steps.has(other)) {
        steps.set(other, here + 1);
        queue.push(other);
      }
    }
  }
  return [...pipes].map(([pipe, at]) => ({ pipe, steps: at })).sort((a, b) => a.steps - b.steps || a.pipe - b.pipe);
}

/** What is fed again when `pipes` are squeezed off: what gas reaches of the lost nodes without entering what still drains away. */
function keptBy(
  graph: NetworkGraph,
  plan: IsolationPlan,
  pipes: readonly number[],
): Pick<Squeeze, "customersKept" | "valvesSpared"> {
  const squeezed = new Set(pipes);
  const failed = new Set(plan.inoperable);
  const damaged = damagedEdges(plan.damage);
  const isMended = damaged.length > 0 && damaged.every((e) => squeezed.has(e));
  const draining = isMended ? new Set<number>() : drained(graph, plan, squeezed, failed);
  const [area, lost] = [new Set(plan.nodes), new Set(plan.lostNodes)];
  const starts: number[] = plan.sources.length === 0 ? [] : [...plan.sources].filter((n) => !draining.has(n));
  const spared: number[] = [];
  for (const [list, isFed] of [
    [plan.required, true],
    [plan.optional, false],
  ] as const)
    for (const e of list) {
      const ends = [graph.from[e] as number, graph.to[e] as number];
      if (ends.some((n) => draining.has(n))) continue;
      spared.push(e);
      if (isFed) starts.push(...ends.filter((n) => area.has(n)));
    }
  const closed = new Set([...plan.required, ...plan.optional].filter((e) => !spared.includes(e)));
  const kept = spread(
    graph,
    starts,
    (n, by) => lost.has(n) && !draining.has(n) && !squeezed.has(by) && !closed.has(by),
  );
  return { customersKept: sumAt(graph.customers, kept), valvesSpared: Int32Array.from(spared) };
}

/** Nodes that still drain into the damage. */
function drained(
  graph: NetworkGraph,
  plan: IsolationPlan,
  squeezed: ReadonlySet<number>,
  failed: ReadonlySet<number>,
): Set<number> {
  const seen = new Set(damagedNodes(graph, plan.damage));
  const queue = [...seen];
  for (let head = 0; head < queue.length; head++) {
    const n = queue[head] as number;
    for (let k = graph.off[n] as number; k < (graph.off[n + 1] as number); k++) {
      const [e, other] = [graph.eid[k] as number, graph.adj[k] as number];
      if (seen.has(other) || squeezed.has(e) || !isOpen(graph, e) || (isClosable(graph, e) && !failed.has(e))) continue;
      seen.add(other);
      queue.push(other);
    }
  }
  return seen;
}
