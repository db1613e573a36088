import type { PipePart, SpaceGraph } from "./spaces.ts";

/** Methane in a space, percent of the lower explosive limit; 0 is a reading too, and tells much. */
export interface SpaceReading {
  readonly space: string;
  readonly lel: number;
}

/** A part of a pipe and how likely the leak is there. */
export interface HeatPart extends PipePart {
  readonly probability: number;
  /** Against the likeliest part, 0–1: what the line is coloured by. */
  readonly heat: number;
}

/** A space to open next. */
export interface NextSpace {
  readonly space: string;
  /** What its reading is expected to tell, bits. */
  readonly bits: number;
  /** Chance that it shows methane. */
  readonly chance: number;
  readonly walkM: number;
}

/** Strength of a leak is unknown: concentrations it would give next to itself, %LEL, weighed alike. */
const STRENGTHS = [3, 5, 9, 15, 27, 47, 82, 140, 250, 440, 770, 1300] as const;
/** Readings scatter about what is expected by this (natural logarithm); a detector sees from here, %LEL. */
const [SCATTER, SEEN_LEL] = [0.8, 1];
/** A space may show or lack gas for reasons of its own (vented, flooded, biogas): chance of that. */
const STRAY = 0.05;

const bell = (x: number): number => Math.exp(-(x * x) / 2) / Math.sqrt(2 * Math.PI);

/** Logistic stand-in for the normal distribution, right to 0.01. */
const below = (x: number): number => 1 / (1 + Math.exp(-1.702 * x));

/** Chance that a space shows more than `lel` when so much is expected there. */
const moreThan = (lel: number, expected: number): number =>
  (STRAY * SEEN_LEL) / lel + (1 - 2 * STRAY) * (expected > 0 ? below(Math.log(expected / lel) / SCATTER) : 0);

/** What a reading is told apart by when it is foreseen, %LEL: nothing, traces, some, much. */
const LEVELS = [SEEN_LEL, 5, 20, 80] as const;

/** Likelihood of a reading when so much is expected. */
function likelihood(lel: number, expected: number): number {
  if (lel < SEEN_LEL) return 1 - moreThan(SEEN_LEL, expected);
  const stray = (STRAY / 5) * bell(0);
  if (!(expected > 0)) return stray;
  return stray + (1 - STRAY) * (bell(Math.log(lel / expected) / SCATTER) / SCATTER);
}

/** Probability of each part and strength, by part × strength, given what was read. Uniform over length and proneness at first. */
function posterior({ spaces, parts, share }: SpaceGraph, readings: readonly SpaceReading[]): Float64Array {
  const index = new Map(spaces.map(({ id }, i) => [id, i]));
  const known = readings.map(({ space, lel }) => {
    const i = index.get(space);
    if (i === undefined) throw new Error(`reading: expected the id of a space, got ${space}`);
    return { i, lel };
  });
  const logs = new Float64Array(parts.length * STRENGTHS.length);
  for (const [k, part] of parts.entries())
    for (const [m, strength] of STRENGTHS.entries()) {
      let log = Math.log(part.lengthM * part.proneness);
      for (const { i, lel } of known)
        log += Math.log(likelihood(lel, strength * (share[k * spaces.length + i] as number)));
      logs[k * STRENGTHS.length + m] = log;
    }
  const top = logs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const odds = logs.map((log) => Math.exp(log - top));
  const sum = odds.reduce((a, b) => a + b, 0);
  return odds.map((o) => o / sum);
}

const byPart = (joint: Float64Array, parts: number): Float64Array =>
  Float64Array.from({ length: parts }, (_, k) => {
    let sum = 0;
    for (let m = 0; m < STRENGTHS.length; m++) sum += joint[k * STRENGTHS.length + m] as number;
    return sum;
  });

/**
 * Where the leak probably is: every part of every pipe near, with its probability. Assumes one leak, and that the methane is
 * pipeline gas: judge that first.
 */
export function sourceLine(graph: SpaceGraph, readings: readonly SpaceReading[]): HeatPart[] {
  const chance = byPart(posterior(graph, readings), graph.parts.length);
  // Probability a metre: a short part at a pipe's end is no colder for being short.
  const density = chance.map((p, k) => p / (graph.parts[k] as PipePart).lengthM);
  const top = density.reduce((a, b) => Math.max(a, b), 0);
  return graph.parts.map((part, k) => ({
    ...part,
    probability: chance[k] as number,
    heat: top > 0 ? (density[k] as number) / top : 0,
  }));
}

const bitsOf = (chance: Float64Array): number => chance.reduce((sum, p) => (p > 0 ? sum - p * Math.log2(p) : sum), 0);

/** To open, wait, measure and close a lid, min; and a crew's way in a minute, m. */
const [OPEN_MIN, WALK_M_MIN] = [6, 70];

/**
 * Which space to open next: the one whose reading is expected to narrow the place most for the time
 * that walking there and opening it take. Spaces read already are left out. `from`: where the crew stands; left out, walking counts nothing.
 */
export function nextSpaces(graph: SpaceGraph, readings: readonly SpaceReading[], from?: string, most = 5): NextSpace[] {
  const { spaces, parts, share, walkM } = graph;
  if (parts.length === 0) return [];
  const joint = posterior(graph, readings);
  const now = bitsOf(byPart(joint, parts.length));
  const read = new Set(readings.map(({ space }) => space));
  const start = spaces.findIndex(({ id }) => id === from);
  const ranked = spaces.flatMap(({ id }, i): NextSpace[] => {
    if (read.has(id)) return [];
    /** Joint probability with "more than this level", for each level; the last is never exceeded. */
    const above = [...LEVELS, null].map((level) =>
      joint.map((p, at) => {
        if (level === null) return 0;
        const [k, m] = [Math.floor(at / STRENGTHS.length), at % STRENGTHS.length];
        return p * moreThan(level, (STRENGTHS[m] as number) * (share[k * spaces.length + i] as number));
      }),
    );
    const left = above.reduce((sum, higher, l) => {
      const lower = l === 0 ? joint : (above[l - 1] as Float64Array);
      const cell = lower.map((p, at) => p - (higher[at] as number));
      const of = cell.reduce((a, b) => a + b, 0);
      return of > 0 ? sum + of * bitsOf(byPart(cell, parts.length).map((p) => p / of)) : sum;
    }, 0);
    const chance = (above[0] as Float64Array).reduce((a, b) => a + b, 0);
    const bits = Math.max(0, now - left);
    return [{ space: id, bits, chance, walkM: start < 0 ? 0 : (walkM[start * spaces.length + i] as number) }];
  });
  const worth = ({ bits, walkM: walk }: NextSpace): number => bits / (OPEN_MIN + walk / WALK_M_MIN);
  return ranked.sort((a, b) => worth(b) - worth(a)).slice(0, most);
}
