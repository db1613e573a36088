import type { GasNetwork } from "#model/hydraulics/gas-network.ts";

type Neighbours = readonly (readonly (readonly [node: number, lengthM: number])[])[];

function neighbours({ demand, pipes }: GasNetwork): Neighbours {
  const near = Array.from(demand, (): [number, number][] => []);
  for (let e = 0; e < pipes.from.length; e++) {
    const [a, b, l] = [pipes.from[e] as number, pipes.to[e] as number, pipes.length[e] as number];
    near[a]?.push([b, l]);
    near[b]?.push([a, l]);
  }
  return near;
}

/** Dijkstra with a plain scan: districts are small. */
function spread(near: Neighbours, start: number, distance: Float64Array): void {
  const isDone = new Uint8Array(distance.length);
  distance[start] = 0;
  for (;;) {
    let at = -1;
    for (let i = 0; i < distance.length; i++)
      if (!isDone[i] && Number.isFinite(distance[i]) && (at < 0 || (distance[i] as number) < (distance[at] as number)))
        at = i;
    if (at < 0) return;
    isDone[at] = 1;
    for (const [other, l] of near[at] ?? [])
      distance[other] = Math.min(distance[other] as number, (distance[at] as number) + l);
  }
}

/** Pipe length between every two nodes, m, by node × node; infinite where none leads. */
export function pipeDistances(network: GasNetwork): Float64Array {
  const near = neighbours(network);
  const n = near.length;
  const all = new Float64Array(n * n).fill(Number.POSITIVE_INFINITY);
  for (let start = 0; start < n; start++) spread(near, start, all.subarray(start * n, (start + 1) * n));
  return all;
}

/** Nodes gathered about some of them. */
export interface Lumps {
  /** The node each lump stands about. */
  readonly seeds: readonly number[];
  /** Lump of each of the given nodes, in their order. */
  readonly of: readonly number[];
}

/** Gathers nodes into at most so many lumps of near ones: each next seed is the node farthest from those before. */
export function lump(network: GasNetwork, nodes: readonly number[], most: number): Lumps {
  if (nodes.length <= most) return { seeds: nodes, of: nodes.map((_, k) => k) };
  const near = neighbours(network);
  const nearest = nodes.map(() => Number.POSITIVE_INFINITY);
  const of = nodes.map(() => 0);
  const seeds: number[] = [];
  while (seeds.length < most) {
    const farthest = nearest.reduce((best, d, k) => (d > (nearest[best] as number) ? k : best), 0);
    const distance = new Float64Array(near.length).fill(Number.POSITIVE_INFINITY);
    spread(near, nodes[farthest] as number, distance);
    const number = seeds.push(nodes[farthest] as number) - 1;
    for (const [k, node] of nodes.entries())
      if ((distance[node] as number) < (nearest[k] as number)) {
        nearest[k] = distance[node] as number;
        of[k] = number;
      }
  }
  return { seeds, of };
}
