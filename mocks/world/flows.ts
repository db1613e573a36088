import type { PressureLevel } from "#contract/gas.ts";
import { equipPipe, equipValve } from "./attributes.ts";
import { chance, rng } from "./rng.ts";
import type { NodeRow, Part, PipeRow } from "./rows.ts";

/** A part's network as arrays: node numbers, and pipes by node. */
export interface Graph {
  readonly nodes: readonly NodeRow[];
  readonly indexOf: ReadonlyMap<string, number>;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Pipes at node i: `pipes[offset[i] .. offset[i + 1])`. */
  readonly offset: Int32Array;
  readonly pipes: Int32Array;
}

/** `gates` are nodes of other parts where this part's pipes end. */
export function graphOf(part: Part, gates: readonly NodeRow[] = []): Graph {
  const nodes = [...part.nodes, ...gates];
  const indexOf = new Map(nodes.map((n, i) => [n.id, i]));
  const at = (id: string): number => {
    const i = indexOf.get(id);
    if (i === undefined) throw new Error(`pipe ends at unknown node ${id}`);
    return i;
  };
  const from = Int32Array.from(part.pipes, (p) => at(p.from_node));
  const to = Int32Array.from(part.pipes, (p) => at(p.to_node));
  const offset = new Int32Array(nodes.length + 1);
  for (let e = 0; e < from.length; e++) {
    for (const i of [from[e] as number, to[e] as number]) offset[i + 1] = (offset[i + 1] ?? 0) + 1;
  }
  for (let i = 0; i < nodes.length; i++) offset[i + 1] = (offset[i + 1] ?? 0) + (offset[i] ?? 0);
  const fill = offset.slice();
  const pipes = new Int32Array(from.length * 2);
  for (let e = 0; e < from.length; e++)
    for (const i of [from[e] as number, to[e] as number]) {
      const k = fill[i] as number;
      pipes[k] = e;
      fill[i] = k + 1;
    }
  return { nodes, indexOf, from, to, offset, pipes };
}

export interface Tree {
  /** Node numbers in the order reached. */
  readonly order: readonly number[];
  /** Pipe by which a node was reached; -1 at roots and where nothing leads. */
  readonly by: Int32Array;
}

/** Spanning tree by steps from the sources. */
export function treeFrom(graph: Graph, roots: readonly number[]): Tree {
  const by = new Int32Array(graph.nodes.length).fill(-1);
  const seen = new Uint8Array(graph.nodes.length);
  const order: number[] = [...roots];
  for (const i of roots) seen[i] = 1;
  for (let head = 0; head < order.length; head++) {
    const i = order[head] as number;
    for (let k = graph.offset[i] as number; k < (graph.offset[i + 1] as number); k++) {
      const e = graph.pipes[k] as number;
      const j = graph.from[e] === i ? (graph.to[e] as number) : (graph.from[e] as number);
      if (seen[j]) continue;
      seen[j] = 1;
      by[j] = e;
      order.push(j);
    }
  }
  return { order, by };
}

/** What each pipe would carry if gas came by the tree alone, m³/h; pipes off the tree get a share of their neighbours'. */
function treeFlows(graph: Graph, tree: Tree, demand: ReadonlyMap<string, number>): Float64Array {
  const load = Float64Array.from(graph.nodes, (n) => demand.get(n.id) ?? 0);
  const flow = new Float64Array(graph.from.length).fill(Number.NaN);
  for (let k = tree.order.length - 1; k >= 0; k--) {
    const j = tree.order[k] as number;
    const e = tree.by[j] as number;
    if (e < 0) continue;
    const i = graph.from[e] === j ? (graph.to[e] as number) : (graph.from[e] as number);
    flow[e] = load[j] as number;
    load[i] = (load[i] as number) + (load[j] as number);
  }
  const inflow = Float64Array.from(tree.by, (e) => (e >= 0 ? (flow[e] as number) : 0));
  for (let e = 0; e < flow.length; e++)
    if (Number.isNaN(flow[e]))
      flow[e] = 0.5 * Math.max(inflow[graph.from[e] as number] as number, inflow[graph.to[e] as number] as number);
  return flow;
}

/** By level, the longest way gas goes at that level along the tree, km. */
function longestWays(part: Part, graph: Graph, tree: Tree): Map<PressureLevel, number> {
  const gone = new Float64Array(graph.nodes.length);
  const longest = new Map<PressureLevel, number>();
  for (const j of tree.order) {
    const e = tree.by[j] as number;
    if (e < 0) continue;
    const pipe = part.pipes[e] as PipeRow;
    const i = graph.from[e] === j ? (graph.to[e] as number) : (graph.from[e] as number);
    const before = tree.by[i] as number;
    const isSame = before >= 0 && part.pipes[before]?.pressure_level === pipe.pressure_level;
    gone[j] = (isSame ? (gone[i] as number) : 0) + pipe.length_m / 1000;
    longest.set(pipe.pressure_level, Math.max(longest.get(pipe.pressure_level) ?? 0, gone[j] as number));
  }
  return longest;
}

export interface EquipAsk {
  readonly seed: number;
  readonly asOfMs: number;
  readonly asOfYear: number;
  readonly demand: ReadonlyMap<string, number>;
  readonly gates?: readonly NodeRow[];
  readonly roots: readonly string[];
}

/**
 * Chooses each pipe's diameter, material and age, and each valve's state. Valves are closed only where another way is open, so
 * that every customer stays supplied.
 */
export function equip(part: Part, ask: EquipAsk): void {
  const graph = graphOf(part, ask.gates);
  const roots = ask.roots.map((id) => graph.indexOf.get(id) ?? 0);
  const tree = treeFrom(graph, roots);
  const flow = treeFlows(graph, tree, ask.demand);
  const r = rng(ask.seed, `equip ${part.areaCode}`);
  const longest = longestWays(part, graph, tree);
  for (const [e, pipe] of part.pipes.entries())
    equipPipe(r, pipe, flow[e] as number, longest.get(pipe.pressure_level) ?? 1, ask.asOfYear);
  const onTree = new Uint8Array(part.pipes.length);
  for (const e of tree.by) if (e >= 0) onTree[e] = 1;
  settleValves(part, graph, onTree, r, ask.asOfMs);
  retirePipes(part, graph, onTree, r, ask.demand);
}

/** Some pipes are out of use or not yet in it: ties of a mesh, and services that nobody uses. Nobody depends on them. */
function retirePipes(
  part: Part,
  graph: Graph,
  onTree: Uint8Array,
  r: () => number,
  demand: ReadonlyMap<string, number>,
): void {
  for (const [e, pipe] of part.pipes.entries()) {
    const end = graph.nodes[graph.to[e] as number] as NodeRow;
    const isIdle = end.kind === "service" && !demand.has(end.id);
    if ((onTree[e] && !isIdle) || !chance(r, isIdle ? 0.4 : 0.15)) continue;
    pipe.status = chance(r, 0.7) ? "out_of_use" : "planned";
  }
}

function settleValves(part: Part, graph: Graph, onTree: Uint8Array, r: () => number, asOfMs: number): void {
  for (const [i, node] of part.nodes.entries()) {
    if (node.kind !== "valve") continue;
    equipValve(r, node, asOfMs);
    const pipes = graph.pipes.subarray(graph.offset[i], graph.offset[i + 1]);
    // A leaf of the tree between two pipes of a loop: gas passes through here only by choice.
    const passes = pipes.reduce((n, e) => n + (onTree[e] as number), 0);
    if (pipes.length === 2 && passes === 1 && chance(r, 0.4)) node.is_open = false;
  }
}

/** Pipes that have been put out of use carry nothing and hold nothing. */
export const inUse = (pipe: PipeRow): boolean => pipe.status === "in_service";
