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

export interface Screening {
  readonly cause: Cause;
  /** Twice the gain in log-likelihood over noise alone. */
  readonly score: number;
  /** How much better than the best of the other kinds. */
  readonly margin: number;
  /** Reading less expectation of the sensor, or change of the station's pressure, kPa; of a leak, m³/h. */
  readonly size: number;
}

/** Tests one step's readings against a change at each sensor, station and node, all sensors weighed together. Null: none is usable. */
export function screen(
  tracker: Tracker,
  expected: Expectation,
  readings: Float64Array,
  isUsed: (sensor: number) => boolean,
  sources: number,
): Screening | null {
  const used = Array.from(readings.keys()).filter(isUsed);
  const m = used.length;
  if (m === 0) return null;
  const factor = jointVariance(tracker, expected, used);
  choleskyInPlace(factor, m);
  const off = Float64Array.from(used, (s) => (readings[s] as number) - (expected.reading[s] as number));
  const weighed = off.slice();
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
  const best = new Map<Cause["kind"], { cause: Cause; score: number; size: number }>();
  const offer = (cause: Cause, { score, size }: { score: number; size: number }): void => {
    if (score > (best.get(cause.kind)?.score ?? -1)) best.set(cause.kind, { cause, score, size });
  };
  for (const [i, sensor] of used.entries()) {
    const alone = new Float64Array(m);
    alone[i] = 1;
    offer({ kind: "sensor", sensor }, ofPattern(alone));
  }
  for (let source = 0; source < sources; source++) {
    const column = tracker.sourceAt(source);
    offer(
      { kind: "station", source },
      ofPattern(Float64Array.from(used, (s) => expected.perState[s * n + column] as number)),
    );
  }
  for (const node of tracker.leakNodes) {
    const column = tracker.leakAt(node);
    offer(
      { kind: "leak_change", node },
      ofPattern(Float64Array.from(used, (s) => expected.perState[s * n + column] as number)),
    );
  }
  for (let node = 0; node < nodes; node++) {
    const found = ofPattern(Float64Array.from(used, (s) => expected.perLoss[s * nodes + node] as number));
    offer({ kind: found.size > 0 ? "leak" : "relief", node }, found);
  }
  const [first, second] = [...best.values()].sort((a, b) => b.score - a.score);
  return first ? { ...first, margin: first.score - (second?.score ?? 0) } : null;
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
