import { CUSTOMER_CLASSES, type CustomerClass } from "#contract/gas.ts";
import type { CustomerSums } from "#contract/model.ts";
import type { LngLat } from "#contract/route.ts";
import type { ModelNetwork } from "./assemble.ts";

/** Customers at nodes of the graph, by class; each record once. */
export function customerSums(
  { rows, recordOf }: ModelNetwork,
  nodes: Iterable<number>,
): { sums: CustomerSums; total: number } {
  const width = CUSTOMER_CLASSES.length;
  const sums = new Array<number>(width).fill(0);
  for (const n of nodes) {
    if (recordOf[n] !== n) continue;
    for (let k = 0; k < width; k++) sums[k] = (sums[k] as number) + (rows.nodes.customers[n * width + k] as number);
  }
  const named: CustomerSums = {};
  CUSTOMER_CLASSES.forEach((name, k) => {
    if (sums[k]) named[name] = sums[k] as number;
  });
  return { sums: named, total: sums.reduce((a, b) => a + b, 0) };
}

/** Those of them who come first: hospitals, schools, homes for the aged, by id. */
export function criticalAt(
  { rows }: ModelNetwork,
  nodes: Iterable<number>,
): { id: string; kind: CustomerClass; lngLat: LngLat }[] {
  const isIn = new Set(nodes);
  return rows.critical.ids.flatMap((id, i) => {
    const n = rows.critical.node[i] as number;
    const kind = CUSTOMER_CLASSES[rows.critical.kind[i] as number];
    return isIn.has(n) && kind ? [{ id, kind, lngLat: placeOf(rows.nodes.lngLat, n) }] : [];
  });
}

export const placeOf = (lngLat: Float64Array, n: number): LngLat => [
  lngLat[2 * n] as number,
  lngLat[2 * n + 1] as number,
];
