import { type MatchNetwork, planeLength } from "./network.ts";

/** How far along pipes one gets from a place, within a limit. */
export interface Reached {
  readonly pipe: number;
  readonly at: number;
  /** By node: metres, the pipe one came by, and the node before it; −1 = straight from the start. */
  readonly nodes: ReadonlyMap<number, { readonly m: number; readonly by: number; readonly before: number }>;
}

/** Dijkstra from a place on a pipe over nodes up to `limitM`. The frontier is short: a list that is searched does. */
export function reachFrom(network: MatchNetwork, pipe: number, at: number, limitM: number): Reached {
  const { fromNode, toNode, nodeFirst, nodePipes } = network;
  const nodes = new Map<number, { m: number; by: number; before: number }>();
  const open = new Map<number, { m: number; by: number; before: number }>();
  const offer = (node: number, m: number, by: number, before: number) => {
    if (m > limitM || nodes.has(node) || m >= (open.get(node)?.m ?? Number.POSITIVE_INFINITY)) return;
    open.set(node, { m, by, before });
  };
  offer(fromNode[pipe] as number, at, pipe, -1);
  offer(toNode[pipe] as number, planeLength(network, pipe) - at, pipe, -1);
  while (open.size > 0) {
    let [next, least] = [-1, Number.POSITIVE_INFINITY];
    for (const [node, { m }] of open) if (m < least) [next, least] = [node, m];
    nodes.set(next, open.get(next) as { m: number; by: number; before: number });
    open.delete(next);
    for (let k = nodeFirst[next] as number; k < (nodeFirst[next + 1] as number); k += 1) {
      const by = nodePipes[k] as number;
      const other = fromNode[by] === next ? (toNode[by] as number) : (fromNode[by] as number);
      offer(other, least + planeLength(network, by), by, next);
    }
  }
  return { pipe, at, nodes };
}

/** The end of a pipe by which a place on it is reached first; null = along the pipe that one stands on. */
function entry(network: MatchNetwork, reached: Reached, pipe: number, at: number): { node: number | null; m: number } {
  const ends = [
    { node: network.fromNode[pipe] as number, rest: at },
    { node: network.toNode[pipe] as number, rest: planeLength(network, pipe) - at },
  ];
  let best: { node: number | null; m: number } =
    pipe === reached.pipe ? { node: null, m: Math.abs(at - reached.at) } : { node: null, m: Number.POSITIVE_INFINITY };
  for (const { node, rest } of ends) {
    const m = (reached.nodes.get(node)?.m ?? Number.POSITIVE_INFINITY) + rest;
    if (m < best.m) best = { node, m };
  }
  return best;
}

/** Metres along pipes to a place; infinite where the limit does not reach. */
export const routeM = (network: MatchNetwork, reached: Reached, pipe: number, at: number): number =>
  entry(network, reached, pipe, at).m;

/** A piece of a pipe that is walked, in the direction of walking: `to` may be less than `from`. Metres on the plane. */
export interface Stretch {
  readonly pipe: number;
  readonly from: number;
  readonly to: number;
}

/** The pieces of pipes on the shortest way to a place, first to last; empty where the limit does not reach. */
export function routeTo(network: MatchNetwork, reached: Reached, pipe: number, at: number): Stretch[] {
  const { fromNode } = network;
  const { node, m } = entry(network, reached, pipe, at);
  if (m === Number.POSITIVE_INFINITY) return [];
  if (node === null) return [{ pipe, from: reached.at, to: at }];
  const endAt = (of: number, end: number) => (fromNode[of] === end ? 0 : planeLength(network, of));
  const way: Stretch[] = [{ pipe, from: endAt(pipe, node), to: at }];
  for (let end = node; ; ) {
    const step = reached.nodes.get(end);
    if (step === undefined) return [];
    const from = step.before === -1 ? reached.at : endAt(step.by, step.before);
    way.unshift({ pipe: step.by, from, to: endAt(step.by, end) });
    if (step.before === -1) return way;
    end = step.before;
  }
}
