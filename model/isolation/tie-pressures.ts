import type { NetworkGraph } from "#model/graph/network-graph.ts";
import type { Tie } from "./ties.ts";

/** Pressures of a network, kPa gauge by node; NaN where no gas is. */
export interface TieState {
  readonly kPa: ArrayLike<number>;
  /** False: it could not be solved, and its pressures are not to be used. */
  readonly isSolved: boolean;
}

/** A tie with what solving the network with it open has shown. */
export interface TiePressures extends Tie {
  /** False: no steady state was found with this tie open, or some node starves; figures count what was found. */
  readonly isSolved: boolean;
  /** Lowest pressure at a customer that it feeds again, kPa gauge, and where; NaN and −1 when nobody has gas. */
  readonly leastKPa: number;
  readonly leastNode: number;
  /** Customers it feeds again at service pressure or above. */
  readonly served: number;
  /** Customers elsewhere that stood at service pressure and would fall below it: the feeding side is drawn too low. */
  readonly harmed: number;
}

/**
 * Opens each tie in a solution and tells the pressures it brings: a closed valve that leads to gas is of no use when the gas does not come,
 * or is taken from others. Only the `most` ties with most customers are solved. Ordered by customers well served less customers harmed.
 * `closed`: the network after the plan's valves are closed; `solve`: the same with one tie open and what it feeds taking gas again;
 * `serviceKPa`: the least pressure of service at a node, kPa gauge.
 */
export function tiePressures(
  graph: Pick<NetworkGraph, "customers">,
  ties: readonly Tie[],
  closed: TieState,
  solve: (tie: Tie) => TieState,
  serviceKPa: (node: number) => number,
  most = 5,
): TiePressures[] {
  const count = (n: number): number => graph.customers?.[n] ?? 0;
  const isServed = (kPa: ArrayLike<number>, n: number): boolean => (kPa[n] as number) >= serviceKPa(n);
  return ties
    .slice(0, most)
    .map((tie): TiePressures => {
      const { kPa, isSolved } = solve(tie);
      const fed = new Set(tie.nodes);
      let [served, harmed, leastKPa, leastNode] = [0, 0, Number.NaN, -1];
      for (const n of tie.nodes) {
        if (count(n) === 0 || Number.isNaN(kPa[n])) continue;
        if (isServed(kPa, n)) served += count(n);
        if (!((kPa[n] as number) >= leastKPa)) [leastKPa, leastNode] = [kPa[n] as number, n];
      }
      for (let n = 0; n < (graph.customers?.length ?? 0); n++)
        if (!fed.has(n) && isServed(closed.kPa, n) && !isServed(kPa, n)) harmed += count(n);
      return { ...tie, isSolved, leastKPa, leastNode, served, harmed };
    })
    .sort(
      (a, b) =>
        Number(b.isSolved) - Number(a.isSolved) ||
        b.served - b.harmed - (a.served - a.harmed) ||
        b.customers - a.customers ||
        a.valve - b.valve,
    );
}
