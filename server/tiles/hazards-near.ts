import { HAZARD_REACH_M } from "#contract/pipe-classes.ts";
import type { HazardPoints } from "./beside.ts";
import type { Owners } from "./snapshot.ts";
import { latOf, WORLD_BITS, worldX, worldY } from "./world.ts";

/** Cells of 2^12 world units, some 120 m: few hazards in each, and few cells to a segment. */
const CELL_SHIFT = 12;
const EARTH_M = 2 * Math.PI * 6_378_137;
/** Metres of a world unit at a place; the same in every direction. */
export const metresPerUnit = (y: number): number => (EARTH_M * Math.cos((latOf(y) * Math.PI) / 180)) / 2 ** WORLD_BITS;

interface Lines {
  /** Vertex v: x at 2v, y at 2v + 1, world units. */
  readonly xy: Int32Array;
  readonly offsets: Uint32Array;
  /** Dense number of the pipe at each place. */
  readonly seqs: Uint32Array;
}

/** Hazards by cell. A bit per hashed cell answers for most cells that there is none, without a look-up. */
class Cells {
  readonly #bits = new Uint8Array(1 << 15);
  readonly #cells = new Map<number, number[]>();

  constructor(xs: Int32Array, ys: Int32Array) {
    xs.forEach((x, i) => {
      const key = keyOf(x >> CELL_SHIFT, (ys[i] as number) >> CELL_SHIFT);
      const found = this.#cells.get(key);
      if (found) found.push(i);
      else this.#cells.set(key, [i]);
      const bit = hashOf(key);
      this.#bits[bit >> 3] = (this.#bits[bit >> 3] as number) | (1 << (bit & 7));
    });
  }

  in(cx: number, cy: number): readonly number[] | undefined {
    const key = keyOf(cx, cy);
    const bit = hashOf(key);
    if (((this.#bits[bit >> 3] as number) & (1 << (bit & 7))) === 0) return undefined;
    return this.#cells.get(key);
  }
}

/** A cell number has 18 bits each way. */
const keyOf = (cx: number, cy: number) => cy * 2 ** 18 + cx;
const hashOf = (key: number) => Math.imul(key | 0, 0x9e3779b1) >>> 14;

/**
 * How many open hazards lie within HAZARD_REACH_M of each pipe: those that the pipe's own enterprise answers for, in the pipe's own
 * county, or anywhere for a pipe of the whole province, so that nobody who sees a pipe hears of a hazard out of their sight.
 */
export function hazardsNear(
  { xy, offsets, seqs }: Lines,
  pipes: Owners,
  points: HazardPoints,
  counties: readonly string[],
): Uint8Array<ArrayBuffer> {
  const counts = new Uint8Array(pipes.county.length);
  const count = points.county.length;
  if (count === 0) return counts;
  const xs = Int32Array.from({ length: count }, (_, i) => worldX(points.lngLat[2 * i] as number));
  const ys = Int32Array.from({ length: count }, (_, i) => worldY(points.lngLat[2 * i + 1] as number));
  const reach = Float64Array.from(ys, (y) => HAZARD_REACH_M / metresPerUnit(y));
  const widest = Math.ceil(reach.reduce((a, b) => Math.max(a, b), 0));
  const cells = new Cells(xs, ys);
  const isWhole = counties.map((code) => code.endsWith("0000"));
  /** The last pipe that counted a hazard, + 1: a pipe passes a hazard with several segments and counts it once. */
  const lastPipe = new Uint32Array(count);

  let p = 0;
  let [ax, ay, bx, by] = [0, 0, 0, 0];
  const weigh = (h: number): void => {
    if (lastPipe[h] === p + 1 || points.enterprise[h] !== pipes.enterprise[p]) return;
    const county = pipes.county[p] as number;
    if (points.county[h] !== county && !isWhole[county]) return;
    if (distanceTo(xs[h] as number, ys[h] as number, ax, ay, bx, by) > (reach[h] as number)) return;
    lastPipe[h] = p + 1;
    counts[p] = Math.min(255, (counts[p] as number) + 1);
  };
  for (let place = 0; place < seqs.length; place++) {
    p = seqs[place] as number;
    const end = (offsets[place + 1] as number) - 1;
    for (let v = offsets[place] as number; v < end; v++) {
      ax = xy[2 * v] as number;
      ay = xy[2 * v + 1] as number;
      bx = xy[2 * v + 2] as number;
      by = xy[2 * v + 3] as number;
      const right = (Math.max(ax, bx) + widest) >> CELL_SHIFT;
      const bottom = (Math.max(ay, by) + widest) >> CELL_SHIFT;
      for (let cy = (Math.min(ay, by) - widest) >> CELL_SHIFT; cy <= bottom; cy++)
        for (let cx = (Math.min(ax, bx) - widest) >> CELL_SHIFT; cx <= right; cx++) cells.in(cx, cy)?.forEach(weigh);
    }
  }
  return counts;
}

/** From a point to a segment. */
function distanceTo(px: number, py: number, ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy;
  const t = square === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / square));
  return Math.hypot(px - ax - t * dx, py - ay - t * dy);
}
