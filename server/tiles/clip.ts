/** Clipping against a square of tile units, on flat runs of x, y. */

/** Pieces of one line: piece i is the numbers of `xy` from ends[i - 1] (0 for the first) to ends[i]. Used again for the next line. */
export interface Pieces {
  xy: Int32Array;
  ends: Int32Array;
  count: number;
}

export const noPieces = (): Pieces => ({ xy: new Int32Array(512), ends: new Int32Array(64), count: 0 });

/**
 * Writes into `out` the pieces of a line inside the square [min, max]², runs of x, y rounded to integers; `length` numbers of `line`
 * count. Pieces are not joined across the outside. A line that touches the square in one point only has none.
 */
export function clipLine(line: Int32Array, length: number, min: number, max: number, out: Pieces): void {
  // Each stretch adds two points and one piece at most.
  if (out.xy.length < 2 * length) out.xy = new Int32Array(4 * length);
  if (out.ends.length < length) out.ends = new Int32Array(2 * length);
  const { xy, ends } = out;
  let n = 0;
  let start = 0;
  out.count = 0;
  for (let i = 0; i + 3 < length; i += 2) {
    const ax = line[i] as number;
    const ay = line[i + 1] as number;
    const dx = (line[i + 2] as number) - ax;
    const dy = (line[i + 3] as number) - ay;
    const isMet = cutStretch(ax, ay, dx, dy, min, max);
    if (!isMet || cut.from > 0) {
      if (n - start >= 4) ends[out.count++] = n;
      else n = start;
      start = n;
    }
    if (!isMet) continue;
    if (n === start) {
      xy[n++] = Math.round(ax + cut.from * dx);
      xy[n++] = Math.round(ay + cut.from * dy);
    }
    const x = Math.round(ax + cut.to * dx);
    const y = Math.round(ay + cut.to * dy);
    if (x !== xy[n - 2] || y !== xy[n - 1]) {
      xy[n++] = x;
      xy[n++] = y;
    }
  }
  if (n - start >= 4) ends[out.count++] = n;
}

/** Which stretch of a segment is inside, as fractions: written by `cutStretch`. */
const cut = { from: 0, to: 1 };

/** Liang-Barsky: whether a segment meets the square. */
function cutStretch(ax: number, ay: number, dx: number, dy: number, min: number, max: number): boolean {
  cut.from = 0;
  cut.to = 1;
  return narrow(-dx, ax - min) && narrow(dx, max - ax) && narrow(-dy, ay - min) && narrow(dy, max - ay);
}

function narrow(p: number, q: number): boolean {
  if (p === 0) return q >= 0;
  const t = q / p;
  if (p < 0) {
    if (t > cut.from) cut.from = t;
  } else if (t < cut.to) cut.to = t;
  return cut.from <= cut.to;
}

/** Cuts a ring (without its closing vertex) at the square [min, max]² (Sutherland-Hodgman); empty when nothing is left. */
export function clipRing(ring: readonly number[], min: number, max: number): number[] {
  let run = [...ring];
  for (const [axis, limit, below] of [
    [0, min, false],
    [0, max, true],
    [1, min, false],
    [1, max, true],
  ] as const) {
    if (run.length === 0) return run;
    run = cutAt(run, axis, limit, below);
  }
  return run;
}

function cutAt(ring: readonly number[], axis: 0 | 1, limit: number, below: boolean): number[] {
  const out: number[] = [];
  const isIn = (v: number) => (below ? v <= limit : v >= limit);
  for (let i = 0; i < ring.length; i += 2) {
    const before = i === 0 ? ring.length - 2 : i - 2;
    const a = ring[before + axis] as number;
    const b = ring[i + axis] as number;
    if (isIn(a) !== isIn(b)) {
      const t = (limit - a) / (b - a);
      const ca = ring[before + 1 - axis] as number;
      const other = Math.round(ca + t * ((ring[i + 1 - axis] as number) - ca));
      if (axis === 0) out.push(limit, other);
      else out.push(other, limit);
    }
    if (isIn(b)) out.push(ring[i] as number, ring[i + 1] as number);
  }
  return out;
}
