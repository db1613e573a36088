import { EDGE, type NetworkGraph } from "#model/graph/network-graph.ts";

/** Gas in pipes, in what conditions it is counted. */
export interface GasState {
  /** Temperature of the gas, K. */
  readonly temperature: number;
  readonly pN: number;
  readonly tN: number;
  /** Compressibility at Pa absolute. */
  readonly z: (pa: number) => number;
}

/**
 * Gas in the pipes among `edges`, normal m³: what escapes or has to be flared when the area is emptied to the atmosphere, less
 * what stays at `paOut`. Pipes between two pressures count at 2/3 (p1 + p2 − p1 p2/(p1 + p2)), the mean along a pipe. Nodes without a
 * pressure (NaN) make their pipe count at the other end's; pipes with none count nothing.
 */
export function gasVolumeM3(
  graph: NetworkGraph,
  edges: Int32Array,
  pa: ArrayLike<number>,
  gas: GasState,
  paOut = 101_325,
): number {
  let sum = 0;
  for (const e of edges) {
    if (graph.kind[e] !== EDGE.pipe) continue;
    const [a, b] = [pa[graph.from[e] as number] as number, pa[graph.to[e] as number] as number];
    const [p1, p2] = [Number.isNaN(a) ? b : a, Number.isNaN(b) ? a : b];
    if (Number.isNaN(p1)) continue;
    const mean = (2 / 3) * (p1 + p2 - (p1 * p2) / (p1 + p2));
    const d = (graph.diameterMm?.[e] ?? 0) / 1000;
    const m3 = (Math.PI / 4) * d * d * (graph.lengthM?.[e] ?? 0);
    const normal = (p: number): number => (p * gas.tN) / (gas.z(p) * gas.pN * gas.temperature);
    sum += m3 * Math.max(0, normal(mean) - normal(paOut));
  }
  return sum;
}
