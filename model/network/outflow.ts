import type { NetworkGraph } from "#model/graph/network-graph.ts";

/**
 * What leaves each node by pipes and demand beyond what comes, m³/h: at held nodes, what is fed in. Valves pass it on to the nodes they join:
 * all of a group have the group's sum.
 */
export function outflowByGroup(
  graph: Pick<NetworkGraph, "from" | "to">,
  { nodes, pipes, valves }: { readonly nodes: Int32Array; readonly pipes: Int32Array; readonly valves: Int32Array },
  takenM3h: Float64Array,
  flowM3h: Float64Array,
): Map<number, number> {
  const groupOf = new Map<number, number>();
  const root = (n: number): number => {
    let top = n;
    while (groupOf.has(top)) top = groupOf.get(top) as number;
    return top;
  };
  for (const e of valves) {
    const [a, b] = [root(graph.from[e] as number), root(graph.to[e] as number)];
    if (a !== b) groupOf.set(a, b);
  }
  const sums = new Map<number, number>();
  const add = (n: number, m3h: number): void => void sums.set(root(n), (sums.get(root(n)) ?? 0) + m3h);
  for (const n of nodes) add(n, takenM3h[n] as number);
  for (const e of pipes) {
    add(graph.from[e] as number, flowM3h[e] as number);
    add(graph.to[e] as number, -(flowM3h[e] as number));
  }
  const out = new Map<number, number>();
  for (const n of nodes) out.set(n, sums.get(root(n)) ?? 0);
  return out;
}
