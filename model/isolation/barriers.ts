import { EDGE, EDGE_STATE, type NetworkGraph, withStates } from "#model/graph/network-graph.ts";

/**
 * The same network with barriers across some pipes: squeeze-offs, stoppers, a drawn line. No gas passes there either way; plans, traces
 * and solutions of it answer what would be if they stood. Index it anew (`indexSegments`), for a barrier divides a segment. Not for the
 * damaged pipe itself: squeezed off on both sides of the damage it leaves nothing to isolate (`squeezePoints`). Throws when one is no pipe.
 */
export function withBarriers(graph: NetworkGraph, pipes: Iterable<number>): NetworkGraph {
  const list = [...new Set(pipes)];
  for (const e of list) if (graph.kind[e] !== EDGE.pipe) throw new Error(`expected pipes for barriers, got edge ${e}`);
  return withStates(
    graph,
    list.map((e) => [e, (graph.state[e] as number) & ~EDGE_STATE.open] as const),
  );
}

/** Pipes that a drawn line crosses: `lineM` is x, y, x, y, … in the plane of `xyM`. A pipe that only touches it with an end counts. Throws without positions. */
export function pipesAcross(graph: NetworkGraph, lineM: ArrayLike<number>): Int32Array {
  const { xyM } = graph;
  if (!xyM) throw new Error("expected positions of nodes (xyM): a drawn barrier goes by them");
  const found: number[] = [];
  for (let e = 0; e < graph.edges; e++) {
    if (graph.kind[e] !== EDGE.pipe) continue;
    const [a, b] = [2 * (graph.from[e] as number), 2 * (graph.to[e] as number)];
    const pipe = [xyM[a], xyM[a + 1], xyM[b], xyM[b + 1]] as [number, number, number, number];
    for (let k = 0; k + 3 < lineM.length; k += 2) {
      const piece = [lineM[k], lineM[k + 1], lineM[k + 2], lineM[k + 3]] as [number, number, number, number];
      if (!meet(pipe, piece)) continue;
      found.push(e);
      break;
    }
  }
  return Int32Array.from(found);
}

type Piece = readonly [x1: number, y1: number, x2: number, y2: number];

function meet([ax, ay, bx, by]: Piece, [cx, cy, dx, dy]: Piece): boolean {
  const side = (px: number, py: number, qx: number, qy: number, x: number, y: number): number =>
    Math.sign((qx - px) * (y - py) - (qy - py) * (x - px));
  const [c, d] = [side(ax, ay, bx, by, cx, cy), side(ax, ay, bx, by, dx, dy)];
  const [a, b] = [side(cx, cy, dx, dy, ax, ay), side(cx, cy, dx, dy, bx, by)];
  if (a === 0 && b === 0 && c === 0 && d === 0)
    return (
      Math.max(Math.min(ax, bx), Math.min(cx, dx)) <= Math.min(Math.max(ax, bx), Math.max(cx, dx)) &&
      Math.max(Math.min(ay, by), Math.min(cy, dy)) <= Math.min(Math.max(ay, by), Math.max(cy, dy))
    );
  return a * b <= 0 && c * d <= 0;
}
