/** Ways without loss, by the nodes they join. */
export interface LosslessWays {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/**
 * Flow in ways that lose nothing, from balance alone: `need` is what leaves each node by all other ways, kg/s; nodes of `roots` give what
 * is left over. In a ring of such ways nothing says which way gas takes: NaN. Positive is from `from` to `to`.
 */
export function losslessFlows({ from, to }: LosslessWays, need: Float64Array, roots: Iterable<number>): Float64Array {
  const flow = new Float64Array(from.length);
  const ways = new Map<number, number[]>();
  for (let w = 0; w < from.length; w++)
    for (const n of [from[w] as number, to[w] as number]) {
      const list = ways.get(n);
      if (list) list.push(w);
      else ways.set(n, [w]);
    }
  const by = new Map<number, number>();
  const order: number[] = [];
  const rings: number[] = [];
  const inTree = new Set<number>();
  for (const root of [...[...roots].filter((n) => ways.has(n)), ...ways.keys()]) {
    if (by.has(root)) continue;
    by.set(root, -1);
    order.push(root);
    for (let head = order.length - 1; head < order.length; head++) {
      const n = order[head] as number;
      for (const w of ways.get(n) as number[]) {
        const other = from[w] === n ? (to[w] as number) : (from[w] as number);
        if (inTree.has(w)) continue;
        if (by.has(other)) {
          if (!rings.includes(w)) rings.push(w);
          continue;
        }
        inTree.add(w);
        by.set(other, w);
        order.push(other);
      }
    }
  }
  const above = (n: number): number => {
    const w = by.get(n) as number;
    return w === -1 ? -1 : from[w] === n ? (to[w] as number) : (from[w] as number);
  };
  const total = new Map(order.map((n) => [n, need[n] as number]));
  for (const n of order.toReversed()) {
    const w = by.get(n) as number;
    if (w === -1) continue;
    const own = total.get(n) as number;
    flow[w] = to[w] === n ? own : -own;
    total.set(above(n), (total.get(above(n)) as number) + own);
  }
  for (const w of rings) {
    flow[w] = Number.NaN;
    const up = (n: number): number[] => (n === -1 ? [] : [n, ...up(above(n))]);
    const [a, b] = [up(from[w] as number), up(to[w] as number)];
    const common = a.find((n) => b.includes(n));
    for (const list of [a, b])
      for (const n of list.slice(0, list.indexOf(common as number))) flow[by.get(n) as number] = Number.NaN;
  }
  return flow;
}
