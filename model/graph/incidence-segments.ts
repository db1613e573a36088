import { UnionFind } from "./union-find.ts";

/** Valves that sit on a link right beside one of its nodes. */
export interface IncidenceValves {
  readonly link: Int32Array;
  readonly node: Int32Array;
}

/**
 * Segments of a network whose valves are marks on a link's end and not edges (Walski; Jun & Loganathan 2007): parts of the graph
 * of nodes and links that remain joined when every place with a valve is cut. Labels are dense, by first node, then link.
 */
export function incidenceSegments(
  nodes: number,
  from: Int32Array,
  to: Int32Array,
  valves: IncidenceValves,
): { ofNode: Int32Array; ofLink: Int32Array; count: number } {
  const links = from.length;
  const isCut = new Uint8Array(2 * links);
  for (let v = 0; v < valves.link.length; v++) {
    const link = valves.link[v] as number;
    const node = valves.node[v] as number;
    if (node !== from[link] && node !== to[link])
      throw new Error(`valve ${v}: link ${link} does not end at node ${node}`);
    if (from[link] === node) isCut[2 * link] = 1;
    if (to[link] === node) isCut[2 * link + 1] = 1;
  }
  const joined = new UnionFind(nodes + links);
  for (let l = 0; l < links; l++) {
    if (!isCut[2 * l]) joined.join(nodes + l, from[l] as number);
    if (!isCut[2 * l + 1]) joined.join(nodes + l, to[l] as number);
  }
  const { label, count } = joined.labels();
  return { ofNode: label.subarray(0, nodes), ofLink: label.subarray(nodes), count };
}
