import { eachPieceNear, type MatchNetwork } from "./network.ts";

/** Places on pipes near a fix, as columns; the nearest of each pipe. */
export interface Candidates {
  readonly count: number;
  readonly pipe: Int32Array;
  /** Metres along the pipe, on the plane. */
  readonly at: Float64Array;
  /** Metres from the fix. */
  readonly off: Float64Array;
}

/** Pipes looked at for one fix: where more lie side by side, all within reach of the way are covered whichever it is laid upon. */
export const MOST_CANDIDATES = 8;

/** The nearest place of each pipe within `radius` of a place, the nearest pipes first. */
export function candidatesNear(network: MatchNetwork, px: number, py: number, radius: number): Candidates {
  const { x, y, along, pipeOf } = network;
  const best = new Map<number, { at: number; off: number }>();
  eachPieceNear(network, px, py, radius, (v) => {
    const [x0, y0] = [x[v] as number, y[v] as number];
    const [dx, dy] = [(x[v + 1] as number) - x0, (y[v + 1] as number) - y0];
    const square = dx * dx + dy * dy;
    if (square === 0) return;
    const t = Math.min(1, Math.max(0, ((px - x0) * dx + (py - y0) * dy) / square));
    const off = Math.hypot(px - x0 - t * dx, py - y0 - t * dy);
    if (off > radius) return;
    const pipe = pipeOf[v] as number;
    if (off < (best.get(pipe)?.off ?? Number.POSITIVE_INFINITY))
      best.set(pipe, { at: (along[v] as number) + t * Math.sqrt(square), off });
  });
  const near = [...best].sort((a, b) => a[1].off - b[1].off || a[0] - b[0]).slice(0, MOST_CANDIDATES);
  return {
    count: near.length,
    pipe: Int32Array.from(near, ([pipe]) => pipe),
    at: Float64Array.from(near, ([, { at }]) => at),
    off: Float64Array.from(near, ([, { off }]) => off),
  };
}
