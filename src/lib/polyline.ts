/** A place on the screen, CSS pixels. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Squared distance of a place from a stretch. */
function offStretch(at: Spot, from: Spot, to: Spot): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((at.x - from.x) * dx + (at.y - from.y) * dy) / length));
  return (from.x + t * dx - at.x) ** 2 + (from.y + t * dy - at.y) ** 2;
}

/**
 * The line with as few of its own points as keep every left-out point within `off` of it (Douglas–Peucker). First and last stay.
 * Works on a list of stretches, not by recursion: a hand can draw more points than a stack has room for.
 */
export function simplify<S extends Spot>(line: readonly S[], off: number): readonly S[] {
  if (line.length < 3) return line;
  const keeps = new Uint8Array(line.length);
  keeps[0] = 1;
  keeps[line.length - 1] = 1;
  const open: [number, number][] = [[0, line.length - 1]];
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span;
    let [worst, furthest] = [off * off, -1];
    for (let i = from + 1; i < to; i++) {
      const away = offStretch(line[i] as S, line[from] as S, line[to] as S);
      if (away > worst) [worst, furthest] = [away, i];
    }
    if (furthest === -1) continue;
    keeps[furthest] = 1;
    open.push([from, furthest], [furthest, to]);
  }
  return line.filter((_, i) => keeps[i] === 1);
}

/** The same, doubling what may be off until no more than `most` points are left. */
export function simplifyTo<S extends Spot>(line: readonly S[], off: number, most: number): readonly S[] {
  let out = simplify(line, off);
  for (let wider = off * 2; out.length > most; wider *= 2) out = simplify(line, wider);
  return out;
}
