import type { NetworkGraph } from "#model/graph/network-graph.ts";
import { UnionFind } from "#model/graph/union-find.ts";

/** A part of a graph; `local` has the place of each of its nodes in `nodes`. */
export interface Part {
  readonly nodes: Int32Array;
  readonly pipes: Int32Array;
  readonly valves: Int32Array;
  readonly local: Int32Array;
}

/**
 * What leaves each node by pipes and demand beyond what comes, m³/h, by its place: at held nodes, what is fed in. Valves pass it on to the nodes
 * they join: all of a group have the group's sum.
 */
export function outflowByGroup(
  { from, to }: Pick<NetworkGraph, "from" | "to">,
  { nodes, pipes, valves, local }: Part,
  takenM3h: (n: number) => number,
  flowM3h: Float64Array,
): Float64Array {
  const joined = new UnionFind(nodes.length);
  const at = (n: number): number => local[n] as number;
  for (const e of valves) joined.join(at(from[e] as number), at(to[e] as number));
  const { label, count } = joined.labels();
  const sums = new Float64Array(count);
  for (let i = 0; i < nodes.length; i++) {
    const g = label[i] as number;
    sums[g] = (sums[g] as number) + takenM3h(nodes[i] as number);
  }
  for (const e of pipes) {
    const a = label[at(from[e] as number)] as number;
    const b = label[at(to[e] as number)] as number;
    const m3h = flowM3h[e] as number;
    sums[a] = (sums[a] as number) + m3h;
    sums[b] = (sums[b] as number) - m3h;
  }
  const out = new Float64Array(nodes.length);
  for (let i = 0; i < out.length; i++) out[i] = sums[label[i] as number] as number;
  return out;
}
