import { gmres } from "./gmres.ts";
import type { Control } from "./topology.ts";

/** One linear step of Newton as the controls see it. */
export interface LinearStep {
  /** p² (or p) by group; held ones are read by `solve`, the others written. */
  readonly u: Float64Array;
  /** kg/s by slot of a control: what its other side gives to its held one. */
  readonly given: Float64Array;
  readonly isSquare: boolean;
  readonly solve: () => void;
  /** By group, with the flows of the last solve. */
  readonly outflow: () => Float64Array;
}

const SETTLED = 1e-13;

/**
 * Solves a step so that every control fits: what a held group gives is taken at its other side, and a pressure that follows another
 * does so. The step is linear in the held pressures, so one trial for each that follows gives them all.
 */
export function couple(controls: readonly Control[], step: LinearStep): void {
  settle(controls, step);
  const following = controls.filter((c) => c.follows);
  if (following.length === 0) return;
  const { u, isSquare } = step;
  const wanted = ({ follows, other }: Control): number => {
    const { ratio, rise } = follows as NonNullable<Control["follows"]>;
    const inlet = u[other] as number;
    const pa = isSquare ? Math.sqrt(Math.max(inlet, 1)) : inlet;
    // A plain ratio stays linear below nothing, where pressures may stray on the way.
    if (rise === 0) return inlet * (isSquare ? ratio * ratio : ratio);
    const outlet = pa * ratio + rise;
    return isSquare ? outlet * outlet : outlet;
  };
  const gaps = (): Float64Array => Float64Array.from(following, (c) => wanted(c) - (u[c.held] as number));
  const gap = gaps();
  const at = following.map((c) => u[c.held] as number);
  const columns = following.map((c, i) => {
    const shift = 1e-3 * Math.max(Math.abs(at[i] as number), 1);
    u[c.held] = (at[i] as number) + shift;
    settle(controls, step);
    const column = gaps().map((g, k) => (g - (gap[k] as number)) / shift);
    u[c.held] = at[i] as number;
    return column;
  });
  const move = denseSolve(
    columns,
    gap.map((g) => -g),
  );
  for (const [i, c] of following.entries()) u[c.held] = (at[i] as number) + (move[i] as number);
  settle(controls, step);
}

/** Turns after which devices one behind the other are taken to feed each other in a ring. */
const PLAIN_TURNS = 6;
const MOST_IN_RING = 40;

/**
 * Solves until what controls give no longer changes, with one factor: as many times as they stand one behind the other. Where gas can come
 * back to a device that gave it, the turns shrink slowly or grow, and the linear system that they are is solved instead.
 */
function settle(controls: readonly Control[], step: LinearStep): void {
  for (let turn = 0; turn < PLAIN_TURNS; turn++) {
    step.solve();
    if (controls.length === 0) return;
    const out = step.outflow();
    let [moved, size] = [0, 1e-12];
    for (const { slot, share, held } of controls) {
      const now = share * (out[held] as number);
      moved = Math.max(moved, Math.abs(now - (step.given[slot] as number)));
      size = Math.max(size, Math.abs(now));
      step.given[slot] = now;
    }
    if (moved <= SETTLED * size) return;
  }
  const put = (x: Float64Array): void => {
    for (const [i, { slot }] of controls.entries()) step.given[slot] = x[i] as number;
  };
  const gives = (x: Float64Array): Float64Array => {
    put(x);
    step.solve();
    const out = step.outflow();
    return Float64Array.from(controls, ({ share, held }) => share * (out[held] as number));
  };
  const x = Float64Array.from(controls, ({ slot }) => step.given[slot] as number);
  const now = gives(x);
  const off = now.map((m, i) => m - (x[i] as number));
  const length = Math.max(1e-12, ...now.map(Math.abs));
  const correction = gmres(
    (v) => {
      const moved = gives(x.map((m, i) => m + length * (v[i] as number)));
      return v.map((own, i) => own - ((moved[i] as number) - (now[i] as number)) / length);
    },
    off,
    MOST_IN_RING,
    1e-12,
  );
  // A ring that feeds itself alone has no answer: its states are wrong, and no flow is told from it.
  const isSane = correction.every((m) => Math.abs(m) <= MOST_IN_RING * length);
  put(isSane ? x.map((m, i) => m + (correction[i] as number)) : x);
  step.solve();
}

/** Gauss with pivots for a handful of unknowns; a column that says nothing moves nothing. */
function denseSolve(columns: readonly Float64Array[], right: Float64Array): Float64Array {
  const n = right.length;
  const rows = Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n + 1 }, (_, j) => (j < n ? columns[j]?.[i] : right[i]) ?? 0),
  );
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i]?.[k] ?? 0) > Math.abs(rows[best]?.[k] ?? 0)) best = i;
    const pivot = rows[best] as Float64Array<ArrayBuffer>;
    [rows[best], rows[k]] = [rows[k] as Float64Array<ArrayBuffer>, pivot];
    const d = pivot[k] as number;
    if (d === 0) continue;
    for (let i = 0; i < n; i++) {
      const row = rows[i] as Float64Array;
      if (i === k) continue;
      const share = (row[k] as number) / d;
      if (share !== 0) for (let j = k; j <= n; j++) row[j] = (row[j] as number) - share * (pivot[j] as number);
    }
  }
  return Float64Array.from(rows, (row, i) => (row[i] === 0 ? 0 : (row[n] as number) / (row[i] as number)));
}
