import { NORMAL, normalM3PerHour, R, type ReleaseGas } from "./gas.ts";

/** An opening in a pipe's wall. */
export interface Hole {
  /** Diameter of a round hole of the same area, m. */
  readonly diameterM: number;
  /** Discharge coefficient: 0.62 sharp edge, 0.85 rounded, 1 full bore. */
  readonly cd: number;
}

export interface HoleFlow {
  readonly kgS: number;
  /** m³/h at 0 ℃, 101.325 kPa. */
  readonly normalM3H: number;
  /** Sound speed is reached in the opening: what lies behind it no longer counts. */
  readonly isChoked: boolean;
  /** Ratio of outer to inner pressure below which it is. */
  readonly criticalRatio: number;
  /** dm/dp, kg/(s·Pa): a network solver puts it on the node's diagonal. */
  readonly slope: number;
}

const area = (diameterM: number): number => (Math.PI * diameterM * diameterM) / 4;

/** Ratio of outer to inner pressure at which flow chokes: (2/(γ+1))^(γ/(γ−1)). */
export const criticalRatio = (gamma: number): number => (2 / (gamma + 1)) ** (gamma / (gamma - 1));

/**
 * Flow through a hole from `pa` (absolute) to `paOut`: isentropic orifice, choked or subsonic (TNO Yellow Book CPR 14E, ch. 2).
 * No flow when the pressure inside is not above that outside: air does not count as a release.
 */
export function holeFlow(hole: Hole, pa: number, gas: ReleaseGas, paOut: number = NORMAL.pa): HoleFlow {
  const { gamma: g, molarMass } = gas;
  const critical = criticalRatio(g);
  const per = hole.cd * area(hole.diameterM) * Math.sqrt(molarMass / (gas.z * R * gas.k));
  const ratio = paOut / pa;
  const isChoked = ratio <= critical;
  let kgS = 0;
  let slope = 0;
  if (isChoked) {
    slope = per * Math.sqrt(g * (2 / (g + 1)) ** ((g + 1) / (g - 1)));
    kgS = slope * pa;
  } else if (pa > paOut) {
    const psi = ((2 * g) / (g - 1)) * (ratio ** (2 / g) - ratio ** ((g + 1) / g));
    kgS = per * pa * Math.sqrt(psi);
    // m = per·√(p²ψ(r)), r = paOut/p: d(p²ψ)/dp = 2pψ − p·r·ψ'.
    const turned = ((2 * g) / (g - 1)) * ((2 / g) * ratio ** (2 / g) - ((g + 1) / g) * ratio ** ((g + 1) / g));
    slope = (per * (2 * psi - turned)) / (2 * Math.sqrt(psi));
  }
  return { kgS, normalM3H: normalM3PerHour(kgS, molarMass), isChoked, criticalRatio: critical, slope };
}

/** A full-bore break: one of its two ends, with the gas between it and where the line is shut. */
export interface Rupture {
  readonly diameterM: number;
  /** Line that empties through this end, m. */
  readonly lengthM: number;
  /** Before the break, Pa absolute. */
  readonly pa: number;
  /** Darcy friction factor of the line. */
  readonly darcy: number;
}

export interface Decay {
  /** First outflow, choked over the full bore, kg/s. */
  readonly firstKgS: number;
  /** Gas in the line at the break, kg. */
  readonly inventoryKg: number;
  readonly alpha: number;
  readonly betaS: number;
}

/** Bell's double exponential for one end of a rupture. */
export function ruptureDecay(rupture: Rupture, gas: ReleaseGas): Decay {
  const { diameterM: d, lengthM: l, pa, darcy } = rupture;
  const full = holeFlow({ diameterM: d, cd: 1 }, pa, gas);
  const inventoryKg = (pa * area(d) * l * gas.molarMass) / (gas.z * R * gas.k);
  const sound = Math.sqrt((gas.gamma * gas.z * R * gas.k) / gas.molarMass);
  const betaS = (2 / 3) * (l / sound) * Math.sqrt((gas.gamma * darcy * l) / d);
  return { firstKgS: full.kgS, inventoryKg, betaS, alpha: inventoryKg / (betaS * full.kgS) };
}

/** Outflow `seconds` after the break, kg/s. Its integral to infinity is the inventory. */
export function decayKgS({ firstKgS, alpha, betaS }: Decay, seconds: number): number {
  const fast = Math.exp(-seconds / (alpha * alpha * betaS));
  return (firstKgS / (1 + alpha)) * (fast + alpha * Math.exp(-seconds / betaS));
}

/** Gas let out until `seconds`, kg. */
export function ventedKg({ firstKgS, alpha, betaS }: Decay, seconds: number): number {
  const fast = alpha * alpha * betaS * -Math.expm1(-seconds / (alpha * alpha * betaS));
  return (firstKgS / (1 + alpha)) * (fast - alpha * betaS * Math.expm1(-seconds / betaS));
}

/** Mean outflow over the first `seconds`, kg/s: what a fire burning that long is reckoned with. */
export const meanKgS = (decay: Decay, seconds: number): number =>
  seconds > 0 ? ventedKg(decay, seconds) / seconds : decay.firstKgS;
