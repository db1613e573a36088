/** A burning jet as one point that radiates (API 521). */
export interface JetFire {
  readonly kgS: number;
  /** Heat of combustion, J/kg. */
  readonly hcJKg: number;
  /** Share radiated, 0–1. */
  readonly fraction: number;
  /** Relative humidity in percent: moist air takes up heat. Left out: air takes up none, the cautious form. */
  readonly humidity?: number;
}

/** Natural gas: 50 MJ/kg, a fifth radiated. */
export const NATURAL_GAS_FIRE = { hcJKg: 50e6, fraction: 0.2 } as const;

/** Heat released, W. */
export const heatW = ({ kgS, hcJKg }: Pick<JetFire, "kgS" | "hcJKg">): number => kgS * hcJKg;

/**
 * Levels drawn as contours, W/m². API 521: 1 580 as the sun, any time; 4 730 minutes with clothing, where emergency actions are
 * still possible; 6 310 up to a minute; 9 460 a few seconds to get away. 12 500 lights wood at a pilot flame, 37 500 harms equipment.
 */
export const RADIATION_LEVELS = [1580, 4730, 6310, 9460, 12_500, 37_500] as const;

/**
 * Distance in metres at which radiation falls to `wM2`: I = τ F Q/(4 π D²), τ = 0.79 (100/RH)^(1/16) (30/D)^(1/16) or 1.
 * τ as a power of D lets D be solved in closed form. API 521 states τ for RH > 10 % and D of 30–150 m.
 */
export function radiationDistanceM(fire: JetFire, wM2: number): number {
  const clear = (fire.fraction * heatW(fire)) / (4 * Math.PI * wM2);
  if (fire.humidity === undefined) return Math.sqrt(clear);
  return (clear * 0.79 * (100 / fire.humidity) ** (1 / 16) * 30 ** (1 / 16)) ** (16 / 33);
}

/** Radiation at `distanceM`, W/m². */
export function radiationWM2(fire: JetFire, distanceM: number): number {
  const clear = (fire.fraction * heatW(fire)) / (4 * Math.PI * distanceM * distanceM);
  return fire.humidity === undefined
    ? clear
    : clear * 0.79 * (100 / fire.humidity) ** (1 / 16) * (30 / distanceM) ** (1 / 16);
}

/** Length of the flame, m, from heat: 0.00326 Q^0.478 (Cook), Q in W. */
export const flameLengthByHeatM = (heat: number): number => 0.00326 * heat ** 0.478;

/** Length of the flame, m, from mass: 18.5 m^0.41, kg/s. */
export const flameLengthByMassM = (kgS: number): number => 18.5 * kgS ** 0.41;
