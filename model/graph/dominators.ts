import { conductsFrom, type NetworkGraph } from "./network-graph.ts";

/** Which node all gas to a node must pass. The root stands for all sources together and has the number `graph.nodes`. */
export interface Dominators {
  /** Immediate dominator by node; −1 where no source reaches. The last entry, the root's, is −1. */
  readonly idom: Int32Array;
  /** Reached nodes in preorder of the search: parents in the dominator tree come before their children. */
  readonly order: Int32Array;
}

/**
 * Lengauer and Tarjan 1979, the simple form with path compression, O(E log N), without recursion. Gas moves over open edges,
 * over regulators forwards only, from one root before all sources.
 */
export function dominators(graph: NetworkGraph): Dominators {
  const search = depthFirst(graph);
  const { vertex, parent, count } = search;
  // From here on nodes are their preorder numbers, 0 is the root.
  const semi = Int32Array.from({ length: count }, (_, i) => i);
  const label = semi.slice();
  const ancestor = new Int32Array(count).fill(-1);
  const dom = new Int32Array(count);
  const bucket = new Int32Array(count).fill(-1);
  const nextInBucket = new Int32Array(count).fill(-1);
  const forest: Forest = { semi, label, ancestor, stack: new Int32Array(count) };
  for (let w = count - 1; w > 0; w--) {
    semi[w] = semidominator(graph, search, forest, w);
    const s = semi[w] as number;
    nextInBucket[w] = bucket[s] as number;
    bucket[s] = w;
    const up = parent[w] as number;
    ancestor[w] = up;
    for (let v = bucket[up] as number; v !== -1; v = nextInBucket[v] as number) {
      const u = best(forest, v);
      dom[v] = (semi[u] as number) < (semi[v] as number) ? u : up;
    }
    bucket[up] = -1;
  }
  const idom = new Int32Array(graph.nodes + 1).fill(-1);
  for (let w = 1; w < count; w++) {
    if (dom[w] !== semi[w]) dom[w] = dom[dom[w] as number] as number;
    idom[vertex[w] as number] = vertex[dom[w] as number] as number;
  }
  return { idom, order: vertex.subarray(1, count) };
}

interface Search {
  /** Node by preorder number; the root, `graph.nodes`, first. */
  readonly vertex: Int32Array;
  /** Preorder number by node; −1 where not reached. */
  readonly number: Int32Array;
  /** Preorder number of the parent by preorder number. */
  readonly parent: Int32Array;
  readonly count: number;
  readonly isSource: Uint8Array;
}

function depthFirst(graph: NetworkGraph): Search {
  const { nodes, off, adj, eid } = graph;
  const vertex = new Int32Array(nodes + 1);
  const number = new Int32Array(nodes + 1).fill(-1);
  const parent = new Int32Array(nodes + 1);
  const next = off.slice(0, nodes);
  const stack = new Int32Array(nodes + 1);
  const isSource = new Uint8Array(nodes);
  vertex[0] = nodes;
  number[nodes] = 0;
  let count = 1;
  for (const s of graph.sources) isSource[s] = 1;
  for (const s of graph.sources) {
    if (number[s] !== -1) continue;
    number[s] = count;
    vertex[count++] = s;
    let depth = 0;
    stack[0] = s;
    while (depth >= 0) {
      const n = stack[depth] as number;
      const k = next[n] as number;
      if (k === (off[n + 1] as number)) {
        depth--;
        continue;
      }
      next[n] = k + 1;
      const other = adj[k] as number;
      if (number[other] !== -1 || !conductsFrom(graph, eid[k] as number, n)) continue;
      number[other] = count;
      parent[count] = number[n] as number;
      vertex[count++] = other;
      stack[++depth] = other;
    }
  }
  return { vertex, number, parent, count, isSource };
}

interface Forest {
  readonly semi: Int32Array;
  readonly label: Int32Array;
  readonly ancestor: Int32Array;
  readonly stack: Int32Array;
}

function semidominator(graph: NetworkGraph, search: Search, forest: Forest, w: number): number {
  const { off, adj, eid } = graph;
  const n = search.vertex[w] as number;
  let least = w;
  if (search.isSource[n]) return 0;
  for (let k = off[n] as number; k < (off[n + 1] as number); k++) {
    const from = adj[k] as number;
    const v = search.number[from] as number;
    if (v === -1 || !conductsFrom(graph, eid[k] as number, from)) continue;
    const s = forest.semi[best(forest, v)] as number;
    if (s < least) least = s;
  }
  return least;
}

/** The node of least semidominator between v and its tree's root in the forest, shortening the way. */
function best({ semi, label, ancestor, stack }: Forest, v: number): number {
  if (ancestor[v] === -1) return v;
  let depth = 0;
  let at = v;
  while (ancestor[ancestor[at] as number] !== -1) {
    stack[depth++] = at;
    at = ancestor[at] as number;
  }
  while (depth > 0) {
    const low = stack[--depth] as number;
    const up = ancestor[low] as number;
    if ((semi[label[up] as number] as number) < (semi[label[low] as number] as number))
      label[low] = label[up] as number;
    ancestor[low] = ancestor[up] as number;
  }
  return label[v] as number;
}

/** Customers who lose gas when a node or an edge is lost. */
export interface Criticality {
  readonly byNode: Float64Array;
  readonly byEdge: Float64Array;
}

/**
 * Weighs every node and edge by what hangs on it alone: the sum of `weight` (customers when left out) in its part of the
 * dominator tree. An edge u → v is the only way when u immediately dominates v and no other way into v avoids v.
 */
export function criticality(graph: NetworkGraph, weight: Float64Array | undefined = graph.customers): Criticality {
  const { idom, order } = dominators(graph);
  const { nodes, off, adj, eid } = graph;
  const byNode = new Float64Array(nodes);
  const byEdge = new Float64Array(graph.edges);
  for (const n of order) byNode[n] = weight?.[n] ?? 0;
  for (let i = order.length - 1; i >= 0; i--) {
    const n = order[i] as number;
    const up = idom[n] as number;
    if (up < nodes) byNode[up] = (byNode[up] as number) + (byNode[n] as number);
  }
  const spans = spansOf(idom, order, nodes);
  for (const v of order) {
    const up = idom[v] as number;
    if (up === nodes) continue;
    let only = -1;
    for (let k = off[v] as number; k < (off[v + 1] as number) && only !== -2; k++) {
      const from = adj[k] as number;
      const e = eid[k] as number;
      if (idom[from] === -1 || !conductsFrom(graph, e, from)) continue;
      if (from === up) only = only === -1 ? e : -2;
      else if (!isWithin(spans, v, from)) only = -2;
    }
    if (only >= 0) byEdge[only] = byNode[v] as number;
  }
  return { byNode, byEdge };
}

interface Spans {
  readonly first: Int32Array;
  readonly size: Int32Array;
}

/** Preorder intervals of the dominator tree. */
function spansOf(idom: Int32Array, order: Int32Array, root: number): Spans {
  const size = new Int32Array(root + 1).fill(1);
  for (let i = order.length - 1; i >= 0; i--) {
    const n = order[i] as number;
    const up = idom[n] as number;
    size[up] = (size[up] as number) + (size[n] as number);
  }
  const first = new Int32Array(root + 1);
  const used = new Int32Array(root + 1).fill(1);
  for (const n of order) {
    const up = idom[n] as number;
    first[n] = (first[up] as number) + (used[up] as number);
    used[up] = (used[up] as number) + (size[n] as number);
  }
  return { first, size };
}

const isWithin = ({ first, size }: Spans, top: number, n: number): boolean =>
  (first[n] as number) >= (first[top] as number) &&
  (first[n] as number) < (first[top] as number) + (size[top] as number);
