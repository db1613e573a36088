import { EDGE, isClosable, isOpen, type NetworkGraph } from "#model/graph/network-graph.ts";
import { UnionFind } from "#model/graph/union-find.ts";

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
  /** 1 for cells that a source reaches now. */
  readonly isSupplied: Uint8Array;
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

/** Divides a network by its closable valves. O(edges α). */
export function indexSegments(graph: NetworkGraph): SegmentIndex {
  const { from, to, kind, edges, nodes } = graph;
  const whole = new UnionFind(nodes);
  const parts = new UnionFind(nodes);
  for (let e = 0; e < edges; e++) {
    if (!isOpen(graph, e) || isClosable(graph, e)) continue;
    whole.join(from[e] as number, to[e] as number);
    if (kind[e] !== EDGE.regulator) parts.join(from[e] as number, to[e] as number);
  }
  const { label: segmentOfNode, count: segments } = whole.labels();
  const { cellOfNode, segmentOfCell, firstCell } = numberCells(parts.labels(), segmentOfNode, segments);
  const cells = segmentOfCell.length;
  const segment = (n: number): number => segmentOfCell[cellOfNode[n] as number] as number;

  const [firstNode, nodeList] = rows(cells, (put) => {
    for (let n = 0; n < nodes; n++) put(cellOfNode[n] as number, n);
  });
  const [firstEdge, edgeList] = rows(segments, (put) => {
    for (let e = 0; e < edges; e++) if (isOpen(graph, e) && !isClosable(graph, e)) put(segment(from[e] as number), e);
  });
  const [firstValve, valveList] = rows(segments, (put) => {
    for (let e = 0; e < edges; e++) {
      if (kind[e] !== EDGE.valve || (isOpen(graph, e) && !isClosable(graph, e))) continue;
      const [a, b] = [segment(from[e] as number), segment(to[e] as number)];
      put(a, e);
      if (a !== b) put(b, e);
    }
  });
  const conducting = linksOf(graph, cellOfNode, cells);
  const customersOfCell = new Float64Array(cells);
  if (graph.customers)
    for (let n = 0; n < nodes; n++) {
      const c = cellOfNode[n] as number;
      customersOfCell[c] = (customersOfCell[c] as number) + (graph.customers[n] as number);
    }
  const starts = Int32Array.from(graph.sources, (n) => cellOfNode[n] as number);
  const isSupplied = reachCells({ ...conducting, cells }, starts, () => false);
  return {
    ...{ graph, segments, cells, cellOfNode, segmentOfCell, firstCell, firstNode, nodeList, firstEdge, edgeList },
    ...{ firstValve, valveList, ...conducting, isSupplied, customersOfCell },
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

function linksOf(graph: NetworkGraph, cellOfNode: Int32Array, cells: number) {
  const { from, to, kind, edges } = graph;
  const each = (call: (cell: number, other: number, e: number) => void): void => {
    for (let e = 0; e < edges; e++) {
      const isRegulator = kind[e] === EDGE.regulator && isOpen(graph, e);
      if (!isRegulator && !isClosable(graph, e)) continue;
      const [a, b] = [cellOfNode[from[e] as number] as number, cellOfNode[to[e] as number] as number];
      call(a, b, e);
      if (!isRegulator) call(b, a, e);
    }
  };
  const [firstLink, linkTo] = rows(cells, (put) => each((c, other) => put(c, other)));
  const [, linkEdge] = rows(cells, (put) => each((c, _, e) => put(c, e)));
  return { firstLink, linkTo, linkEdge };
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
