import { CUSTOMER_CLASSES } from "#contract/gas.ts";
import { type SolveReport, STARVED_LISTED } from "#contract/model-solve.ts";
import type { ModelNetwork } from "./assemble.ts";
import { placeOf } from "./customer-sums.ts";

/** Six figures are more than any record is good for. */
export const rounded = (value: number): number => Number(value.toPrecision(6));

/** A node of the graph, what is asked there and not served, m³/h, and its pressure, kPa gauge. */
export interface Starving {
  readonly n: number;
  readonly askedM3h: number;
  readonly shortM3h: number;
  readonly kPa: number;
}

/** Less than this is rounding, m³/h. */
const LEAST_SHORT_M3H = 1e-6;

function customersAt({ rows, recordOf }: ModelNetwork, n: number): number {
  if (recordOf[n] !== n) return 0;
  const width = CUSTOMER_CLASSES.length;
  let sum = 0;
  for (let k = 0; k < width; k++) sum += rows.nodes.customers[n * width + k] as number;
  return sum;
}

/** Places whose customers get less than they ask, the most short first. */
export function starvedAt(net: ModelNetwork, all: readonly Starving[]): SolveReport["starved"] {
  const { rows, recordOf } = net;
  const list = all
    .filter(({ shortM3h }) => shortM3h > LEAST_SHORT_M3H)
    .sort((a, b) => b.shortM3h - a.shortM3h || a.n - b.n);
  return {
    nodes: list.length,
    customers: list.reduce((sum, { n }) => sum + customersAt(net, n), 0),
    places: list.slice(0, STARVED_LISTED).map(({ n, askedM3h, shortM3h, kPa }) => {
      const record = recordOf[n] as number;
      return {
        node: rows.nodes.ids[record] as string,
        name: rows.nodes.names[record] || (rows.nodes.ids[record] as string),
        lngLat: placeOf(rows.nodes.lngLat, record),
        customers: customersAt(net, n),
        ...{ askedM3h: rounded(askedM3h), servedM3h: rounded(askedM3h - shortM3h), kPa: rounded(kPa) },
      };
    }),
  };
}
