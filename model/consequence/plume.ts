import { density } from "./gas.ts";

export const STABILITIES = ["A", "B", "C", "D", "E", "F"] as const;
/** Pasquill's classes: A very unstable, D neutral, F stable (clear night, little wind). */
export type Stability = (typeof STABILITIES)[number];
/** Spread of the plume: Briggs over open land or between houses, or the Pasquill–Gifford regressions. */
export type Spread = "rural" | "urban" | "pg";

/** A steady release carried by wind. Screening only: no jet momentum, no buoyancy; not to be trusted nearer than about 100 m. */
export interface Plume {
  readonly kgS: number;
  readonly windMS: number;
  /** Height of the release, m. */
  readonly heightM: number;
  readonly stability: Stability;
  readonly spread: Spread;
}

export interface Sigmas {
  readonly yM: number;
  readonly zM: number;
}

/** Briggs' [y0, z0, z slope, z power]: σ = y0 x (1 + 1e-4 x)^−½ and z0 x (1 + slope x)^power. */
const RURAL: Readonly<Record<Stability, readonly [number, number, number, number]>> = {
  A: [0.22, 0.2, 0, 0],
  B: [0.16, 0.12, 0, 0],
  C: [0.11, 0.08, 2e-4, -0.5],
  D: [0.08, 0.06, 1.5e-3, -0.5],
  E: [0.06, 0.03, 3e-4, -1],
  F: [0.04, 0.016, 3e-4, -1],
};
const URBAN: Readonly<Record<Stability, readonly [number, number, number, number]>> = {
  A: [0.32, 0.24, 1e-3, 0.5],
  B: [0.32, 0.24, 1e-3, 0.5],
  C: [0.22, 0.2, 0, 0],
  D: [0.16, 0.14, 3e-4, -0.5],
  E: [0.11, 0.08, 1.5e-3, -0.5],
  F: [0.11, 0.08, 1.5e-3, -0.5],
};

/** σy of the regressions: degrees c − d ln x_km. */
const PG_Y: Readonly<Record<Stability, readonly [number, number]>> = {
  A: [24.167, 2.5334],
  B: [18.333, 1.8096],
  C: [12.5, 1.0857],
  D: [8.333, 0.72382],
  E: [6.25, 0.54287],
  F: [4.1667, 0.36191],
};
/** σz = a x_km^b, by upper end of x_km. */
const PG_Z: Readonly<Record<Stability, readonly (readonly [number, number, number])[]>> = {
  A: [
    [0.1, 122.8, 0.9447],
    [0.15, 158.08, 1.0542],
    [0.2, 170.22, 1.0932],
    [0.25, 179.52, 1.1262],
    [0.3, 217.41, 1.2644],
    [0.4, 258.89, 1.4094],
    [0.5, 346.75, 1.7283],
    [Number.POSITIVE_INFINITY, 453.85, 2.1166],
  ],
  B: [
    [0.2, 90.673, 0.93198],
    [0.4, 98.483, 0.98332],
    [Number.POSITIVE_INFINITY, 109.3, 1.0971],
  ],
  C: [[Number.POSITIVE_INFINITY, 61.141, 0.91465]],
  D: [
    [0.3, 34.459, 0.86974],
    [1, 32.093, 0.81066],
    [3, 32.093, 0.64403],
    [10, 33.504, 0.60486],
    [30, 36.65, 0.56589],
    [Number.POSITIVE_INFINITY, 44.053, 0.51179],
  ],
  E: [
    [0.1, 24.26, 0.8366],
    [0.3, 23.331, 0.81956],
    [1, 21.628, 0.7566],
    [2, 21.628, 0.63077],
    [4, 22.534, 0.57154],
    [10, 24.703, 0.50527],
    [20, 26.97, 0.46713],
    [40, 35.42, 0.37615],
    [Number.POSITIVE_INFINITY, 47.618, 0.29592],
  ],
  F: [
    [0.2, 15.209, 0.81558],
    [0.7, 14.457, 0.78407],
    [1, 13.953, 0.68465],
    [2, 13.953, 0.63227],
    [3, 14.823, 0.54503],
    [7, 16.187, 0.4649],
    [15, 17.836, 0.41507],
    [30, 22.651, 0.32681],
    [60, 27.074, 0.27436],
    [Number.POSITIVE_INFINITY, 34.219, 0.21716],
  ],
};

const briggs = (table: typeof RURAL, stability: Stability, xM: number): Sigmas => {
  const [y0, z0, slope, power] = table[stability];
  const across = table === URBAN ? 4e-4 : 1e-4;
  return { yM: (y0 * xM) / Math.sqrt(1 + across * xM), zM: z0 * xM * (1 + slope * xM) ** power };
};

/** Half widths of the plume `xM` downwind (Briggs; EPA ISC's Pasquill–Gifford, σz at most 5 000 m). */
export function sigmas(spread: Spread, stability: Stability, xM: number): Sigmas {
  if (spread === "rural") return briggs(RURAL, stability, xM);
  if (spread === "urban") return briggs(URBAN, stability, xM);
  const km = xM / 1000;
  const [c, d] = PG_Y[stability];
  const row = PG_Z[stability].find(([end]) => km <= end);
  const [, a, b] = row ?? [0, 0, 0];
  const degrees = c - d * Math.log(km);
  return { yM: 465.11628 * km * Math.tan((degrees * Math.PI) / 180), zM: Math.min(a * km ** b, 5000) };
}

/** Concentration in kg/m³ at `x` downwind, `y` across, `z` above ground, with the ground as a mirror. */
export function plumeKgM3(plume: Plume, xM: number, yM: number, zM: number): number {
  if (xM <= 0) return 0;
  const s = sigmas(plume.spread, plume.stability, xM);
  const bell = (offset: number, sigma: number): number => Math.exp(-(offset * offset) / (2 * sigma * sigma));
  const core = plume.kgS / (2 * Math.PI * plume.windMS * s.yM * s.zM);
  return core * bell(yM, s.yM) * (bell(zM - plume.heightM, s.zM) + bell(zM + plume.heightM, s.zM));
}

/** State in which volume percents are reckoned: 15 ℃, 101.325 kPa. */
const AIR = { pa: 101_325, k: 288.15 } as const;

/** A concentration of a gas as volume percent of air. */
export const volumePercent = (kgM3: number, molarMass: number): number =>
  (100 * kgM3) / density(molarMass, AIR.pa, AIR.k);

/** Limits of methane in air, volume percent: lower flammable limit, half of it (cordon), a fifth (alarm of detectors). */
export const METHANE_LIMITS = { lfl: 5, half: 2.5, fifth: 1 } as const;

const [NEAREST_M, FARTHEST_M] = [1, 100_000];

/** Farthest distance at which the plume's axis still has `percent`, m (0: nowhere beyond 1 m). Found to 1e-6 m. */
export function plumeDistanceM(plume: Plume, percent: number, molarMass: number): number {
  const isAbove = (xM: number): boolean => volumePercent(plumeKgM3(plume, xM, 0, plume.heightM), molarMass) >= percent;
  // Above the ground the axis first thins and then meets its mirror: walk inwards from afar rather than trust one slope.
  let far = FARTHEST_M;
  if (isAbove(far)) return far;
  while (far > NEAREST_M && !isAbove(far / 1.05)) far /= 1.05;
  if (far <= NEAREST_M) return isAbove(NEAREST_M) ? NEAREST_M : 0;
  let near = far / 1.05;
  while (far - near > 1e-6) {
    const middle = (near + far) / 2;
    if (isAbove(middle)) near = middle;
    else far = middle;
  }
  return near;
}
