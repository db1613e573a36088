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

const MAX_SOLVES = 60;
const TOLERANCE = 1e-7;

/**
 * The flow at which hole and network agree: m = hole(p(m)). Large holes pull the network's pressure down, so the flow is less
 * than at the pressure of before. m − hole(p(m)) rises with m, so the root is one. Between two solves p² is taken to fall
 * straight with m², as in one pipe: real networks agree after some four solves. A bracket guards it, halved every fourth
 * time and where the network could not bring what was tried. A pressure that is not a number counts as nothing left.
 */
export function coupledHole(
  hole: Hole,
  gas: ReleaseGas,
  under: PressureUnder,
  paOut: number = NORMAL.pa,
): CoupledRelease {
  const through = (pa: number): number => holeFlow(hole, pa, gas, paOut).kgS;
  const ask = (kgS: number): Solved => {
    const pa = under(kgS);
    return { kgS, pa: Number.isFinite(pa) ? Math.max(pa, paOut) : paOut };
  };
  const first = ask(0);
  const most = through(first.pa);
  let [low, high] = [0, most];
  /** The last two flows that the network could bring. */
  let known: readonly [Solved, Solved] = [first, first];
  let last: Solved = first;
  for (let solves = 1; ; solves++) {
    const off = last.kgS - through(last.pa);
    if (off > 0) high = Math.min(high, last.kgS);
    else low = Math.max(low, last.kgS);
    const isSettled = Math.abs(off) <= TOLERANCE * most || high - low <= TOLERANCE * most;
    if (isSettled || solves >= MAX_SOLVES)
      return { ...holeFlow(hole, last.pa, gas, paOut), ...last, paBefore: first.pa, solves, isSettled };
    const kgS =
      solves === 1
        ? most
        : solves % 4 === 0 || last.pa === paOut
          ? (low + high) / 2
          : agreed(...known, through, [low, high], paOut);
    last = ask(kgS);
    if (last.pa > paOut) known = [known[1], last];
  }
}

interface Solved {
  readonly kgS: number;
  readonly pa: number;
}

/** Where hole and network would agree if p² fell straight with m² through two solves; within the bracket. */
function agreed(
  one: Solved,
  other: Solved,
  through: (pa: number) => number,
  [from, to]: readonly [number, number],
  paOut: number,
): number {
  const run = other.kgS ** 2 - one.kgS ** 2;
  const slope = run === 0 ? 0 : Math.min(0, (other.pa ** 2 - one.pa ** 2) / run);
  let [low, high] = [from, to];
  for (let k = 0; k < 60; k++) {
    const m = (low + high) / 2;
    const pa = Math.sqrt(Math.max(paOut ** 2, other.pa ** 2 + slope * (m * m - other.kgS ** 2)));
    if (m > through(pa)) high = m;
    else low = m;
  }
  return (low + high) / 2;
}

/** Outflow and its slope at a node, for a solver that takes pressure-dependent demands: kg/s and kg/(s·Pa) at Pa absolute. */
export const holeDemand =
  (hole: Hole, gas: ReleaseGas, paOut: number = NORMAL.pa) =>
  (pa: number): { kgS: number; slope: number } => {
    const { kgS, slope } = holeFlow(hole, pa, gas, paOut);
    return { kgS, slope };
  };
