/** Clipping against a square of tile units, on flat runs of x, y. */

/**
 * Pieces of a line inside the square [min, max]², each a run of x, y rounded to integers; `length` numbers of `line` count.
 * Pieces are not joined across the outside.
 */
export function clipLine(line: ArrayLike<number>, length: number, min: number, max: number): number[][] {
  const pieces: number[][] = [];
  let piece: number[] = [];
  const flush = () => {
    if (piece.length >= 4) pieces.push(piece);
    piece = [];
  };
  for (let i = 0; i + 3 < length; i += 2) {
    const ax = line[i] as number;
    const ay = line[i + 1] as number;
    const dx = (line[i + 2] as number) - ax;
    const dy = (line[i + 3] as number) - ay;
    const cut = insideOf(ax, ay, dx, dy, min, max);
    if (!cut) {
      flush();
      continue;
    }
    const [t0, t1] = cut;
    if (t0 > 0) flush();
    if (piece.length === 0) piece.push(Math.round(ax + t0 * dx), Math.round(ay + t0 * dy));
    const x = Math.round(ax + t1 * dx);
    const y = Math.round(ay + t1 * dy);
    if (x !== piece.at(-2) || y !== piece.at(-1)) piece.push(x, y);
    if (t1 < 1) flush();
  }
  flush();
  return pieces;
}

const WHOLE = [0, 1] as const;

/** Liang-Barsky: which stretch of a segment is inside, as fractions, or null. */
function insideOf(
  ax: number,
  ay: number,
  dx: number,
  dy: number,
  min: number,
  max: number,
): readonly [number, number] | null {
  const isIn = (x: number, y: number) => x >= min && x <= max && y >= min && y <= max;
  if (isIn(ax, ay) && isIn(ax + dx, ay + dy)) return WHOLE;
  let t0 = 0;
  let t1 = 1;
  const cut = (p: number, q: number): boolean => {
    if (p === 0) return q >= 0;
    const t = q / p;
    if (p < 0) t0 = Math.max(t0, t);
    else t1 = Math.min(t1, t);
    return t0 <= t1;
  };
  const meets = cut(-dx, ax - min) && cut(dx, max - ax) && cut(-dy, ay - min) && cut(dy, max - ay);
  return meets ? [t0, t1] : null;
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
