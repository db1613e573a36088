import { R } from "./gas.ts";

const FOOT_M = 0.3048;
const INCH_MM = 25.4;
const PSI_PA = 6894.757293168;

/** ASME B31.8S / 49 CFR 192.903: r[ft] = 0.69 d[in] √p[psig], p the maximum operating pressure. */
export const impactRadiusFt = (dIn: number, psig: number): number => 0.69 * dIn * Math.sqrt(psig);

/** ASME B31.8S in metric units: r[m] = 0.00315 d[mm] √p[kPa gauge]. */
export const impactRadiusM = (dMm: number, kPa: number): number => 0.00315 * dMm * Math.sqrt(kPa);

/** GB 32167-2015: r[m] = 0.099 √(d² p), d mm, p MPa gauge. Quoted from knowledge: check the printed standard. */
export const impactRadiusGbM = (dMm: number, mPa: number): number => 0.099 * Math.sqrt(dMm * dMm * mPa);

/** The heat model behind both (GRI-00/0189), with its constants. */
export const GRI = {
  /** Share burnt. */ mu: 0.35,
  /** Share radiated. */ chi: 0.2,
  /** Share of the first outflow that feeds the fire on average. */ lambda: 0.33,
  cd: 0.62,
  hcJKg: 50e6,
  gamma: 1.306,
  k: 288,
  molarMass: 16.04,
} as const;

/** Radius in metres at which a rupture's fire gives `wM2`, W/m²; `pa` gauge. 15 770 is the level of B31.8S. */
export function impactRadiusAtM(dM: number, paGauge: number, wM2: number): number {
  const { mu, chi, lambda, cd, hcJKg, gamma, k, molarMass } = GRI;
  const phi = gamma * (2 / (gamma + 1)) ** ((gamma + 1) / (2 * (gamma - 1)));
  const sound = Math.sqrt((gamma * R * k) / molarMass);
  return Math.sqrt((((mu * chi * lambda * cd * hcJKg * phi) / sound) * paGauge * dM * dM) / (8 * wM2));
}

/** Pipeline Emergency Response Guidelines, appendix C: 2.28 d[in] √p[psig] ft, 450 Btu/(h·ft²) (1.42 kW/m²). */
export const evacuationFt = (dIn: number, psig: number): number => 2.28 * dIn * Math.sqrt(psig);

/** The same in metres, from mm and Pa gauge. */
export const evacuationM = (dMm: number, paGauge: number): number =>
  evacuationFt(dMm / INCH_MM, paGauge / PSI_PA) * FOOT_M;
