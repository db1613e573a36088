import { choleskyInPlace, solveInPlace } from "./network-response.ts";
import type { Expectation, Tracker } from "./tracker.ts";

/**
 * One reading alone, a turned station, a leak or a change of a known one: whatever explains a single step best. Relief is gas no
 * longer lost or used: a leak that was too small to be raised has ended.
 */
export type Cause =
  | { readonly kind: "sensor"; readonly sensor: number }
  | { readonly kind: "station"; readonly source: number }
  | { readonly kind: "leak"; readonly node: number }
  | { readonly kind: "leak_change"; readonly node: number }
  | { readonly kind: "relief"; readonly node: number };

/** How well one cause explains a step. */
export interface Weighed {
  readonly cause: Cause;
  /** Twice the gain in log-likelihood over noise alone. */
  readonly score: number;
  /** Reading less expectation of the sensor, or change of the station's pressure, kPa; of a leak, m³/h. */
  readonly size: number;
}

export interface Screening extends Weighed {
  /** How much better than the best of the other kinds. */
  readonly margin: number;
}

/** Tests one step's readings against a change at each sensor, station and node, all sensors weighed together. */
export function weighStep(
  tracker: Tracker,
  expected: Expectation,
  readings: Float64Array,
  isUsed: (sensor: number) => boolean,
  sources: number,
): Weighed[] {
  const used = Array.from(readings.keys()).filter(isUsed);
  const m = used.length;
  if (m === 0) return [];
  const factor = jointVariance(tracker, expected, used);
  choleskyInPlace(factor, m);
  const weighed = Float64Array.from(used, (s) => (readings[s] as number) - (expected.reading[s] as number));
  solveInPlace(factor, m, weighed);
  const ofPattern = (pattern: Float64Array): { score: number; size: number } => {
    const w = pattern.slice();
    solveInPlace(factor, m, w);
    let [weight, sum] = [0, 0];
    for (let i = 0; i < m; i++) {
      weight += (pattern[i] as number) * (w[i] as number);
      sum += (pattern[i] as number) * (weighed[i] as number);
    }
    return weight > 0 ? { score: (sum * sum) / weight, size: sum / weight } : { score: 0, size: 0 };
  };
  const n = tracker.size;
  const nodes = expected.perLoss.length / readings.length;
  const ofState = (column: number) =>
    ofPattern(Float64Array.from(used, (s) => expected.perState[s * n + column] as number));
  const ofLoss = (node: number) =>
    ofPattern(Float64Array.from(used, (s) => expected.perLoss[s * nodes + node] as number));
  const alone = (i: number) => ofPattern(Float64Array.from(used, (_, j) => (i === j ? 1 : 0)));
  const all: Weighed[] = used.map((sensor, i) => ({ cause: { kind: "sensor", sensor }, ...alone(i) }));
  for (let source = 0; source < sources; source++)
    all.push({ cause: { kind: "station", source }, ...ofState(tracker.sourceAt(source)) });
  for (const node of tracker.leakNodes)
    all.push({ cause: { kind: "leak_change", node }, ...ofState(tracker.leakAt(node)) });
  for (let node = 0; node < nodes; node++) {
    const found = ofLoss(node);
    all.push({ cause: { kind: found.size > 0 ? "leak" : "relief", node }, ...found });
  }
  return all;
}

/** The best cause of one step. Null: no reading is usable. */
export function screen(...asked: Parameters<typeof weighStep>): Screening | null {
  const all = weighStep(...asked);
  const [first] = all;
  if (!first) return null;
  const best = all.reduce((a, b) => (b.score > a.score ? b : a), first);
  const second = all.reduce((most, w) => (w.cause.kind === best.cause.kind ? most : Math.max(most, w.score)), 0);
  return { ...best, margin: best.score - second };
}

/** Logarithm (twice, less a constant) of how likely one step's readings are. */
export function stepLikelihood(
  tracker: Tracker,
  expected: Expectation,
  readings: Float64Array,
  isUsed: (sensor: number) => boolean,
): number {
  const used = Array.from(readings.keys()).filter(isUsed);
  const m = used.length;
  const factor = jointVariance(tracker, expected, used);
  choleskyInPlace(factor, m);
  const off = Float64Array.from(used, (s) => (readings[s] as number) - (expected.reading[s] as number));
  const weighed = off.slice();
  solveInPlace(factor, m, weighed);
  let sum = 0;
  for (let i = 0; i < m; i++)
    sum -= (off[i] as number) * (weighed[i] as number) + 2 * Math.log(factor[i * m + i] as number);
  return sum;
}

/** Covariance of what the used sensors will read. */
function jointVariance(tracker: Tracker, { perState, noise }: Expectation, used: readonly number[]): Float64Array {
  const [n, m, p] = [tracker.size, used.length, tracker.covariance];
  const joint = new Float64Array(m * m);
  const spread = new Float64Array(n);
  for (const [i, a] of used.entries()) {
    for (let k = 0; k < n; k++) {
      let sum = 0;
      for (let l = 0; l < n; l++) sum += (p[k * n + l] as number) * (perState[a * n + l] as number);
      spread[k] = sum;
    }
    for (let j = 0; j <= i; j++) {
      const b = used[j] as number;
      let sum = i === j ? (noise[a] as number) : 0;
      for (let k = 0; k < n; k++) sum += (spread[k] as number) * (perState[b * n + k] as number);
      joint[i * m + j] = sum;
      joint[j * m + i] = sum;
    }
  }
  return joint;
}
