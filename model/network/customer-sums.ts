import { CRITICAL_KINDS, type CriticalKind, CUSTOMER_KINDS, type CustomerKind } from "#contract/customer-kind.ts";
import { CUSTOMER_CLASSES } from "#contract/gas.ts";
import type { CustomerSums } from "#contract/model.ts";
import type { LngLat } from "#contract/route.ts";
import type { ModelNetwork } from "./assemble.ts";

const WIDTH = CUSTOMER_CLASSES.length;
const NOBODY: readonly number[] = [];

/** Rows of critical customers by the node they stand at. */
const criticalRows = new WeakMap<ModelNetwork["rows"], ReadonlyMap<number, readonly number[]>>();
function criticalOf({ rows }: Pick<ModelNetwork, "rows">, n: number): readonly number[] {
  let known = criticalRows.get(rows);
  if (!known) {
    known = Map.groupBy(rows.critical.ids.keys(), (i) => rows.critical.node[i] as number);
    criticalRows.set(rows, known);
  }
  return known.get(n) ?? NOBODY;
}

/** Customers of one kind at a node of the records; `id` where it is a critical one, who is told alone. */
export interface CustomersHere {
  readonly kind: CustomerKind;
  readonly count: number;
  readonly id: string | null;
}

/** Everyone at a node of the records, once: critical customers one by one, the others by class. */
export function customersHere(net: Pick<ModelNetwork, "rows">, n: number): CustomersHere[] {
  const { critical, nodes } = net.rows;
  const left = nodes.customers.slice(n * WIDTH, (n + 1) * WIDTH);
  const here = criticalOf(net, n).map((i): CustomersHere => {
    const k = critical.class[i] as number;
    left[k] = Math.max(0, (left[k] as number) - 1);
    return { kind: kindOf(critical.kind[i]), count: 1, id: critical.ids[i] as string };
  });
  left.forEach((count, k) => {
    if (count > 0) here.push({ kind: CUSTOMER_CLASSES[k] as CustomerKind, count, id: null });
  });
  return here;
}

const kindOf = (k: number | undefined): CriticalKind => CRITICAL_KINDS[k ?? -1] ?? "critical_unknown";

/** Customers at nodes of the graph, by kind; each record once. */
export function customerSums(net: ModelNetwork, nodes: Iterable<number>): { sums: CustomerSums; total: number } {
  const { rows, recordOf } = net;
  const sums = new Map<CustomerKind, number>();
  const add = (kind: CustomerKind, count: number): void => void sums.set(kind, (sums.get(kind) ?? 0) + count);
  let total = 0;
  for (const n of nodes) {
    if (recordOf[n] !== n) continue;
    for (let k = 0; k < WIDTH; k++) {
      const count = rows.nodes.customers[n * WIDTH + k] as number;
      if (count === 0) continue;
      add(CUSTOMER_CLASSES[k] as CustomerKind, count);
      total += count;
    }
    for (const i of criticalOf(net, n)) {
      add(CUSTOMER_CLASSES[rows.critical.class[i] as number] as CustomerKind, -1);
      add(kindOf(rows.critical.kind[i]), 1);
    }
  }
  const named: CustomerSums = {};
  for (const kind of CUSTOMER_KINDS) {
    const count = sums.get(kind) ?? 0;
    if (count > 0) named[kind] = count;
  }
  return { sums: named, total };
}

interface CriticalCustomer {
  readonly id: string;
  readonly kind: CriticalKind;
  readonly lngLat: LngLat;
}

/** Those who come first, at nodes that `isIn` takes: hospitals, care homes, schools, then those of whom nothing more is known. */
export function criticalWhere(
  { rows }: Pick<ModelNetwork, "rows">,
  isIn: (node: number) => boolean,
): CriticalCustomer[] {
  const { ids, node, kind } = rows.critical;
  return [...ids.keys()]
    .filter((i) => isIn(node[i] as number))
    .sort((a, b) => (kind[a] as number) - (kind[b] as number) || a - b)
    .map((i) => ({
      id: ids[i] as string,
      kind: kindOf(kind[i]),
      lngLat: placeOf(rows.nodes.lngLat, node[i] as number),
    }));
}

/** A place on a pipe as a share of the way between its ends. */
export function along({ rows, graph, recordOf }: ModelNetwork, pipe: number, share: number): LngLat {
  const end = (n: number | undefined) => placeOf(rows.nodes.lngLat, recordOf[n as number] as number);
  const [a, b] = [end(graph.from[pipe]), end(graph.to[pipe])];
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
}

export const placeOf = (lngLat: Float64Array, n: number): LngLat => [
  lngLat[2 * n] as number,
  lngLat[2 * n + 1] as number,
];
