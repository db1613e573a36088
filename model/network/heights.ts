import type { NetworkGraph } from "#model/graph/network-graph.ts";
import type { NetworkRows } from "./rows.ts";

/** Air pressure at sea level, kPa. */
export const ATMOSPHERE_KPA = 101.325;

/** How high a network's nodes lie, and what air weighs on them. */
export interface Heights {
  /** m by node of the graph; 0 everywhere where the records tell none. */
  readonly m: Float64Array;
  /** Air pressure by node, kPa absolute: what a gauge there reads against. */
  readonly airKPa: Float64Array;
  /** `told`: every record has a height. `some`: others are taken from the next one along the pipes. `none`: level ground is assumed. */
  readonly known: "told" | "some" | "none";
}

/** Standard atmosphere (ISO 2533) to 11 km, kPa. */
export const airKPaAt = (heightM: number): number => ATMOSPHERE_KPA * (1 - (0.0065 * heightM) / 288.15) ** 5.255;

/**
 * Heights of the records by node of the graph. A node without one takes that of the nearest node that has one, counted in pipes; where
 * none is joined to it, the mean of all. O(nodes + edges).
 */
export function heightsOf(
  { nodes: { elevationM } }: NetworkRows,
  graph: Pick<NetworkGraph, "nodes" | "off" | "adj">,
  recordOf: Int32Array,
): Heights {
  const m = Float64Array.from(recordOf, (n) => elevationM[n] as number);
  const queue: number[] = [];
  let sum = 0;
  m.forEach((height, n) => {
    if (Number.isNaN(height)) return;
    queue.push(n);
    sum += height;
  });
  const told = queue.length;
  if (told === 0) return { m: m.fill(0), airKPa: new Float64Array(graph.nodes).fill(ATMOSPHERE_KPA), known: "none" };
  for (let head = 0; head < queue.length; head++) {
    const n = queue[head] as number;
    for (let k = graph.off[n] as number; k < (graph.off[n + 1] as number); k++) {
      const other = graph.adj[k] as number;
      if (!Number.isNaN(m[other] as number)) continue;
      m[other] = m[n] as number;
      queue.push(other);
    }
  }
  const mean = sum / told;
  for (let n = 0; n < m.length; n++) if (Number.isNaN(m[n] as number)) m[n] = mean;
  return { m, airKPa: m.map(airKPaAt), known: told === graph.nodes ? "told" : "some" };
}
