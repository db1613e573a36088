import type { IsolationPlan } from "./isolate.ts";
import { reachCells, type SegmentIndex } from "./segments.ts";

/** Another case that has closed valves now. */
export interface OpenCase {
  readonly id: string;
  readonly closed: readonly number[];
  readonly area: Int32Array;
}

export interface Conflict {
  readonly id: string;
  /** Valves that both need closed: neither case may open them while the other stands. */
  readonly sharedValves: Int32Array;
  /** Nodes in both areas. */
  readonly sharedNodes: Int32Array;
  /** Nodes that each case alone leaves with gas and both together do not. */
  readonly lostTogether: Int32Array;
  readonly customersLostTogether: number;
}

/** Cases that get in each other's way: what they share, and who loses gas only because both are closed. Others are left out. */
export function conflictsOf(index: SegmentIndex, plan: IsolationPlan, others: readonly OpenCase[]): Conflict[] {
  const mine = [...plan.required, ...plan.optional];
  const alone = fedBy(index, [mine], [plan.nodes]);
  return others.flatMap((other) => {
    const closed = new Set(other.closed);
    const area = new Set(other.area);
    const [theirs, both] = [
      fedBy(index, [other.closed], [other.area]),
      fedBy(index, [mine, other.closed], [plan.nodes, other.area]),
    ];
    const lost: number[] = [];
    let customers = 0;
    for (let c = 0; c < index.cells; c++) {
      if (!alone[c] || !theirs[c] || both[c]) continue;
      for (const n of index.nodeList.subarray(index.firstNode[c], index.firstNode[c + 1])) lost.push(n);
      customers += index.customersOfCell[c] as number;
    }
    const conflict: Conflict = {
      id: other.id,
      sharedValves: Int32Array.from([...mine, ...plan.alreadyClosed].filter((e) => closed.has(e))),
      sharedNodes: plan.nodes.filter((n) => area.has(n)),
      lostTogether: Int32Array.from(lost),
      customersLostTogether: customers,
    };
    const isOne = conflict.sharedValves.length + conflict.sharedNodes.length + conflict.lostTogether.length > 0;
    return isOne ? [conflict] : [];
  });
}

/** Cells with gas when valves are closed and areas empty. */
function fedBy(index: SegmentIndex, closed: readonly (readonly number[])[], areas: readonly Int32Array[]): Uint8Array {
  const shut = new Set(closed.flat());
  const empty = new Uint8Array(index.cells);
  for (const area of areas) for (const n of area) empty[index.cellOfNode[n] as number] = 1;
  const starts = Int32Array.from(index.graph.sources, (n) => index.cellOfNode[n] as number).filter((c) => !empty[c]);
  return reachCells(index, starts, (cell, edge) => empty[cell] === 1 || shut.has(edge));
}
