/** What an edge is: a pipe, a valve between two nodes, or a regulator that passes gas from its `from` to its `to` only. */
export const EDGE = { pipe: 0, valve: 1, regulator: 2 } as const;

/**
 * State bits of an edge. Open and operable are two things: a valve may be open and stuck, or closed and sound.
 * `open`: gas passes. A closed pipe or regulator is out of service: no gas, no way.
 * `operable`: a crew can turn it (valves). `broken` and `inaccessible` (paved over, flooded, behind the fire) take that away.
 */
export const EDGE_STATE = { open: 1, operable: 2, broken: 4, inaccessible: 8 } as const;

/** A network as columns; nodes and edges are numbers from 0. Missing columns count as zeros, missing `state` as open and operable. */
export interface GraphColumns {
  readonly nodes: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** `EDGE` by edge. */
  readonly kind: Uint8Array;
  /** `EDGE_STATE` bits by edge. */
  readonly state?: Uint8Array;
  /** Nodes where gas comes in. */
  readonly sources: Int32Array;
  /** Customers at each node. */
  readonly customers?: Float64Array;
  /** m by edge. */
  readonly lengthM?: Float64Array;
  /** Inside diameter, mm by edge. */
  readonly diameterMm?: Float64Array;
  /** Outside diameter of a polyethylene pipe, mm by edge; 0 where it is not PE (it cannot be squeezed off). */
  readonly peDnMm?: Float64Array;
  /** Ground position of each node, m in any local plane: x, y, x, y, … Orders work by distance. */
  readonly xyM?: Float64Array;
}

/** A network to walk on: columns, and by node its edges (compressed sparse rows). */
export interface NetworkGraph extends GraphColumns {
  readonly state: Uint8Array;
  readonly edges: number;
  /** Edges of node n stand in `eid[off[n] … off[n+1]−1]`, their other ends in `adj` beside. */
  readonly off: Int32Array;
  readonly adj: Int32Array;
  readonly eid: Int32Array;
}

/** Builds the rows in two passes over the edges. Throws when an edge names a node that is not there. */
export function buildGraph(columns: GraphColumns): NetworkGraph {
  const { nodes, from, to, kind } = columns;
  const edges = from.length;
  if (to.length !== edges || kind.length !== edges)
    throw new Error(`expected ${edges} ends and kinds, got ${to.length} and ${kind.length}`);
  const off = new Int32Array(nodes + 1);
  for (let e = 0; e < edges; e++) {
    const a = from[e] as number;
    const b = to[e] as number;
    if (a < 0 || b < 0 || a >= nodes || b >= nodes)
      throw new Error(`edge ${e} joins ${a} and ${b}; nodes are 0 … ${nodes - 1}`);
    off[a + 1] = (off[a + 1] as number) + 1;
    off[b + 1] = (off[b + 1] as number) + 1;
  }
  for (let n = 0; n < nodes; n++) off[n + 1] = (off[n + 1] as number) + (off[n] as number);
  const next = off.slice(0, nodes);
  const adj = new Int32Array(2 * edges);
  const eid = new Int32Array(2 * edges);
  const put = (a: number, b: number, e: number): void => {
    const at = next[a] as number;
    next[a] = at + 1;
    adj[at] = b;
    eid[at] = e;
  };
  for (let e = 0; e < edges; e++) {
    put(from[e] as number, to[e] as number, e);
    put(to[e] as number, from[e] as number, e);
  }
  const state = columns.state ?? new Uint8Array(edges).fill(EDGE_STATE.open | EDGE_STATE.operable);
  return { ...columns, state, edges, off, adj, eid };
}

/** Gas can pass the edge at all, in some direction. */
export const isOpen = (graph: NetworkGraph, e: number): boolean => ((graph.state[e] as number) & EDGE_STATE.open) !== 0;

const STATE_OF_USE = EDGE_STATE.open | EDGE_STATE.operable | EDGE_STATE.broken | EDGE_STATE.inaccessible;

/** An open valve that a crew can close: what an isolation may rest on. */
export const isClosable = (graph: NetworkGraph, e: number): boolean =>
  graph.kind[e] === EDGE.valve &&
  ((graph.state[e] as number) & STATE_OF_USE) === (EDGE_STATE.open | EDGE_STATE.operable);

/** Gas may move over edge e away from node `at`: open, and with the regulator's direction. */
export function conductsFrom(graph: NetworkGraph, e: number, at: number): boolean {
  if (!isOpen(graph, e)) return false;
  return graph.kind[e] !== EDGE.regulator || graph.from[e] === at;
}

/** The same network with other states for some edges; rows and columns are shared. */
export function withStates(
  graph: NetworkGraph,
  changes: Iterable<readonly [edge: number, state: number]>,
): NetworkGraph {
  const state = graph.state.slice();
  for (const [e, s] of changes) state[e] = s;
  return { ...graph, state };
}
