import type { LeakPlace } from "./events.ts";

/** What a crew can walk along from where it is sent, m of pipe. */
export const SEARCH_M = 500;
/** Likelihoods are flattened by this: the demand model is never quite true, and a sure place that is wrong costs hours. */
const TEMPER = 0.5;

/** A node, twice the logarithm of its likelihood (from any zero), and the leak's size if it is there. */
export interface PlaceOdds {
  readonly node: number;
  readonly likelihood: number;
  readonly m3H: number;
}

/**
 * Where to send crews: places in the order that finds the leak soonest when each crew searches `SEARCH_M` around it. The first
 * is not the likeliest node but the node with the most probability within reach; the next the most of what is left.
 */
export function searchOrder(odds: readonly PlaceOdds[], distance: Float64Array, most = 5): LeakPlace[] {
  const n = Math.sqrt(distance.length);
  const top = odds.reduce((best, { likelihood }) => Math.max(best, likelihood), Number.NEGATIVE_INFINITY);
  const own = new Float64Array(n);
  for (const { node, likelihood } of odds) own[node] = Math.exp((TEMPER * (likelihood - top)) / 2);
  const sum = own.reduce((all, c) => all + c, 0);
  const left = own.map((c) => c / sum);
  const within = (a: number, b: number): boolean => (distance[a * n + b] as number) <= SEARCH_M;
  const mass = (node: number): number =>
    left.reduce((all, c, i) => (within(node, i) ? all + c : all), 1e-6 * (own[node] as number));
  const places: LeakPlace[] = [];
  let rest = [...odds];
  while (places.length < most && rest.length > 0) {
    const best = rest.reduce((a, b) => (mass(b.node) > mass(a.node) ? b : a));
    places.push({ node: best.node, probability: Math.min(1, mass(best.node)), m3H: best.m3H });
    rest = rest.filter((one) => one !== best);
    for (let i = 0; i < n; i++) if (within(best.node, i)) left[i] = 0;
  }
  return places;
}
