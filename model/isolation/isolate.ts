import { EDGE, isOpen } from "#model/graph/network-graph.ts";
import { type Damage, damagedEdges, damagedNodes } from "./damage.ts";
import type { SegmentIndex } from "./segments.ts";
import { cutSupply } from "./supply-tree.ts";

export interface IsolationOptions {
  /** Valves that turned out not to close: stuck, broken, not reachable. Treated as pipes. */
  readonly inoperable?: readonly number[];
}

/** All lists are numbers of edges or nodes of the graph; plain arrays of numbers, fit to be sent and kept. */
export interface IsolationPlan {
  readonly damage: Damage;
  readonly inoperable: readonly number[];
  /** Valves to close: behind them a source still pushes. */
  readonly required: Int32Array;
  /** Valves at the edge of the area with no source behind: closing them only keeps gas in the pipes beyond. */
  readonly optional: Int32Array;
  /** Closed valves that gas of the area stands at: to be checked and tagged, not to be opened. */
  readonly alreadyClosed: Int32Array;
  /** Closable valves inside the area. */
  readonly insideNotNeeded: Int32Array;
  /** Where gas drains away: the area cut out. */
  readonly nodes: Int32Array;
  readonly edges: Int32Array;
  /** Sources inside the area: these must be shut themselves. */
  readonly sources: Int32Array;
  /** Nodes that had gas and have none after closing required and optional: the area, and what hung on it. */
  readonly lostNodes: Int32Array;
  /** Customers at `lostNodes`. */
  readonly customers: number;
  /** Pipe in the area, m. */
  readonly lengthM: number;
}

/**
 * The isolation of what is damaged: the area that floods from it up to closable and closed valves, which of these to
 * close, and who loses gas. Costs the answer and what hung behind it, not the network. A damaged
 * valve holds nothing and counts as a pipe. Throws when the damage names nothing of the graph.
 */
export function isolate(index: SegmentIndex, damage: Damage, options: IsolationOptions = {}): IsolationPlan {
  const { graph } = index;
  const failed = new Set(options.inoperable);
  for (const e of damagedEdges(damage)) failed.add(e);
  const area = flood(index, startSegments(index, damage), failed);
  const isInside = (n: number): boolean => area.mark[segmentOf(index, n)] === 1;

  const supply = cutSupply(
    index,
    index.supply,
    cellsOf(index, area.segments),
    (cell) => area.mark[index.segmentOfCell[cell] as number] === 1,
  );
  const [required, optional, alreadyClosed, insideNotNeeded]: [number[], number[], number[], number[]] = [
    [],
    [],
    [],
    [],
  ];
  for (const e of area.valves) {
    const [a, b] = [graph.from[e] as number, graph.to[e] as number];
    const isBoundary = !isInside(a) || !isInside(b);
    if (!isOpen(graph, e)) alreadyClosed.push(e);
    else if (!isBoundary) insideNotNeeded.push(e);
    else (supply.hasGas(index.cellOfNode[isInside(a) ? b : a] as number) ? required : optional).push(e);
  }
  const edges = edgesOf(index, area);
  return {
    damage,
    inoperable: options.inoperable ?? [],
    required: sorted(required),
    optional: sorted(optional),
    alreadyClosed: sorted(alreadyClosed),
    insideNotNeeded: sorted(insideNotNeeded),
    nodes: nodesOf(index, area.segments),
    edges,
    sources: graph.sources.filter(isInside),
    ...lossOf(index, supply.lost),
    lengthM: pipeLength(index, edges),
  };
}

const segmentOf = (index: SegmentIndex, n: number): number =>
  index.segmentOfCell[index.cellOfNode[n] as number] as number;
const sorted = (list: number[]): Int32Array => Int32Array.from(list).sort();

const startSegments = (index: SegmentIndex, damage: Damage): number[] =>
  damagedNodes(index.graph, damage).map((n) => segmentOf(index, n));

interface Area {
  readonly segments: readonly number[];
  /** 1 by segment. */
  readonly mark: Uint8Array;
  /** Closable and closed valves seen, each once. */
  readonly valves: readonly number[];
  /** Valves that should have held and did not. */
  readonly passed: readonly number[];
}

/** Segments joined to the first ones by valves that do not close. */
function flood(index: SegmentIndex, starts: readonly number[], failed: ReadonlySet<number>): Area {
  const { graph, firstValve, valveList } = index;
  const mark = new Uint8Array(index.segments);
  const segments: number[] = [];
  const enter = (s: number): void => {
    if (mark[s]) return;
    mark[s] = 1;
    segments.push(s);
  };
  for (const s of starts) enter(s);
  const [valves, passed] = [new Set<number>(), new Set<number>()];
  for (let head = 0; head < segments.length; head++) {
    const s = segments[head] as number;
    for (let k = firstValve[s] as number; k < (firstValve[s + 1] as number); k++) {
      const e = valveList[k] as number;
      if (failed.has(e) && isOpen(graph, e)) {
        passed.add(e);
        enter(segmentOf(index, graph.from[e] as number));
        enter(segmentOf(index, graph.to[e] as number));
      } else valves.add(e);
    }
  }
  return { segments, mark, valves: [...valves], passed: [...passed] };
}

function nodesOf(index: SegmentIndex, segments: readonly number[]): Int32Array {
  const { firstCell, firstNode, nodeList } = index;
  const ranges = segments.map((s) =>
    nodeList.subarray(firstNode[firstCell[s] as number], firstNode[firstCell[s + 1] as number]),
  );
  return concat(ranges);
}

function edgesOf(index: SegmentIndex, { segments, passed }: Area): Int32Array {
  const ranges = segments.map((s) => index.edgeList.subarray(index.firstEdge[s], index.firstEdge[s + 1]));
  return concat([...ranges, Int32Array.from(passed)]);
}

function concat(ranges: readonly Int32Array[]): Int32Array {
  const out = new Int32Array(ranges.reduce((sum, r) => sum + r.length, 0));
  let at = 0;
  for (const range of ranges) {
    out.set(range, at);
    at += range.length;
  }
  return out;
}

function* cellsOf({ firstCell }: SegmentIndex, segments: readonly number[]): Generator<number> {
  for (const s of segments) for (let c = firstCell[s] as number; c < (firstCell[s + 1] as number); c++) yield c;
}

/** Nodes of lost cells, and their customers. */
function lossOf(index: SegmentIndex, lost: Int32Array): { lostNodes: Int32Array; customers: number } {
  const { firstNode, nodeList, customersOfCell } = index;
  let [count, customers] = [0, 0];
  for (const c of lost) {
    count += (firstNode[c + 1] as number) - (firstNode[c] as number);
    customers += customersOfCell[c] as number;
  }
  const lostNodes = new Int32Array(count);
  let at = 0;
  for (const c of lost)
    for (let k = firstNode[c] as number; k < (firstNode[c + 1] as number); k++) lostNodes[at++] = nodeList[k] as number;
  return { lostNodes, customers };
}

function pipeLength({ graph }: SegmentIndex, edges: Int32Array): number {
  if (!graph.lengthM) return 0;
  let sum = 0;
  for (const e of edges) if (graph.kind[e] === EDGE.pipe) sum += graph.lengthM[e] as number;
  return sum;
}

/** A valve of the plan that is reported stuck: which plan stands now, and what changes. */
export interface NextRing {
  readonly plan: IsolationPlan;
  /** Valves to close that the first plan did not name. */
  readonly added: Int32Array;
  /** Valves of the first plan that need not be closed any more (leave closed what is closed). */
  readonly dropped: Int32Array;
  /** Nodes that lose gas in addition. */
  readonly addedNodes: Int32Array;
  readonly addedCustomers: number;
}

/** The next ring as a difference from a plan, when more valves do not close. Throws when one of them is not a valve. */
export function nextRing(index: SegmentIndex, before: IsolationPlan, failed: readonly number[]): NextRing {
  for (const e of failed)
    if (index.graph.kind[e] !== EDGE.valve) throw new Error(`expected a valve that did not close, got edge ${e}`);
  const plan = isolate(index, before.damage, { inoperable: [...new Set([...before.inoperable, ...failed])] });
  const [old, now] = [new Set([...before.required, ...before.optional]), new Set([...plan.required, ...plan.optional])];
  const lost = new Set(before.lostNodes);
  return {
    plan,
    added: Int32Array.from([...now].filter((e) => !old.has(e))),
    dropped: Int32Array.from([...old].filter((e) => !now.has(e) && !failed.includes(e))),
    addedNodes: plan.lostNodes.filter((n) => !lost.has(n)),
    addedCustomers: plan.customers - before.customers,
  };
}
