/** The end of a village that the network serves worst. */
export interface WeakestEnd {
  readonly village: string;
  readonly node: number;
  /** Pa absolute; NaN where no gas arrives. */
  readonly pa: number;
  /** Above the least pressure customers need, Pa; negative where they are not served; minus infinity where no gas arrives. */
  readonly marginPa: number;
}

/**
 * One line a village, worst first, from a solved network: `pa` by node, the village of each node (null: none), and the least
 * pressure. Solve it for a cold day's demand first.
 */
export function weakestEnds(
  pa: ArrayLike<number>,
  villageOf: readonly (string | null)[],
  leastPa: number,
): WeakestEnd[] {
  const worst = new Map<string, WeakestEnd>();
  for (const [node, village] of villageOf.entries()) {
    if (village === null) continue;
    const at = pa[node] as number;
    const marginPa = Number.isNaN(at) ? Number.NEGATIVE_INFINITY : at - leastPa;
    const known = worst.get(village);
    if (!known || marginPa < known.marginPa) worst.set(village, { village, node, pa: at, marginPa });
  }
  return [...worst.values()].sort((a, b) => a.marginPa - b.marginPa);
}

/** Pressures of a network when all its temperature-led demand is multiplied. */
export type PressuresAt = (factor: number) => ArrayLike<number>;

/**
 * How much colder it may get: the factor on demand at which the first of `nodes` falls to `leastPa`, to 0.1 %. Infinite when
 * `most` times today's demand is still served; 0 when not even none is. Pressures must fall as demand grows.
 */
export function demandLimit(at: PressuresAt, nodes: readonly number[], leastPa: number, most = 8): number {
  const isServed = (factor: number): boolean => {
    const pa = at(factor);
    return nodes.every((node) => (pa[node] as number) >= leastPa);
  };
  if (isServed(most)) return Number.POSITIVE_INFINITY;
  if (!isServed(0)) return 0;
  let [low, high] = [0, most];
  while (high - low > 0.001 * high) {
    const middle = (low + high) / 2;
    if (isServed(middle)) low = middle;
    else high = middle;
  }
  return low;
}
