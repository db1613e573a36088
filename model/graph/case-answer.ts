import { isolate } from "#model/isolation/isolate.ts";
import { indexSegments } from "#model/isolation/segments.ts";
import { weaknesses } from "./bridges.ts";
import { incidenceSegments } from "./incidence-segments.ts";
import { buildGraph, EDGE, EDGE_STATE, type NetworkGraph } from "./network-graph.ts";
import { supplied } from "./reach.ts";
import { cutLoss, upstreamSources } from "./trace.ts";

interface Query {
  readonly op: string;
  readonly edge?: string;
  readonly node?: string;
  readonly inoperable?: readonly string[];
}

/** A reference case of schema `gasnet-topology/1`. */
export interface TopologyCase {
  readonly schema: string;
  readonly id: string;
  readonly nodes: readonly { readonly id: string; readonly customers?: number }[];
  readonly edges: readonly {
    readonly id: string;
    readonly kind: string;
    readonly from: string;
    readonly to: string;
    readonly open?: boolean;
    readonly operable?: boolean;
    readonly length_m?: number;
  }[];
  readonly sources: readonly string[];
  readonly queries: readonly Query[];
}

/** A reference case of schema `valve-segments/1`. */
export interface SegmentsCase {
  readonly schema: string;
  readonly id: string;
  readonly nodes: readonly { readonly id: string }[];
  readonly links: readonly { readonly id: string; readonly from: string; readonly to: string }[];
  readonly valves: readonly { readonly link: string; readonly node: string }[];
}

/** Nothing is iterated in a trace: converged, in one pass, with nothing left over. */
const EXACT = { converged: true, iterations: 1, residual: 0 };

/** The answer to a case of topology, shaped as its `expected`. Throws for another schema, saying what came. */
export function answerTrace(given: unknown): object {
  const schema = (given as { schema?: unknown } | null)?.schema;
  if (schema === "gasnet-topology/1") return answerTopology(given as TopologyCase);
  if (schema === "valve-segments/1") return answerSegments(given as SegmentsCase);
  throw new Error(`expected schema gasnet-topology/1 or valve-segments/1, got ${String(schema)}`);
}

function numbers(list: readonly { readonly id: string }[], what: string): (id: string) => number {
  const index = new Map(list.map(({ id }, i) => [id, i]));
  return (id) => {
    const i = index.get(id);
    if (i === undefined) throw new Error(`there is no ${what} ${id}`);
    return i;
  };
}

const KINDS = new Map<string, number>(Object.entries(EDGE));

/** A topology case as a graph; nodes and edges are numbered as listed. */
export function caseGraph(given: TopologyCase): NetworkGraph {
  const node = numbers(given.nodes, "node");
  return buildGraph({
    nodes: given.nodes.length,
    from: Int32Array.from(given.edges, (e) => node(e.from)),
    to: Int32Array.from(given.edges, (e) => node(e.to)),
    kind: Uint8Array.from(given.edges, ({ id, kind }) => {
      const code = KINDS.get(kind);
      if (code === undefined) throw new Error(`edge ${id}: expected ${[...KINDS.keys()].join(", ")}, got ${kind}`);
      return code;
    }),
    state: Uint8Array.from(
      given.edges,
      (e) => (e.open === false ? 0 : EDGE_STATE.open) | (e.operable === false ? 0 : EDGE_STATE.operable),
    ),
    sources: Int32Array.from(given.sources, node),
    customers: Float64Array.from(given.nodes, (n) => n.customers ?? 0),
    lengthM: Float64Array.from(given.edges, (e) => e.length_m ?? 0),
  });
}

function answerTopology(given: TopologyCase): object {
  const graph = caseGraph(given);
  const index = indexSegments(graph);
  const [node, edge] = [numbers(given.nodes, "node"), numbers(given.edges, "edge")];
  const nodeIds = (list: ArrayLike<number>) => packed(Array.from(list, (n) => given.nodes[n]?.id ?? ""));
  const edgeIds = (list: ArrayLike<number>) => packed(Array.from(list, (e) => given.edges[e]?.id ?? ""));
  const ask = (query: Query): object => {
    if (query.op === "cut_loss") return { nodes_losing_supply: nodeIds(cutLoss(graph, edge(query.edge ?? ""))) };
    if (query.op === "upstream_sources") return { sources: nodeIds(upstreamSources(graph, node(query.node ?? ""))) };
    if (query.op !== "isolate") throw new Error(`expected isolate, cut_loss or upstream_sources, got ${query.op}`);
    const damage = query.edge === undefined ? { node: node(query.node ?? "") } : { edge: edge(query.edge) };
    const plan = isolate(index, damage, { inoperable: (query.inoperable ?? []).map(edge) });
    return {
      close_required: edgeIds(plan.required),
      close_optional: edgeIds(plan.optional),
      already_closed: edgeIds(plan.alreadyClosed),
      inside_valves_not_needed: edgeIds(plan.insideNotNeeded),
      isolated_nodes: nodeIds(plan.nodes),
      isolated_edges: edgeIds(plan.edges),
      isolated_sources: nodeIds(plan.sources),
      lost_supply_nodes: nodeIds(plan.lostNodes),
      affected_customers: plan.customers,
    };
  };
  const { bridges, articulationPoints, components } = weaknesses(graph);
  const { mark } = supplied(graph);
  return {
    id: given.id,
    ...EXACT,
    bridges: edgeIds(bridges),
    articulation_points: nodeIds(articulationPoints),
    connected_components_open: components,
    unsupplied_nodes_now: nodeIds(Array.from(mark.keys()).filter((n) => !mark[n])),
    queries: given.queries.map(({ op, edge, node, inoperable }) => ({
      ...{ op, edge, node, inoperable },
      expected: ask({ op, ...(edge && { edge }), ...(node && { node }), ...(inoperable && { inoperable }) }),
    })),
  };
}

function answerSegments(given: SegmentsCase): object {
  const [node, link] = [numbers(given.nodes, "node"), numbers(given.links, "link")];
  const from = Int32Array.from(given.links, (l) => node(l.from));
  const to = Int32Array.from(given.links, (l) => node(l.to));
  const { ofNode, ofLink, count } = incidenceSegments(given.nodes.length, from, to, {
    link: Int32Array.from(given.valves, (v) => link(v.link)),
    node: Int32Array.from(given.valves, (v) => node(v.node)),
  });
  const segments = Array.from({ length: count }, () => ({ nodes: [] as string[], links: [] as string[] }));
  for (const [n, { id }] of given.nodes.entries()) segments[ofNode[n] as number]?.nodes.push(id);
  for (const [l, { id }] of given.links.entries()) segments[ofLink[l] as number]?.links.push(id);
  const weak = weaknesses(
    buildGraph({ nodes: given.nodes.length, from, to, kind: new Uint8Array(from.length), sources: new Int32Array() }),
  );
  return {
    id: given.id,
    ...EXACT,
    segment_count: count,
    max_segment_size_nodes_plus_links: Math.max(...segments.map((s) => s.nodes.length + s.links.length)),
    segments,
    bridges: Array.from(weak.bridges, (l) => given.links[l]?.id),
    articulation_points: Array.from(weak.articulationPoints, (n) => given.nodes[n]?.id),
    connected_components: weak.components,
  };
}

const MOST_LISTED = 250;

/** Ids in code point order; long lists as a count and FNV-1a (32 bit) over the UTF-8 bytes of the ids joined with commas. */
function packed(ids: string[]): string[] | { count: number; fnv1a: number } {
  ids.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  if (ids.length <= MOST_LISTED) return ids;
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(ids.join(","))) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return { count: ids.length, fnv1a: hash };
}
