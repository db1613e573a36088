import { eachPieceNear, type MatchNetwork } from "./network.ts";
import type { Stretch } from "./routes.ts";
import type { MatchRules } from "./rules.ts";
import type { Span } from "./spans.ts";

/** Straight pieces of a way, four numbers each: from x, y to x, y; metres on the plane. */
export type Pieces = number[];

/** Length of a way that is looked at at once. */
const SAMPLE_M = 5;

/** Adds the course of a stretch of a pipe. */
export function piecesOf({ first, x, y, along }: MatchNetwork, { pipe, from, to }: Stretch, pieces: Pieces): void {
  const [low, high] = from < to ? [from, to] : [to, from];
  for (let v = first[pipe] as number; v + 1 < (first[pipe + 1] as number); v += 1) {
    const [a, b] = [along[v] as number, along[v + 1] as number];
    const [lower, upper] = [Math.max(a, low), Math.min(b, high)];
    if (upper <= lower) continue;
    const place = (m: number, of: Float64Array) =>
      (of[v] as number) + (((of[v + 1] as number) - (of[v] as number)) * (m - a)) / (b - a);
    pieces.push(place(lower, x), place(lower, y), place(upper, x), place(upper, y));
  }
}

/**
 * Metres of every pipe beside which the pieces run: within reach, and along rather than across. Spans on the plane, not united.
 * This is the very meaning of "walked": of a way that is known without doubt it gives the answer that matchers are scored against.
 */
export function coverOf(network: MatchNetwork, pieces: Pieces, { reachM, alongDeg }: MatchRules): Map<number, Span[]> {
  const cover = new Map<number, Span[]>();
  const leastCos = Math.cos((alongDeg * Math.PI) / 180);
  for (let i = 0; i + 3 < pieces.length; i += 4) {
    const [ax, ay, bx, by] = pieces.slice(i, i + 4) as [number, number, number, number];
    const m = Math.hypot(bx - ax, by - ay);
    const samples = Math.ceil(m / SAMPLE_M);
    for (let k = 0; k < samples; k += 1) {
      const [t0, t1] = [k / samples, (k + 1) / samples];
      const [x0, y0, x1, y1] = [ax + (bx - ax) * t0, ay + (by - ay) * t0, ax + (bx - ax) * t1, ay + (by - ay) * t1];
      const radius = reachM + SAMPLE_M;
      const met = new Set<number>();
      eachPieceNear(network, (x0 + x1) / 2, (y0 + y1) / 2, radius, (v) => {
        if (met.has(v)) return;
        met.add(v);
        coverPiece(network, v, [x0, y0, x1, y1], { reachM, leastCos }, cover);
      });
    }
  }
  return cover;
}

function coverPiece(
  { x, y, along, pipeOf }: MatchNetwork,
  v: number,
  [x0, y0, x1, y1]: readonly [number, number, number, number],
  { reachM, leastCos }: { readonly reachM: number; readonly leastCos: number },
  cover: Map<number, Span[]>,
): void {
  const [vx, vy] = [x[v] as number, y[v] as number];
  const [dx, dy] = [(x[v + 1] as number) - vx, (y[v + 1] as number) - vy];
  const length = Math.hypot(dx, dy);
  const step = Math.hypot(x1 - x0, y1 - y0);
  if (length === 0 || step === 0) return;
  const cos = Math.abs(((x1 - x0) * dx + (y1 - y0) * dy) / (length * step));
  if (cos < leastCos) return;
  const on = (px: number, py: number) => Math.min(length, Math.max(0, ((px - vx) * dx + (py - vy) * dy) / length));
  const [mx, my] = [(x0 + x1) / 2, (y0 + y1) / 2];
  const middle = on(mx, my);
  if (Math.hypot(mx - vx - (dx * middle) / length, my - vy - (dy * middle) / length) > reachM) return;
  const [a, b] = [on(x0, y0), on(x1, y1)];
  if (a === b) return;
  const pipe = pipeOf[v] as number;
  const span = { from: (along[v] as number) + Math.min(a, b), to: (along[v] as number) + Math.max(a, b) };
  const list = cover.get(pipe);
  if (list === undefined) cover.set(pipe, [span]);
  else list.push(span);
}
