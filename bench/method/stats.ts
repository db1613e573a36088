/** Middle of the sorted values; the mean of the two middle ones when they are even. NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle] as number;
  return sorted.length === 0 ? Number.NaN : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** The value that a share `q` of all are not above (nearest rank). NaN of nothing. */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] as number;
}

/** Whose turn it is, so that neither side always goes first: AB, BA, AB … */
export const interleaved = (pairs: number): readonly ("ours" | "peer")[] =>
  Array.from({ length: pairs }, (_, i) =>
    i % 2 === 0 ? (["ours", "peer"] as const) : (["peer", "ours"] as const),
  ).flat();

/** A peer that is slower than this gets fewer repeats, seconds. */
export const SLOW_S = 40;

/** How often a run is repeated, when one took so long: five times, twice when it is slow, and once when the limit stopped it. */
export const repeatsFor = (seconds: number, wasStopped: boolean, wanted: number): number =>
  wasStopped ? 1 : seconds > SLOW_S ? Math.min(2, wanted) : wanted;
