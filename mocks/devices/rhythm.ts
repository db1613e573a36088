import { noise01 } from "#mocks/world/rng.ts";

/** Gas taken by hour of the day, busiest hour 1: morning, noon, evening; little at night. */
const HOURS = [
  0.42, 0.38, 0.36, 0.36, 0.4, 0.55, 0.82, 0.95, 0.84, 0.7, 0.72, 0.92, 0.9, 0.68, 0.6, 0.6, 0.7, 0.92, 1, 0.96, 0.84,
  0.7, 0.58, 0.48,
] as const;

/** Share of the busiest hour's flow at an hour of the day (with fraction), joined smoothly from hour to hour. */
export function loadAt(hour: number): number {
  const i = Math.floor(hour);
  const t = hour - i;
  const a = HOURS[i % 24] as number;
  const b = HOURS[(i + 1) % 24] as number;
  return a + (b - a) * t * t * (3 - 2 * t);
}

/** Noise in [0, 1) that wanders over `step` ms instead of leaping. */
export function slowNoise(key: number, ms: number, step: number): number {
  const i = Math.floor(ms / step);
  const t = ms / step - i;
  const a = noise01(key, i);
  return a + (noise01(key, i + 1) - a) * t * t * (3 - 2 * t);
}
