/** Metres from … to of something long. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The union of spans, in order and apart by more than `gapM`; what is no longer than nothing is left out. */
export function unionOf(spans: readonly Span[], gapM = 0): Span[] {
  const out: { from: number; to: number }[] = [];
  for (const { from, to } of spans.filter((span) => span.to > span.from).sort((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last !== undefined && from <= last.to + gapM) last.to = Math.max(last.to, to);
    else out.push({ from, to });
  }
  return out;
}

export const metresIn = (spans: readonly Span[]): number => spans.reduce((sum, { from, to }) => sum + to - from, 0);

/** What two unions have in common, in metres. Both in order, as {@link unionOf} gives them. */
export function sharedMetres(a: readonly Span[], b: readonly Span[]): number {
  let [i, j, sum] = [0, 0, 0];
  for (let [one, two] = [a[0], b[0]]; one !== undefined && two !== undefined; [one, two] = [a[i], b[j]]) {
    sum += Math.max(0, Math.min(one.to, two.to) - Math.max(one.from, two.from));
    if (one.to < two.to) i += 1;
    else j += 1;
  }
  return sum;
}

/** Spans with something to say that is true of all their metres; the order of `at` decides which goes before where two meet. */
export interface Stamped extends Span {
  readonly at: number;
}

/**
 * Lays a span over others: where both are, the one with the later `at` stays, and of two with the same the one that lay there. The pieces
 * come back in order and meet nowhere. `lie` must meet nowhere themselves.
 */
export function layOver<T extends Stamped>(lie: readonly T[], fresh: T): T[] {
  if (fresh.to <= fresh.from) return [...lie];
  const out: T[] = [];
  let free: Span[] = [{ from: fresh.from, to: fresh.to }];
  for (const old of lie) {
    if (old.to <= fresh.from || old.from >= fresh.to) {
      out.push(old);
      continue;
    }
    if (old.at >= fresh.at) {
      out.push(old);
      free = free.flatMap((span) => without(span, old));
      continue;
    }
    for (const rest of without(old, fresh)) out.push({ ...old, ...rest });
  }
  for (const span of free) out.push({ ...fresh, ...span });
  return out.sort((a, b) => a.from - b.from);
}

const without = ({ from, to }: Span, hole: Span): Span[] =>
  [
    { from, to: Math.min(to, hole.from) },
    { from: Math.max(from, hole.to), to },
  ].filter((span) => span.to > span.from);
