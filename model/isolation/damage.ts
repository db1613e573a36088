import type { NetworkGraph } from "#model/graph/network-graph.ts";

/** What is damaged: an edge, a node, or several edges at once (a digger along a street, a collapsed road). */
export type Damage = { readonly edge: number } | { readonly node: number } | { readonly edges: readonly number[] };

/** The damaged edges; none when a node is. */
export const damagedEdges = (damage: Damage): readonly number[] =>
  "edges" in damage ? damage.edges : "edge" in damage ? [damage.edge] : [];

/** Where gas gets out: the node, or the ends of damaged edges, each once. Throws when the damage names nothing of the graph. */
export function damagedNodes(graph: NetworkGraph, damage: Damage): number[] {
  if ("node" in damage) {
    if (!(damage.node >= 0 && damage.node < graph.nodes))
      throw new Error(`expected a node 0 … ${graph.nodes - 1}, got ${damage.node}`);
    return [damage.node];
  }
  const edges = damagedEdges(damage);
  if (edges.length === 0) throw new Error("expected at least one damaged edge, got none");
  for (const e of edges)
    if (!(e >= 0 && e < graph.edges)) throw new Error(`expected an edge 0 … ${graph.edges - 1}, got ${e}`);
  return [...new Set(edges.flatMap((e) => [graph.from[e] as number, graph.to[e] as number]))];
}
