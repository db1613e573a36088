import { type Candidates, candidatesNear } from "./candidates.ts";
import type { Chain } from "./chains.ts";
import type { MatchNetwork } from "./network.ts";
import { type Reached, reachFrom, routeM } from "./routes.ts";

/*
 * The likeliest places along pipes of a chain of fixes: a hidden Markov model (after Newson and Krumm 2009) with one state more, "beside no
 * pipe". Costs are negative logarithms of likelihoods, all but for a constant.
 */

/** A radius that holds 68 % is 1.51 times the deviation of either coordinate. */
const PER_AXIS = 1 / 1.51;
/** One walks beside a pipe and not on it, metres. */
const BESIDE_M = 4;
const LEAST_RADIUS_M = 20;
const MOST_RADIUS_M = 80;
/** A fix so many deviations off is as likely to be of somebody beside no pipe. */
const NO_PIPE_OFF = 2.5;
const NO_PIPE = 0.5 * NO_PIPE_OFF * NO_PIPE_OFF;
const LEAVE = 2.5;
/** From pipe to pipe where they are not connected near by: across the street. */
const ACROSS = 4;

const sigmaOf = (accuracyM: number): number => Math.hypot(accuracyM * PER_AXIS, BESIDE_M);

/** Where a fix was laid: a place on a pipe, metres along it on the plane; or nowhere. */
export type Laid = { readonly pipe: number; readonly at: number } | null;

interface Layer {
  readonly near: Candidates;
  /** Cost of the best way to each candidate, and to "beside no pipe" as the last. */
  readonly cost: Float64Array;
  /** State of the layer before on that way. */
  readonly back: Int16Array;
}

/** How far along pipes one may have come while the fixes moved `m`. */
const limitOf = (m: number, sigma: number): number => 1.5 * m + 3 * sigma + 20;

function emissions({ near, cost }: Layer, sigma: number): void {
  for (let k = 0; k < near.count; k += 1) cost[k] = (cost[k] as number) + 0.5 * ((near.off[k] as number) / sigma) ** 2;
  cost[near.count] = (cost[near.count] as number) + NO_PIPE;
}

function step(network: MatchNetwork, before: Layer, now: Layer, m: number, sigma: number): void {
  const beta = Math.max(5, 0.6 * sigma);
  const [wasOff, isOff] = [before.near.count, now.near.count];
  now.cost.fill(Number.POSITIVE_INFINITY);
  const offer = (from: number, to: number, cost: number) => {
    const total = (before.cost[from] as number) + cost;
    if (total >= (now.cost[to] as number)) return;
    now.cost[to] = total;
    now.back[to] = from;
  };
  for (let a = 0; a < wasOff; a += 1) {
    const reached = reachFrom(network, before.near.pipe[a] as number, before.near.at[a] as number, limitOf(m, sigma));
    for (let b = 0; b < isOff; b += 1) {
      const along = routeM(network, reached, now.near.pipe[b] as number, now.near.at[b] as number);
      offer(a, b, along === Number.POSITIVE_INFINITY ? ACROSS : Math.min(ACROSS, Math.abs(along - m) / beta));
    }
    offer(a, isOff, LEAVE);
  }
  for (let b = 0; b < isOff; b += 1) offer(wasOff, b, LEAVE);
  offer(wasOff, isOff, 0);
}

/** Lays each fix of a chain on a pipe, or on none. */
export function layChain(network: MatchNetwork, { x, y, accuracyM }: Chain): Laid[] {
  const layers: Layer[] = [];
  x.forEach((px, i) => {
    const py = y[i] as number;
    const sigma = sigmaOf(accuracyM[i] as number);
    const near = candidatesNear(network, px, py, Math.min(MOST_RADIUS_M, Math.max(LEAST_RADIUS_M, 3 * sigma)));
    const layer = { near, cost: new Float64Array(near.count + 1), back: new Int16Array(near.count + 1) };
    const before = layers[i - 1];
    if (before !== undefined) {
      const m = Math.hypot(px - (x[i - 1] as number), py - (y[i - 1] as number));
      step(network, before, layer, m, Math.max(sigma, sigmaOf(accuracyM[i - 1] as number)));
    }
    emissions(layer, sigma);
    layers.push(layer);
  });
  return traced(layers);
}

function traced(layers: readonly Layer[]): Laid[] {
  const last = layers.at(-1);
  if (last === undefined) return [];
  let state = last.cost.reduce((best, cost, k) => (cost < (last.cost[best] as number) ? k : best), 0);
  const laid: Laid[] = [];
  for (const { near, back } of layers.toReversed()) {
    laid.push(state === near.count ? null : { pipe: near.pipe[state] as number, at: near.at[state] as number });
    state = back[state] as number;
  }
  return laid.reverse();
}

/** The reach from where a fix was laid, for the way to the next. */
export const reachOf = (
  network: MatchNetwork,
  { pipe, at }: NonNullable<Laid>,
  m: number,
  accuracyM: number,
): Reached => reachFrom(network, pipe, at, limitOf(m, sigmaOf(accuracyM)));
