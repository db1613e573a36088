import { choleskyInPlace, solveInPlace } from "#model/anomaly/network-response.ts";
import type { Answering, DistrictResponse } from "./district-response.ts";

/** A reading in a district, beside what the solution has there. */
export interface DistrictReading {
  /** Number of the tag in the caller's list. */
  readonly tag: number;
  /** kPa gauge or m³/h. */
  readonly measured: number;
  readonly answering: Answering;
  /** What such a sensor and the model may be off together, in the reading's unit: one standard deviation. */
  readonly spread: number;
}

/** What is not known of a district, and how far the solution stands from what is expected of it. */
export interface DistrictPrior {
  /** Customers' use by place in the response's nodes, m³/h, at a share of 0. */
  readonly demand: Float64Array;
  /** What regulators draw there for lower levels, m³/h: as uncertain, but no matter of this district's share. */
  readonly drawn: Float64Array;
  /** Share that the solution was made with. */
  readonly usedShare: number;
  /** By held node, kPa: expected less used, and one standard deviation. */
  readonly heldOff: Float64Array;
  readonly heldSpread: Float64Array;
}

export interface JudgedReading {
  readonly tag: number;
  /** Reading less what all others let expect. */
  readonly off: number;
  /** The same in standard deviations. */
  readonly sigma: number;
  readonly isSuspect: boolean;
}

/** A place where gas lost or taken beyond what is known would explain the readings: a leak, theft, a customer nobody knows. */
export interface LossCandidate {
  /** Place in the response's nodes. */
  readonly at: number;
  readonly m3h: number;
  readonly sigma: number;
  /** Share of the places looked at that explain the readings nearly as well. */
  readonly alike: number;
}

export interface DistrictVerdict {
  /** All readings, the least believable first. */
  readonly readings: readonly JudgedReading[];
  readonly loss: LossCandidate | null;
  /** What agrees best: demand's share beyond the expected, held pressures beyond the expected (kPa). */
  readonly share: number;
  readonly heldOff: Float64Array;
}

/** Spread of what all customers of a district share, and of each by itself, shares of its demand. */
const [COMMON, LOCAL] = [0.15, 0.3];
/** A reading is doubted from here, standard deviations; a loss is told from here. */
export const SUSPECT_SIGMA = 5;
const LOSS_SIGMA = 5;
/** How much better than another cause, in squared standard deviations. */
const MARGIN = 9;
const MOST_REFUSED = 8;
/** Customers wander in at most so many lumps; losses are looked for at so many places. */
const [LUMPS, PLACES] = [200, 300];
/** A loss is expected to be at most of this share of the district's use, or so many m³/h. */
const [LOSS_SHARE, LOSS_M3H] = [0.5, 100];

/**
 * Holds a district's readings against its solution, without history: which reading all others contradict, and where a loss would explain them.
 * Generalised least squares over demand (a common share and each customer's own), held pressures and noise; a reading's deletion residual is
 * what a fault of it would be, a loss is tested along its own pattern. The same test as `assess` (model/anomaly) makes with a dense factor.
 */
export function assessDistrict(
  response: Pick<DistrictResponse, "nodes" | "held">,
  readings: readonly DistrictReading[],
  prior: DistrictPrior,
): DistrictVerdict {
  const rows = readings.map((reading) => rowOf(reading, prior));
  const places = spaced(response.nodes.length, PLACES);
  const used = prior.demand.reduce((sum, m3h, i) => sum + m3h + (prior.drawn[i] as number), 0);
  const most = Math.max(LOSS_M3H, LOSS_SHARE * used);
  const refused: JudgedReading[] = [];
  let active = rows.map((_, i) => i);
  let loss: LossCandidate | null = null;
  for (;;) {
    const found = weigh(
      active.map((i) => rows[i] as Row),
      prior,
    );
    const worst = found.sigma.reduce((best, sigma, k) => (sigma > (found.sigma[best] as number) ? k : best), 0);
    const top = found.sigma[worst] ?? 0;
    const best =
      active.length === 0
        ? null
        : bestLoss(
            active.map((i) => rows[i] as Row),
            found,
            places,
            most,
          );
    const isLossBetter = best !== null && best.sigma ** 2 - top ** 2 > MARGIN;
    if (best && best.sigma >= LOSS_SIGMA && best.sigma ** 2 - top ** 2 > -MARGIN) loss ??= best;
    const isLast = top < SUSPECT_SIGMA || isLossBetter || refused.length >= MOST_REFUSED;
    if (isLast) {
      const left = active.map((i, k) => ({
        tag: (readings[i] as DistrictReading).tag,
        off: found.off[k] as number,
        sigma: found.sigma[k] as number,
        isSuspect: false,
      }));
      return {
        readings: [...refused, ...left].sort((a, b) => b.sigma - a.sigma || a.tag - b.tag),
        loss,
        share:
          COMMON ** 2 *
          dot(
            active.map((i) => (rows[i] as Row).common),
            found.x,
          ),
        heldOff: Float64Array.from(
          prior.heldSpread,
          (sd, k) =>
            (prior.heldOff[k] as number) +
            sd *
              sd *
              dot(
                active.map((i) => (rows[i] as Row).perHeld[k] as number),
                found.x,
              ),
        ),
      };
    }
    const i = active[worst] as number;
    refused.push({
      tag: (readings[i] as DistrictReading).tag,
      off: found.off[worst] as number,
      sigma: top,
      isSuspect: true,
    });
    active = active.filter((one) => one !== i);
  }
}

interface Row {
  /** Reading less what is expected before anything is read. */
  readonly residual: number;
  readonly variance: number;
  /** Change per unit of the common share, of each lump's share, per kPa of each held node, per m³/h at each place. */
  readonly common: number;
  readonly lumps: Float64Array;
  readonly perHeld: Float64Array;
  readonly perLoss: Float64Array;
}

function rowOf({ measured, answering, spread }: DistrictReading, prior: DistrictPrior): Row {
  const { perDemand, perHeld, value } = answering;
  const { demand, drawn } = prior;
  const lumps = new Float64Array(Math.min(LUMPS, Math.max(1, demand.length)));
  let [common, own] = [0, 0];
  // Customers of a lump are independent: what they do together has the sum of their variances.
  for (let i = 0; i < demand.length; i++) {
    own += (perDemand[i] as number) * (demand[i] as number);
    const by = (perDemand[i] as number) * ((demand[i] as number) + (drawn[i] as number));
    common += by;
    const k = Math.floor((i * lumps.length) / demand.length);
    lumps[k] = (lumps[k] as number) + by * by;
  }
  const sign = Math.sign(common) || 1;
  for (let k = 0; k < lumps.length; k++) lumps[k] = sign * LOCAL * Math.sqrt(lumps[k] as number);
  return {
    residual: measured - value + own * prior.usedShare - dot(perHeld, prior.heldOff),
    variance: spread * spread,
    common,
    lumps,
    perHeld,
    perLoss: perDemand,
  };
}

interface Weighing {
  /** S⁻¹ r, and for each reading its deletion residual and that in standard deviations. */
  readonly x: Float64Array;
  readonly off: Float64Array;
  readonly sigma: Float64Array;
  readonly factor: Float64Array;
}

function weigh(rows: readonly Row[], { heldSpread }: DistrictPrior): Weighing {
  const m = rows.length;
  const factor = new Float64Array(m * m);
  rows.forEach((a, i) => {
    for (let j = 0; j <= i; j++) {
      const b = rows[j] as Row;
      let sum = COMMON * COMMON * a.common * b.common + dot(a.lumps, b.lumps) + (i === j ? a.variance : 0);
      for (let k = 0; k < heldSpread.length; k++)
        sum += (heldSpread[k] as number) ** 2 * (a.perHeld[k] as number) * (b.perHeld[k] as number);
      factor[i * m + j] = sum;
      factor[j * m + i] = sum;
    }
  });
  choleskyInPlace(factor, m);
  const x = Float64Array.from(rows, ({ residual }) => residual);
  solveInPlace(factor, m, x);
  const [off, sigma] = [new Float64Array(m), new Float64Array(m)];
  for (let i = 0; i < m; i++) {
    const unit = new Float64Array(m);
    unit[i] = 1;
    solveInPlace(factor, m, unit);
    off[i] = (x[i] as number) / (unit[i] as number);
    sigma[i] = Math.abs(x[i] as number) / Math.sqrt(unit[i] as number);
  }
  return { x, off, sigma, factor };
}

/** The place where a loss explains most; null when gas would have to be given, not lost. */
function bestLoss(
  rows: readonly Row[],
  { x, factor }: Weighing,
  places: readonly number[],
  most: number,
): LossCandidate | null {
  const m = rows.length;
  const scores = places.map((at) => {
    const pattern = Float64Array.from(rows, ({ perLoss }) => perLoss[at] as number);
    const told = dot(pattern, x);
    if (!(told > 0)) return { at, score: 0, m3h: 0 };
    const turned = pattern.slice();
    solveInPlace(factor, m, turned);
    const weight = dot(pattern, turned) + 1 / (most * most);
    return { at, score: (told * told) / weight, m3h: told / weight };
  });
  const best = scores.reduce((a, b) => (b.score > a.score ? b : a), { at: -1, score: 0, m3h: 0 });
  if (best.at === -1) return null;
  const alike = scores.filter(({ score }) => score > best.score - 2).length / scores.length;
  return { at: best.at, m3h: best.m3h, sigma: Math.sqrt(best.score), alike };
}

function spaced(count: number, most: number): number[] {
  const step = Math.max(1, count / most);
  return Array.from({ length: Math.min(count, most) }, (_, k) => Math.floor(k * step));
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
};
