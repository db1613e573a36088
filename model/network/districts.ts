import { EDGE, isOpen, type NetworkGraph } from "#model/graph/network-graph.ts";
import { UnionFind } from "#model/graph/union-find.ts";

/** Pressure districts: what hangs together by open pipes and valves. Regulators divide and feed. */
export interface Districts {
  /** District of each node. */
  readonly of: Int32Array;
  readonly count: number;
  /** Nodes of district d stand in `nodes[first[d] … first[d+1]−1]`. */
  readonly first: Int32Array;
  readonly nodes: Int32Array;
  /** Open pipes of district d in `pipes[firstPipe[d] … ]`, open valves in `valves[firstValve[d] … ]`. */
  readonly firstPipe: Int32Array;
  readonly pipes: Int32Array;
  readonly firstValve: Int32Array;
  readonly valves: Int32Array;
  /** Open regulators that feed each district: edges. */
  readonly feeders: readonly (readonly number[])[];
  /** Districts so that each comes after those it feeds. What feeds itself in a ring comes last, in any order. */
  readonly order: Int32Array;
}

function grouped(count: number, of: (i: number) => number, length: number): { first: Int32Array; list: Int32Array } {
  const first = new Int32Array(count + 1);
  for (let i = 0; i < length; i++) {
    const d = of(i);
    if (d >= 0) first[d + 1] = (first[d + 1] as number) + 1;
  }
  for (let d = 0; d < count; d++) first[d + 1] = (first[d + 1] as number) + (first[d] as number);
  const next = first.slice();
  const list = new Int32Array(first[count] as number);
  for (let i = 0; i < length; i++) {
    const d = of(i);
    if (d < 0) continue;
    list[next[d] as number] = i;
    next[d] = (next[d] as number) + 1;
  }
  return { first, list };
}

/** Divides a network as its edges stand now. O(edges). */
export function districtsOf(graph: NetworkGraph): Districts {
  const joined = new UnionFind(graph.nodes);
  for (let e = 0; e < graph.edges; e++)
    if (isOpen(graph, e) && graph.kind[e] !== EDGE.regulator)
      joined.join(graph.from[e] as number, graph.to[e] as number);
  const { label: of, count } = joined.labels();
  const byKind = (kind: number) =>
    grouped(
      count,
      (e) => (graph.kind[e] === kind && isOpen(graph, e) ? (of[graph.from[e] as number] as number) : -1),
      graph.edges,
    );
  const nodes = grouped(count, (n) => of[n] as number, graph.nodes);
  const [pipes, valves] = [byKind(EDGE.pipe), byKind(EDGE.valve)];
  const feeders: number[][] = Array.from({ length: count }, () => []);
  for (let e = 0; e < graph.edges; e++)
    if (graph.kind[e] === EDGE.regulator && isOpen(graph, e)) feeders[of[graph.to[e] as number] as number]?.push(e);
  return {
    of,
    count,
    first: nodes.first,
    nodes: nodes.list,
    firstPipe: pipes.first,
    pipes: pipes.list,
    firstValve: valves.first,
    valves: valves.list,
    feeders,
    order: orderOf(graph, of, feeders),
  };
}

/** Kahn: a district is ready when all that it feeds are done. */
function orderOf(graph: NetworkGraph, of: Int32Array, feeders: readonly (readonly number[])[]): Int32Array {
  const count = feeders.length;
  const waiting = new Int32Array(count);
  const upstream = (e: number): number => of[graph.from[e] as number] as number;
  feeders.forEach((list) => {
    for (const e of list) waiting[upstream(e)] = (waiting[upstream(e)] as number) + 1;
  });
  const order = new Int32Array(count);
  const isDone = new Uint8Array(count);
  let tail = 0;
  const put = (d: number): void => {
    isDone[d] = 1;
    order[tail++] = d;
  };
  for (let d = 0; d < count; d++) if (waiting[d] === 0) put(d);
  for (let head = 0; head < tail; head++)
    for (const e of feeders[order[head] as number] as readonly number[]) {
      const d = upstream(e);
      waiting[d] = (waiting[d] as number) - 1;
      if (waiting[d] === 0 && !isDone[d]) put(d);
    }
  for (let d = 0; d < count; d++) if (!isDone[d]) put(d);
  return order;
}
