import { isOpen, type NetworkGraph } from "./network-graph.ts";

/** A way from one node to another: `nodes[i]` to `nodes[i+1]` by `edges[i]`; `atM[i]` is the length walked at `nodes[i]`. */
export interface Path {
  readonly nodes: Int32Array;
  readonly edges: Int32Array;
  readonly atM: Float64Array;
}

/** Shortest way by length along open edges, or null. Dijkstra with a binary heap; a regulator may be walked both ways. */
export function shortestPath(graph: NetworkGraph, start: number, goal: number): Path | null {
  const far = new Float64Array(graph.nodes).fill(Number.POSITIVE_INFINITY);
  const by = new Int32Array(graph.nodes).fill(-1);
  const heap = new Heap();
  far[start] = 0;
  heap.push(start, 0);
  const { off, adj, eid } = graph;
  for (let top = heap.pop(); top; top = heap.pop()) {
    if (top.node === goal) return walkBack(graph, by, far, start, goal);
    if (top.key > (far[top.node] as number)) continue;
    for (let k = off[top.node] as number; k < (off[top.node + 1] as number); k++) {
      const [e, other] = [eid[k] as number, adj[k] as number];
      if (!isOpen(graph, e)) continue;
      const there = top.key + (graph.lengthM?.[e] ?? 0);
      if (there < (far[other] as number)) {
        far[other] = there;
        by[other] = e;
        heap.push(other, there);
      }
    }
  }
  return null;
}

/**
 * The edge wanted that is reached first by length from nodes at their distances, through all edges, open or not; −1 where none is among
 * the first `most` nodes.
 */
export function nearestEdge(
  graph: NetworkGraph,
  starts: readonly (readonly [node: number, m: number])[],
  isWanted: (edge: number) => boolean,
  most: number,
): number {
  const far = new Map(starts);
  const heap = new Heap();
  for (const [node, m] of starts) heap.push(node, m);
  const { off, adj, eid } = graph;
  let seen = 0;
  for (let top = heap.pop(); top && seen < most; top = heap.pop()) {
    if (top.key > (far.get(top.node) ?? 0)) continue;
    seen++;
    for (let k = off[top.node] as number; k < (off[top.node + 1] as number); k++) {
      const [e, other] = [eid[k] as number, adj[k] as number];
      if (isWanted(e)) return e;
      const there = top.key + (graph.lengthM?.[e] ?? 0);
      if (there >= (far.get(other) ?? Number.POSITIVE_INFINITY)) continue;
      far.set(other, there);
      heap.push(other, there);
    }
  }
  return -1;
}

function walkBack(graph: NetworkGraph, by: Int32Array, far: Float64Array, start: number, goal: number): Path {
  const [nodes, edges] = [[goal], [] as number[]];
  for (let n = goal; n !== start; ) {
    const e = by[n] as number;
    n = graph.from[e] === n ? (graph.to[e] as number) : (graph.from[e] as number);
    edges.push(e);
    nodes.push(n);
  }
  nodes.reverse();
  edges.reverse();
  return {
    nodes: Int32Array.from(nodes),
    edges: Int32Array.from(edges),
    atM: Float64Array.from(nodes, (n) => far[n] as number),
  };
}

/** Values of nodes along a path, beside the length walked: a height or pressure profile. NaN stays NaN. */
export const profile = (path: Path, byNode: ArrayLike<number>): Float64Array =>
  Float64Array.from(path.nodes, (n) => byNode[n] as number);

class Heap {
  readonly #nodes: number[] = [];
  readonly #keys: number[] = [];

  push(node: number, key: number): void {
    let i = this.#nodes.length;
    while (i > 0) {
      const up = (i - 1) >> 1;
      if ((this.#keys[up] as number) <= key) break;
      this.#nodes[i] = this.#nodes[up] as number;
      this.#keys[i] = this.#keys[up] as number;
      i = up;
    }
    this.#nodes[i] = node;
    this.#keys[i] = key;
  }

  pop(): { node: number; key: number } | null {
    const node = this.#nodes[0];
    if (node === undefined) return null;
    const key = this.#keys[0] as number;
    const lastNode = this.#nodes.pop() as number;
    const lastKey = this.#keys.pop() as number;
    const size = this.#nodes.length;
    if (size === 0) return { node, key };
    let i = 0;
    for (;;) {
      let down = 2 * i + 1;
      if (down >= size) break;
      if (down + 1 < size && (this.#keys[down + 1] as number) < (this.#keys[down] as number)) down++;
      if ((this.#keys[down] as number) >= lastKey) break;
      this.#nodes[i] = this.#nodes[down] as number;
      this.#keys[i] = this.#keys[down] as number;
      i = down;
    }
    this.#nodes[i] = lastNode;
    this.#keys[i] = lastKey;
    return { node, key };
  }
}
