/** Universal gas constant, J/(kmol·K) (CODATA 2018). */
export const R = 8314.462618;
/** Normal state of the field: 0 ℃, 101.325 kPa. */
export const NORMAL = { pa: 101_325, k: 273.15 } as const;

/** What release laws need of a gas. Pressures elsewhere are Pa absolute unless a name says gauge. */
export interface ReleaseGas {
  /** kg/kmol */
  readonly molarMass: number;
  /** Ratio of specific heats. */
  readonly gamma: number;
  /** Compressibility at the pressure before the opening. */
  readonly z: number;
  /** Temperature before the opening, K. */
  readonly k: number;
}

/** Methane at 10 ℃, γ as the reference vectors have it. Natural gas of a city differs by some percent. */
export const METHANE: ReleaseGas = { molarMass: 16.04, gamma: 1.31, z: 1, k: 283.15 };

/** Density of an ideal gas, kg/m³. */
export const density = (molarMass: number, pa: number, k: number): number => (pa * molarMass) / (R * k);

/** Mass flow as normal volume flow, m³/h at 0 ℃ and 101.325 kPa. */
export const normalM3PerHour = (kgS: number, molarMass: number): number =>
  (kgS * 3600) / density(molarMass, NORMAL.pa, NORMAL.k);
