import { type GasNetwork, NATURAL_GAS } from "../gas-network.ts";

/** Mulberry32: a number from 0 up to 1 at each call. */
export function randomFrom(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface LevelsAsk {
  readonly seed: number;
  /** Nodes of each level: a grid of `width` by `height`. */
  readonly width: number;
  readonly height: number;
  /** kPa gauge around which the levels stand, from above. */
  readonly levelsKPa: readonly number[];
  /** Regulators from each level to the next. */
  readonly regulators: number;
  /** Share of them drawn from below upwards, where they may only be shut. */
  readonly backwards: number;
  /** Mean demand of a customer, m³/h. */
  readonly m3H: number;
  /** Customers take less below some 20 kPa gauge. */
  readonly isDriven?: boolean;
}

const AIR_PA = 101_325;
const DIAMETERS_M = [0.05, 0.08, 0.1, 0.15, 0.2] as const;

/**
 * Meshed levels, one below the other, joined by many regulators whose set points differ by some percent: some feed, some are shut by
 * others, and with much demand many stand open side by side. Only the first level has a source; now and then the second has one too.
 */
export function levelsNetwork(ask: LevelsAsk): GasNetwork {
  const { width, height, levelsKPa, m3H } = ask;
  const random = randomFrom(ask.seed);
  const below = (n: number): number => Math.floor(n * random());
  const perLevel = width * height;
  const nodes = perLevel * levelsKPa.length;
  const bases = levelsKPa.map((kPa) => kPa * (0.8 + 0.4 * random()));
  const pipes: [from: number, to: number, length: number, diameter: number][] = [];
  const join = (a: number, b: number): void => {
    const ends: [number, number] = random() < 0.5 ? [a, b] : [b, a];
    pipes.push([...ends, 100 + 400 * random(), DIAMETERS_M[below(DIAMETERS_M.length)] as number]);
  };
  for (let i = 0; i < nodes; i++) {
    const [x, y] = [i % width, Math.floor(i / width) % height];
    // The first row and column are whole, so that each level hangs together.
    if (x + 1 < width && (y === 0 || random() < 0.85)) join(i, i + 1);
    if (y + 1 < height) join(i, i + width);
  }
  const regulators: [from: number, to: number, kPa: number][] = [];
  for (let l = 0; l + 1 < levelsKPa.length; l++)
    for (let k = 0; k < ask.regulators; k++) {
      const [a, b] = [l * perLevel + below(perLevel), (l + 1) * perLevel + below(perLevel)];
      const set = (level: number): number => (bases[level] as number) * (0.85 + 0.3 * random());
      regulators.push(random() < ask.backwards ? [b, a, set(l)] : [a, b, set(l + 1)]);
    }
  const sources = [0];
  if (levelsKPa.length > 1 && random() < 0.3) sources.push(2 * perLevel - 1);
  const column = <T extends readonly number[]>(list: readonly T[], i: number): Float64Array =>
    Float64Array.from(list, (row) => row[i] as number);
  const ends = <T extends readonly number[]>(list: readonly T[], i: number): Int32Array =>
    Int32Array.from(list, (row) => row[i] as number);
  return {
    demand: Float64Array.from({ length: nodes }, () =>
      random() < 0.6 ? (2 * m3H * random() * NATURAL_GAS.rhoN) / 3600 : 0,
    ),
    sources: {
      node: Int32Array.from(sources),
      pa: Float64Array.from(sources, (_, s) => 1000 * (bases[s] as number) + AIR_PA),
    },
    pipes: {
      from: ends(pipes, 0),
      to: ends(pipes, 1),
      length: column(pipes, 2),
      diameter: column(pipes, 3),
      roughness: new Float64Array(pipes.length).fill(1e-5),
    },
    regulators: {
      from: ends(regulators, 0),
      to: ends(regulators, 1),
      pa: column(regulators, 2).map((kPa) => 1000 * kPa + AIR_PA),
    },
    ...(ask.isDriven && {
      pressureDriven: {
        servicePa: new Float64Array(nodes).fill(AIR_PA + 20_000),
        leastPa: new Float64Array(nodes).fill(AIR_PA + 1000),
      },
    }),
  };
}
