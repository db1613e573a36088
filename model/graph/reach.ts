import { conductsFrom, type NetworkGraph } from "./network-graph.ts";

/** May gas move over edge `e` away from node `at`? */
export type Passes = (e: number, at: number) => boolean;

/** Nodes reached from `starts`, in the order they were reached, and a mark by node. O(nodes reached). */
export interface Reached {
  readonly nodes: Int32Array;
  /** 1 where reached. */
  readonly mark: Uint8Array;
}

/** Breadth first over edges that `passes` lets through. */
export function reach(graph: NetworkGraph, starts: ArrayLike<number>, passes: Passes): Reached {
  const { off, adj, eid } = graph;
  const mark = new Uint8Array(graph.nodes);
  const queue = new Int32Array(graph.nodes);
  let tail = 0;
  for (let i = 0; i < starts.length; i++) {
    const n = starts[i] as number;
    if (mark[n] === 0) {
      mark[n] = 1;
      queue[tail++] = n;
    }
  }
  for (let head = 0; head < tail; head++) {
    const n = queue[head] as number;
    for (let k = off[n] as number; k < (off[n + 1] as number); k++) {
      const other = adj[k] as number;
      if (mark[other] === 0 && passes(eid[k] as number, n)) {
        mark[other] = 1;
        queue[tail++] = other;
      }
    }
  }
  return { nodes: queue.subarray(0, tail), mark };
}

/** Nodes that gas from a source can reach: through what is open, through regulators forwards only. */
export const supplied = (graph: NetworkGraph): Reached =>
  reach(graph, graph.sources, (e, at) => conductsFrom(graph, e, at));
