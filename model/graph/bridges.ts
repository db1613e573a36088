import { isOpen, type NetworkGraph } from "./network-graph.ts";

export interface Weaknesses {
  /** Edges whose loss splits the network of open edges. */
  readonly bridges: Int32Array;
  /** Nodes whose loss splits it. */
  readonly articulationPoints: Int32Array;
  /** Parts that open edges join. */
  readonly components: number;
}

/** Tarjan's low points without recursion: O(nodes + edges). Regulators count as joining both ways; parallel edges are never bridges. */
export function weaknesses(graph: NetworkGraph): Weaknesses {
  const { nodes, off, adj, eid } = graph;
  const seen = new Int32Array(nodes);
  const low = new Int32Array(nodes);
  const by = new Int32Array(nodes).fill(-1);
  const next = off.slice(0, nodes);
  const stack = new Int32Array(nodes);
  const isCut = new Uint8Array(nodes);
  const bridges: number[] = [];
  let [clock, components] = [0, 0];
  for (let root = 0; root < nodes; root++) {
    if (seen[root] !== 0) continue;
    components++;
    let [depth, branches] = [0, 0];
    stack[0] = root;
    seen[root] = low[root] = ++clock;
    while (depth >= 0) {
      const n = stack[depth] as number;
      const k = next[n] as number;
      if (k < (off[n + 1] as number)) {
        next[n] = k + 1;
        const [e, other] = [eid[k] as number, adj[k] as number];
        if (e === by[n] || !isOpen(graph, e)) continue;
        if (seen[other] === 0) {
          by[other] = e;
          seen[other] = low[other] = ++clock;
          stack[++depth] = other;
        } else if ((seen[other] as number) < (low[n] as number)) low[n] = seen[other] as number;
        continue;
      }
      depth--;
      if (depth < 0) break;
      const up = stack[depth] as number;
      if ((low[n] as number) < (low[up] as number)) low[up] = low[n] as number;
      if ((low[n] as number) > (seen[up] as number)) bridges.push(by[n] as number);
      if (up === root) branches++;
      else if ((low[n] as number) >= (seen[up] as number)) isCut[up] = 1;
    }
    if (branches > 1) isCut[root] = 1;
  }
  const points: number[] = [];
  for (let n = 0; n < nodes; n++) if (isCut[n]) points.push(n);
  return { bridges: Int32Array.from(bridges), articulationPoints: Int32Array.from(points), components };
}
