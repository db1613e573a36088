import { type Chain, chainsOf, type Way } from "./chains.ts";
import { coverOf, type Pieces, piecesOf } from "./cover.ts";
import type { MatchNetwork } from "./network.ts";
import { routeTo } from "./routes.ts";
import { MATCH_RULES, type MatchRules } from "./rules.ts";
import { metresIn, type Span, unionOf } from "./spans.ts";
import { type Laid, layChain, reachOf } from "./viterbi.ts";

/** Metres of a pipe that a way proves to have been walked: in the register's metres from its first end. */
export interface Walked {
  readonly id: string;
  readonly spans: readonly Span[];
}

/** Shorter holes come of how fixes are spaced, and of bends. */
const HOLE_M = 8;
/** Less of one pipe is a corner that was cut, not a walk. */
const LEAST_M = 2;

function place({ first, x, y, along }: MatchNetwork, { pipe, at }: NonNullable<Laid>): readonly [number, number] {
  let v = first[pipe] as number;
  while (v + 2 < (first[pipe + 1] as number) && (along[v + 1] as number) < at) v += 1;
  const [a, b] = [along[v] as number, along[v + 1] as number];
  const t = b === a ? 0 : (at - a) / (b - a);
  return [
    (x[v] as number) + t * ((x[v + 1] as number) - (x[v] as number)),
    (y[v] as number) + t * ((y[v + 1] as number) - (y[v] as number)),
  ];
}

/** Adds the way between two fixes that were both laid on pipes: along pipes where they join, else straight across. */
function addLeg(
  network: MatchNetwork,
  chain: Chain,
  i: number,
  a: NonNullable<Laid>,
  b: NonNullable<Laid>,
  to: Pieces,
): void {
  const m = Math.hypot(
    (chain.x[i] as number) - (chain.x[i - 1] as number),
    (chain.y[i] as number) - (chain.y[i - 1] as number),
  );
  const unsure = Math.max(chain.accuracyM[i - 1] as number, chain.accuracyM[i] as number);
  const way = routeTo(network, reachOf(network, a, m, unsure), b.pipe, b.at);
  if (way.length > 0) for (const stretch of way) piecesOf(network, stretch, to);
  else to.push(...place(network, a), ...place(network, b));
}

/** Spans on the plane as those of the register, united. */
export function walkedOf(network: MatchNetwork, cover: ReadonlyMap<number, readonly Span[]>): Walked[] {
  return [...cover].flatMap(([pipe, spans]) => {
    const scale = network.scale[pipe] as number;
    const united = unionOf(spans, HOLE_M).map(({ from, to }) => ({ from: from * scale, to: to * scale }));
    return metresIn(united) < LEAST_M ? [] : [{ id: network.ids[pipe] as string, spans: united }];
  });
}

/** Which metres of which pipes a way proves to have been walked, by accuracy, speed and what is plausible. */
export function matchWay(network: MatchNetwork, way: Way, rules: MatchRules = MATCH_RULES): Walked[] {
  const pieces: Pieces = [];
  for (const chain of chainsOf(way, network.plane, rules)) {
    const laid = layChain(network, chain);
    laid.forEach((b, i) => {
      const a = laid[i - 1] ?? null;
      if (a !== null && b !== null) addLeg(network, chain, i, a, b, pieces);
    });
  }
  return walkedOf(network, coverOf(network, pieces, rules));
}

/** A way that is known without doubt: places in order, metres east and north on the plane. */
export type TrueWay = readonly (readonly [east: number, north: number])[];

/** What is walked on ways that are known without doubt: what a matcher should find. */
export function walkedTruly(
  network: MatchNetwork,
  ways: readonly TrueWay[],
  rules: MatchRules = MATCH_RULES,
): Walked[] {
  const pieces = ways.flatMap((way) =>
    way.flatMap((to, i) => (i === 0 ? [] : [...(way[i - 1] as readonly number[]), ...to])),
  );
  return walkedOf(network, coverOf(network, pieces, rules));
}
