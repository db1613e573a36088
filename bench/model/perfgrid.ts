import { type GasModel, type GasNetwork, NATURAL_GAS } from "#model/hydraulics/gas-network.ts";

/** One grid of the recipe `gasnet-perf/1`, with what is known of it. */
export interface GridItem {
  readonly tag: string;
  readonly nx: number;
  readonly ny: number;
  readonly seed: number;
  readonly nodes: number;
  readonly edges: number;
  readonly fnv1a: number;
  readonly bridges: number;
  readonly articulationPoints: number;
  /** Isolation with a valve on every edge whose number is not divisible by 4, and on those that are: sums over 1000 damages. */
  readonly dense: { readonly nodes: number; readonly valves: number };
  readonly sparse: { readonly nodes: number; readonly valves: number };
  /** bar gauge by node, from pandapipes 0.14.0; left out where it was not solved. */
  readonly pressures?: {
    readonly least: number;
    readonly mean: number;
    readonly probes: Readonly<Record<number, number>>;
  };
}

/** Mulberry32: 32 bits as a share of 2³². */
function mulberry32(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface Grid {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly lengthM: Float64Array;
  readonly mm: Float64Array;
  readonly m3H: Float64Array;
  readonly sources: Int32Array;
}

/** Makes a grid by the recipe, number by number. Throws when its check sum is another. */
export function makeGrid({ tag, nx, ny, seed, fnv1a }: Pick<GridItem, "tag" | "nx" | "ny" | "seed" | "fnv1a">): Grid {
  const random = mulberry32(seed);
  const n = nx * ny;
  const [x, y] = [new Float64Array(n), new Float64Array(n)];
  for (let j = 0; j < ny; j++)
    for (let i = 0; i < nx; i++) {
      x[j * nx + i] = i * 60 + (random() - 0.5) * 24;
      y[j * nx + i] = j * 60 + (random() - 0.5) * 24;
    }
  const [from, to]: [number[], number[]] = [[], []];
  for (let j = 0; j < ny; j++)
    for (let i = 0; i < nx; i++) {
      const k = j * nx + i;
      if (i + 1 < nx) {
        const u = random();
        if (j === 0 || u < 0.55) {
          from.push(k);
          to.push(k + 1);
        }
      }
      if (j + 1 < ny) {
        from.push(k);
        to.push(k + nx);
      }
    }
  const lengthM = Float64Array.from(from, (a, e) => {
    const b = to[e] as number;
    const [dx, dy] = [(x[a] as number) - (x[b] as number), (y[a] as number) - (y[b] as number)];
    return Math.floor(Math.sqrt(dx * dx + dy * dy) * 10 + 0.5) / 10;
  });
  const mm = Float64Array.from(from, (a, e) => {
    const b = to[e] as number;
    const isRow = Math.floor(a / nx) % 10 === 0 && Math.floor(b / nx) % 10 === 0;
    const isTrunk = isRow || ((a % nx) % 10 === 0 && (b % nx) % 10 === 0);
    const sizes = isTrunk ? [204.6, 257.8] : [73.6, 90, 102.2, 147.2];
    return sizes[Math.floor(random() * sizes.length)] as number;
  });
  const m3H = new Float64Array(n);
  for (let k = 0; k < n; k++) if (random() < 0.6) m3H[k] = 1.6 + 10.4 * random();
  const sources: number[] = [];
  for (let j = 0; j < ny; j += 50) for (let i = 0; i < nx; i += 50) sources.push(j * nx + i);
  const grid = {
    ...{ lengthM, mm, m3H, from: Int32Array.from(from), to: Int32Array.from(to) },
    sources: Int32Array.from(sources),
  };
  const sum = checkSum(grid);
  if (sum !== fnv1a) throw new Error(`grid ${tag}: expected check sum ${fnv1a}, got ${sum}`);
  return grid;
}

/** FNV-1a (32 bit) over little-endian words, as the recipe says. */
function checkSum({ from, to, lengthM, mm, m3H, sources }: Grid): number {
  let hash = 0x811c9dc5;
  const word = (value: number): void => {
    for (let shift = 0; shift < 32; shift += 8) hash = Math.imul(hash ^ ((value >>> shift) & 255), 0x01000193) >>> 0;
  };
  for (let e = 0; e < from.length; e++) {
    word(from[e] as number);
    word(to[e] as number);
    word(Math.floor((lengthM[e] as number) * 10 + 0.5));
  }
  for (const d of mm) word(Math.floor(d * 10 + 0.5));
  for (const q of m3H) word(Math.floor(q * 1000 + 0.5));
  for (const s of sources) word(s);
  return hash;
}

const RHO_N = 0.733;
const AMBIENT_BAR = 1.01325;

/** Gas and law of the recipe. */
export const GRID_GAS: GasModel = {
  ...NATURAL_GAS,
  rhoN: RHO_N,
  viscosity: 1.07e-5,
  temperature: 283.15,
  z: (pa) => 1 - 0.0022e-5 * pa,
  law: "nikuradse",
};

export const gaugeBar = (pa: number): number => pa / 1e5 - AMBIENT_BAR;

/** The grid as the solver takes it: all sources at 2 bar gauge. */
export const gridNetwork = ({ from, to, lengthM, mm, m3H, sources }: Grid): GasNetwork => ({
  demand: m3H.map((q) => (q * RHO_N) / 3600),
  sources: { node: sources, pa: new Float64Array(sources.length).fill((2 + AMBIENT_BAR) * 1e5) },
  pipes: {
    ...{ from, to, length: lengthM },
    diameter: mm.map((d) => d / 1000),
    roughness: new Float64Array(from.length).fill(1e-4),
  },
});
