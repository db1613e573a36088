import { NORMAL, type ReleaseGas } from "./gas.ts";
import { type Hole, type HoleFlow, holeFlow } from "./release.ts";

/** Pressure (Pa absolute) the network keeps at the damaged place while `kgS` leave it there. Falls as `kgS` grows. */
export type PressureUnder = (kgS: number) => number;

export interface CoupledRelease extends HoleFlow {
  /** Pressure at the hole while it flows, Pa absolute. */
  readonly pa: number;
  /** Pressure before, Pa absolute. */
  readonly paBefore: number;
  /** Asked of the network; each is one solve. */
  readonly solves: number;
  /** False: the network could not hold any flow through this hole; the figures are the last try. */
  readonly isSettled: boolean;
}

const MAX_SOLVES = 100;
const TOLERANCE = 1e-9;

/**
 * The flow at which hole and network agree: m = hole(p(m)). Large holes pull the network's pressure down, so the flow is less
 * than at the pressure of before. m − hole(p(m)) rises with m, so the root is one: bracketed by 0 and the flow at full
 * pressure, narrowed by Illinois false position and halving. A pressure that is not a number counts as nothing left.
 */
export function coupledHole(
  hole: Hole,
  gas: ReleaseGas,
  under: PressureUnder,
  paOut: number = NORMAL.pa,
): CoupledRelease {
  let solves = 0;
  const pressure = (kgS: number): number => {
    solves++;
    const pa = under(kgS);
    return Number.isFinite(pa) ? Math.max(pa, paOut) : paOut;
  };
  const paBefore = pressure(0);
  const most = holeFlow(hole, paBefore, gas, paOut).kgS;
  let [low, high] = [0, most];
  let pa = pressure(high);
  let atHigh = high - holeFlow(hole, pa, gas, paOut).kgS;
  let atLow = -most;
  let kgS = high;
  let side = 0;
  let isSettled = atHigh <= TOLERANCE * most;
  while (!isSettled && solves < MAX_SOLVES) {
    // Every third step halves the bracket: near the most a network can bring, its pressure falls too steeply for a chord.
    kgS = solves % 3 === 0 ? (low + high) / 2 : (low * atHigh - high * atLow) / (atHigh - atLow);
    pa = pressure(kgS);
    const off = kgS - holeFlow(hole, pa, gas, paOut).kgS;
    isSettled = Math.abs(off) <= TOLERANCE * most || high - low <= TOLERANCE * most;
    if (off > 0) {
      [high, atHigh] = [kgS, off];
      if (side === 1) atLow /= 2;
      side = 1;
    } else {
      [low, atLow] = [kgS, off];
      if (side === -1) atHigh /= 2;
      side = -1;
    }
  }
  return { ...holeFlow(hole, pa, gas, paOut), kgS, pa, paBefore, solves, isSettled };
}

/** Outflow and its slope at a node, for a solver that takes pressure-dependent demands: kg/s and kg/(s·Pa) at Pa absolute. */
export const holeDemand =
  (hole: Hole, gas: ReleaseGas, paOut: number = NORMAL.pa) =>
  (pa: number): { kgS: number; slope: number } => {
    const { kgS, slope } = holeFlow(hole, pa, gas, paOut);
    return { kgS, slope };
  };
