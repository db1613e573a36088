/** Classes of customers, the most vulnerable first: the order in which they are told, helped and relit. */
export const CONSUMER_CLASSES = [
  "hospital",
  "care_home",
  "school",
  /** Known to be critical, and not what it is. */
  "critical",
  "heating",
  "industry",
  "public",
  "commerce",
  "household",
] as const;
export type ConsumerClass = (typeof CONSUMER_CLASSES)[number];

/** These are phoned before a valve is turned. */
export const CRITICAL_CLASSES: readonly ConsumerClass[] = ["hospital", "care_home", "school", "critical"];

/** Customers as columns: row i stands at `node[i]`, is of class `CONSUMER_CLASSES[cls[i]]` and counts for `count[i]` connections. */
export interface Consumers {
  readonly node: Int32Array;
  readonly cls: Uint8Array;
  readonly count: Float64Array;
}

export interface AffectedConsumers {
  /** Rows of those without gas: by class in the order above, then by count, most first, then by row. */
  readonly rows: Int32Array;
  /** Rows of critical classes: the head of `rows`. */
  readonly critical: Int32Array;
  /** Connections by class. */
  readonly byClass: Readonly<Record<ConsumerClass, number>>;
  readonly total: number;
}

/** Who of the customers stands at the nodes that lost gas. */
export function affectedConsumers(consumers: Consumers, lostNodes: Int32Array): AffectedConsumers {
  const lost = new Set(lostNodes);
  const rows: number[] = [];
  for (let i = 0; i < consumers.node.length; i++) if (lost.has(consumers.node[i] as number)) rows.push(i);
  const cls = (i: number): number => consumers.cls[i] as number;
  const count = (i: number): number => consumers.count[i] as number;
  rows.sort((a, b) => cls(a) - cls(b) || count(b) - count(a) || a - b);
  const sum = (of: readonly number[]): number => of.reduce((all, i) => all + count(i), 0);
  const byClass = Object.fromEntries(
    CONSUMER_CLASSES.map((name, c) => [name, sum(rows.filter((i) => cls(i) === c))]),
  ) as Record<ConsumerClass, number>;
  const isCritical = (i: number): boolean => CRITICAL_CLASSES.includes(CONSUMER_CLASSES[cls(i)] as ConsumerClass);
  return {
    rows: Int32Array.from(rows),
    critical: Int32Array.from(rows.filter(isCritical)),
    byClass,
    total: sum(rows),
  };
}
