/** Clipping against a square of tile units, on flat runs of x, y. */

/**
 * Cuts a line at the square [min, max]² and calls `part` with each piece inside: a run of x, y in `out` of `length` numbers,
 * rounded to integers. Pieces are not joined across the outside.
 */
export function clipLine(
  line: ArrayLike<number>,
  length: number,
  min: number,
  max: number,
  part: (piece: readonly number[]) => void,
): void {
  let piece: number[] = [];
  const flush = () => {
    if (piece.length >= 4) part(piece);
    piece = [];
  };
  for (let i = 0; i + 3 < length; i += 2) {
    const ax = line[i] as number;
    const ay = line[i + 1] as number;
    const bx = line[i + 2] as number;
    const by = line[i + 3] as number;
    const cut = insideOf(ax, ay, bx, by, min, max);
    if (!cut) {
      flush();
      continue;
    }
    const [t0, t1] = cut;
    const x0 = t0 === 0 ? ax : Math.round(ax + t0 * (bx - ax));
    const y0 = t0 === 0 ? ay : Math.round(ay + t0 * (by - ay));
    const x1 = t1 === 1 ? bx : Math.round(ax + t1 * (bx - ax));
    const y1 = t1 === 1 ? by : Math.round(ay + t1 * (by - ay));
    if (t0 > 0) flush();
    if (piece.length === 0) piece.push(x0, y0);
    if (x1 !== piece.at(-2) || y1 !== piece.at(-1)) piece.push(x1, y1);
    if (t1 < 1) flush();
  }
  flush();
}

/** Liang-Barsky: which stretch of a segment is inside, as fractions, or null. */
function insideOf(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  min: number,
  max: number,
): readonly [number, number] | null {
  let t0 = 0;
  let t1 = 1;
  const dx = bx - ax;
  const dy = by - ay;
  for (const [p, q] of [
    [-dx, ax - min],
    [dx, max - ax],
    [-dy, ay - min],
    [dy, max - ay],
  ] as const) {
    if (p === 0) {
      if (q < 0) return null;
      continue;
    }
    const t = q / p;
    if (p < 0) {
      if (t > t1) return null;
      t0 = Math.max(t0, t);
    } else {
      if (t < t0) return null;
      t1 = Math.min(t1, t);
    }
  }
  return [t0, t1];
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
