import { conductsFrom, EDGE, isOpen, type NetworkGraph } from "./network-graph.ts";
import { type Passes, reach, type Reached, supplied } from "./reach.ts";

/** What a trace found: nodes and edges in order of reaching, and the sources among the nodes. */
export interface Trace {
  readonly nodes: Int32Array;
  /** Edges passed, and those between two nodes found. */
  readonly edges: Int32Array;
  readonly sources: Int32Array;
  readonly customers: number;
  readonly lengthM: number;
}

/**
 * - `connected`: everything joined by open edges, regulators both ways.
 * - `pressure_system`: the same, stopping at regulators: one pressure level.
 * - `upstream`: where gas at the place can have come from; `downstream`: where it can go.
 */
export const TRACE_KINDS = ["connected", "pressure_system", "upstream", "downstream"] as const;
export type TraceKind = (typeof TRACE_KINDS)[number];

export interface TraceOptions {
  /**
   * Flow by edge, positive from `from` to `to`, from a solution. With it up- and downstream follow the gas that flows; without
   * it the steps from the nearest source stand in, and edges between equal steps belong to both sides.
   */
  readonly flow?: ArrayLike<number>;
}

/** Walks from nodes (the ends of an edge, or one node). */
export function trace(
  graph: NetworkGraph,
  starts: ArrayLike<number>,
  kind: TraceKind,
  options: TraceOptions = {},
): Trace {
  const reached = reach(graph, starts, passesOf(graph, kind, options));
  return collect(graph, reached, kind);
}

function passesOf(graph: NetworkGraph, kind: TraceKind, { flow }: TraceOptions): Passes {
  if (kind === "connected") return (e) => isOpen(graph, e);
  if (kind === "pressure_system") return (e) => isOpen(graph, e) && graph.kind[e] !== EDGE.regulator;
  const forwards = kind === "downstream";
  const out = (e: number, at: number): boolean => conductsFrom(graph, e, at);
  const back = (e: number, at: number): boolean => conductsFrom(graph, e, otherEnd(graph, e, at));
  const conducts = forwards ? out : back;
  if (flow)
    return (e, at) => {
      const leaving = graph.from[e] === at ? (flow[e] as number) : -(flow[e] as number);
      return conducts(e, at) && (forwards ? leaving > 0 : leaving < 0);
    };
  const steps = stepsFromSources(graph);
  return (e, at) => {
    const [here, there] = [steps[at] as number, steps[otherEnd(graph, e, at)] as number];
    return conducts(e, at) && (forwards ? there >= here : there <= here);
  };
}

const otherEnd = (graph: NetworkGraph, e: number, at: number): number =>
  graph.from[e] === at ? (graph.to[e] as number) : (graph.from[e] as number);

/** Edges from the nearest source, as gas can go; a large number where none reaches. */
export function stepsFromSources(graph: NetworkGraph): Int32Array {
  const steps = new Int32Array(graph.nodes).fill(0x7fffffff);
  for (const n of graph.sources) steps[n] = 0;
  const { off, adj, eid } = graph;
  for (const n of supplied(graph).nodes)
    for (let k = off[n] as number; k < (off[n + 1] as number); k++) {
      const other = adj[k] as number;
      if ((steps[other] as number) > (steps[n] as number) + 1 && conductsFrom(graph, eid[k] as number, n))
        steps[other] = (steps[n] as number) + 1;
    }
  return steps;
}

function collect(graph: NetworkGraph, { nodes, mark }: Reached, kind: TraceKind): Trace {
  const edges: number[] = [];
  let [customers, lengthM] = [0, 0];
  const { off, adj, eid, from } = graph;
  for (const n of nodes) {
    customers += graph.customers?.[n] ?? 0;
    for (let k = off[n] as number; k < (off[n + 1] as number); k++) {
      const e = eid[k] as number;
      // Each edge once: at its `from` end.
      if (from[e] !== n || !mark[adj[k] as number] || !isOpen(graph, e)) continue;
      if (kind === "pressure_system" && graph.kind[e] === EDGE.regulator) continue;
      edges.push(e);
      lengthM += graph.lengthM?.[e] ?? 0;
    }
  }
  return { nodes, edges: Int32Array.from(edges), sources: graph.sources.filter((n) => mark[n]), customers, lengthM };
}

/** Sources from which gas can reach node n: open elements, regulators forwards. */
export function upstreamSources(graph: NetworkGraph, n: number): Int32Array {
  const { mark } = reach(graph, [n], (e, at) => conductsFrom(graph, e, otherEnd(graph, e, at)));
  return graph.sources.filter((s) => mark[s]);
}

/** Nodes that lose supply when one edge is out, and no valve is turned. */
export function cutLoss(graph: NetworkGraph, edge: number): Int32Array {
  const before = supplied(graph);
  const after = reach(graph, graph.sources, (e, at) => e !== edge && conductsFrom(graph, e, at));
  return before.nodes.filter((n) => !after.mark[n]);
}
