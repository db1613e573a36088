import { EDGE, isClosable, isOpen, type NetworkGraph } from "#model/graph/network-graph.ts";
import { UnionFind } from "#model/graph/union-find.ts";
import { type SupplyTree, supplyTree } from "./supply-tree.ts";

/**
 * What is worked out once per network, so that a question costs its own answer. A *segment* is what closing all closable valves
 * around it cuts out: nodes joined by pipes, stuck valves and regulators (a regulator is no seal). A *cell* is the part of a
 * segment that regulators do not divide: gas moves freely inside, and between cells over valves, or over regulators one way.
 * Cells are numbered segment by segment and nodes listed cell by cell, so both own a range.
 */
export interface SegmentIndex {
  readonly graph: NetworkGraph;
  readonly segments: number;
  readonly cells: number;
  readonly cellOfNode: Int32Array;
  readonly segmentOfCell: Int32Array;
  /** Cells of segment s: `firstCell[s] … firstCell[s+1]−1`. */
  readonly firstCell: Int32Array;
  /** Nodes of cell c: `nodeList[firstNode[c] … firstNode[c+1]−1]`. */
  readonly firstNode: Int32Array;
  readonly nodeList: Int32Array;
  /** Edges inside segment s (pipes, regulators, open valves that cannot be closed): `edgeList[firstEdge[s] …]`. */
  readonly firstEdge: Int32Array;
  readonly edgeList: Int32Array;
  /** Valves at segment s, closable or closed; one with both ends in s stands once: `valveList[firstValve[s] …]`. */
  readonly firstValve: Int32Array;
  readonly valveList: Int32Array;
  /** Ways of gas out of cell c: other cells in `linkTo`, the valve or regulator in `linkEdge`. */
  readonly firstLink: Int32Array;
  readonly linkTo: Int32Array;
  readonly linkEdge: Int32Array;
  /** The same ways by where they lead. */
  readonly firstBack: Int32Array;
  readonly linkFrom: Int32Array;
  /** One way of supply to every cell that has gas now. */
  readonly supply: SupplyTree;
  readonly customersOfCell: Float64Array;
}

/** Turns (row, value) pairs into rows; `each` calls back with every pair, twice in the same order. */
function rows(count: number, each: (put: (row: number, value: number) => void) => void): [Int32Array, Int32Array] {
  const first = new Int32Array(count + 1);
  each((row) => {
    first[row + 1] = (first[row + 1] as number) + 1;
  });
  for (let r = 0; r < count; r++) first[r + 1] = (first[r + 1] as number) + (first[r] as number);
  const next = first.slice(0, count);
  const list = new Int32Array(first[count] as number);
  each((row, value) => {
    const at = next[row] as number;
    next[row] = at + 1;
    list[at] = value;
  });
  return [first, list];
}

/** What an edge is to an isolation: part of a segment, a regulator in it, a valve that can be closed, one that is, or no way at all. */
const [INSIDE, REGULATOR, CLOSABLE, CLOSED, NOTHING] = [0, 1, 2, 3, 4];

function rolesOf(graph: NetworkGraph): Uint8Array {
  const role = new Uint8Array(graph.edges);
  for (let e = 0; e < graph.edges; e++) {
    if (isClosable(graph, e)) role[e] = CLOSABLE;
    else if (!isOpen(graph, e)) role[e] = graph.kind[e] === EDGE.valve ? CLOSED : NOTHING;
    else role[e] = graph.kind[e] === EDGE.regulator ? REGULATOR : INSIDE;
  }
  return role;
}

/** Divides a network by its closable valves. O(edges α). */
export function indexSegments(graph: NetworkGraph): SegmentIndex {
  const { from, to, edges, nodes } = graph;
  const role = rolesOf(graph);
  const whole = new UnionFind(nodes);
  const parts = new UnionFind(nodes);
  for (let e = 0; e < edges; e++) {
    if ((role[e] as number) > REGULATOR) continue;
    whole.join(from[e] as number, to[e] as number);
    if (role[e] === INSIDE) parts.join(from[e] as number, to[e] as number);
  }
  const { label: segmentOfNode, count: segments } = whole.labels();
  const { cellOfNode, segmentOfCell, firstCell } = numberCells(parts.labels(), segmentOfNode, segments);
  const cells = segmentOfCell.length;
  const segment = (n: number): number => segmentOfCell[cellOfNode[n] as number] as number;

  const [firstNode, nodeList] = rows(cells, (put) => {
    for (let n = 0; n < nodes; n++) put(cellOfNode[n] as number, n);
  });
  const [firstEdge, edgeList] = rows(segments, (put) => {
    for (let e = 0; e < edges; e++) if ((role[e] as number) <= REGULATOR) put(segment(from[e] as number), e);
  });
  const [firstValve, valveList] = rows(segments, (put) => {
    for (let e = 0; e < edges; e++) {
      if (role[e] !== CLOSABLE && role[e] !== CLOSED) continue;
      const a = segment(from[e] as number);
      const b = segment(to[e] as number);
      put(a, e);
      if (a !== b) put(b, e);
    }
  });
  const conducting = linksOf(graph, role, cellOfNode, cells);
  const customersOfCell = new Float64Array(cells);
  if (graph.customers)
    for (let n = 0; n < nodes; n++) {
      const c = cellOfNode[n] as number;
      customersOfCell[c] = (customersOfCell[c] as number) + (graph.customers[n] as number);
    }
  const starts = Int32Array.from(graph.sources, (n) => cellOfNode[n] as number);
  const supply = supplyTree({ ...conducting, cells }, starts);
  return {
    ...{ graph, segments, cells, cellOfNode, segmentOfCell, firstCell, firstNode, nodeList, firstEdge, edgeList },
    ...{ firstValve, valveList, ...conducting, supply, customersOfCell },
  };
}

function numberCells(
  { label, count }: { label: Int32Array; count: number },
  segmentOfNode: Int32Array,
  segments: number,
): Pick<SegmentIndex, "cellOfNode" | "segmentOfCell" | "firstCell"> {
  const owner = new Int32Array(count);
  for (let n = 0; n < label.length; n++) owner[label[n] as number] = segmentOfNode[n] as number;
  const [firstCell, old] = rows(segments, (put) => {
    for (let c = 0; c < count; c++) put(owner[c] as number, c);
  });
  const renamed = new Int32Array(count);
  for (let c = 0; c < count; c++) renamed[old[c] as number] = c;
  return {
    firstCell,
    cellOfNode: label.map((c) => renamed[c] as number),
    segmentOfCell: old.map((c) => owner[c] as number),
  };
}

function linksOf({ from, to, edges }: NetworkGraph, role: Uint8Array, cellOfNode: Int32Array, cells: number) {
  const firstLink = new Int32Array(cells + 1);
  const firstBack = new Int32Array(cells + 1);
  const count = (first: Int32Array, cell: number): void => {
    first[cell + 1] = (first[cell + 1] as number) + 1;
  };
  const each = (call: (cell: number, other: number, e: number) => void): void => {
    for (let e = 0; e < edges; e++) {
      if (role[e] !== REGULATOR && role[e] !== CLOSABLE) continue;
      const a = cellOfNode[from[e] as number] as number;
      const b = cellOfNode[to[e] as number] as number;
      call(a, b, e);
      if (role[e] === CLOSABLE) call(b, a, e);
    }
  };
  each((cell, other) => {
    count(firstLink, cell);
    count(firstBack, other);
  });
  for (let c = 0; c < cells; c++) {
    firstLink[c + 1] = (firstLink[c + 1] as number) + (firstLink[c] as number);
    firstBack[c + 1] = (firstBack[c + 1] as number) + (firstBack[c] as number);
  }
  const links = firstLink[cells] as number;
  const [linkTo, linkEdge, linkFrom] = [new Int32Array(links), new Int32Array(links), new Int32Array(links)];
  const [next, nextBack] = [firstLink.slice(0, cells), firstBack.slice(0, cells)];
  each((cell, other, e) => {
    const at = next[cell] as number;
    next[cell] = at + 1;
    linkTo[at] = other;
    linkEdge[at] = e;
    const back = nextBack[other] as number;
    nextBack[other] = back + 1;
    linkFrom[back] = cell;
  });
  return { firstLink, linkTo, linkEdge, firstBack, linkFrom };
}

/** Cells that gas reaches from `starts` over links, entering none that `isBarred`. */
export function reachCells(
  { cells, firstLink, linkTo, linkEdge }: Pick<SegmentIndex, "cells" | "firstLink" | "linkTo" | "linkEdge">,
  starts: Int32Array,
  isBarred: (cell: number, edge: number) => boolean,
): Uint8Array {
  const mark = new Uint8Array(cells);
  const queue = new Int32Array(cells);
  let tail = 0;
  for (const c of starts)
    if (mark[c] === 0) {
      mark[c] = 1;
      queue[tail++] = c;
    }
  for (let head = 0; head < tail; head++) {
    const c = queue[head] as number;
    for (let k = firstLink[c] as number; k < (firstLink[c + 1] as number); k++) {
      const other = linkTo[k] as number;
      if (mark[other] === 0 && !isBarred(other, linkEdge[k] as number)) {
        mark[other] = 1;
        queue[tail++] = other;
      }
    }
  }
  return mark;
}
