import { type RegulatorBank, WIDE } from "./regulators.ts";
import type { StepSystem } from "./step-system.ts";

/** Conductance of an open regulator, in those of the pipes at its two ends. */
const OPEN = 100;

/**
 * Linearises regulators that stand open, the ways of `step` after its `pipes` (linearised before); `scale`: what flows may come to, kg/s.
 * An open regulator lets any flow through without loss. Its flow is found as a multiplier (augmented Lagrangian; Hestenes 1969):
 * m ← m + y (u1 − u2), so that u1 = u2 in the end whatever y; several side by side share alike. Returns the worst |u1 − u2|.
 */
export function lineariseOpen(step: StepSystem, bank: RegulatorBank, pipes: number, scale: number): number {
  const { inlet, outlet } = bank.columns;
  if (!bank.state.includes(WIDE)) {
    step.target.fill(0, pipes);
    step.conductance.fill(0, pipes);
    return 0;
  }
  // How well pipes lead away from each group: beside it an open regulator must lead better.
  const around = step.scratch.fill(0);
  for (let e = 0; e < pipes; e++) {
    const [a, b, y] = [step.from[e] as number, step.to[e] as number, step.conductance[e] as number];
    around[a] = (around[a] as number) + y;
    around[b] = (around[b] as number) + y;
  }
  let worst = 0;
  for (let r = 0, way = pipes; r < bank.count; r++, way++) {
    const isOpen = bank.state[r] === WIDE;
    const [a, b] = [inlet[r] as number, outlet[r] as number];
    const least = scale / (bank.set[r] as number);
    const well = OPEN * ((around[a] as number) + (around[b] as number));
    step.target[way] = isOpen ? (step.m[way] as number) : 0;
    step.conductance[way] = isOpen ? Math.min(Math.max(well, 1e4 * least), 1e7 * least) : 0;
    if (isOpen) worst = Math.max(worst, Math.abs((step.u[a] as number) - (step.u[b] as number)));
  }
  return worst;
}
