/** Parameters of a BDEW/TUM profile: a daily demand's dependence on temperature. */
export interface SigmoidProfile {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/** Profiles by oemof/demandlib (MIT), shlp_sigmoid_factors: building class, kind, wind. German buildings: fit your own from station flows. */
export const SAMPLE_PROFILES = {
  house: { a: 3.0890721, b: -37.1849497, c: 5.7137959, d: 0.1071295 },
  flats: { a: 2.4859161, b: -35.0435978, c: 6.2818214, d: 0.1357193 },
  trade: { a: 2.7882424, b: -34.880613, c: 6.5951899, d: 0.0540329 },
} as const satisfies Record<string, SigmoidProfile>;

const T0_C = 40;

/** Daily demand relative to that of the profile's mean day: h(T) = A/(1 + (B/(T − 40))^C) + D. Constant from 39.99 ℃ up. */
export function sigmoid({ a, b, c, d }: SigmoidProfile, celsius: number): number {
  const t = Math.min(celsius, T0_C - 0.01);
  return a / (1 + (b / (t - T0_C)) ** c) + d;
}

/** Houses keep warm: today and the three days before, halved in weight each (℃, today first). Missing days repeat the last. */
export function weightedCelsius(daysC: readonly number[]): number {
  const [today] = daysC;
  if (today === undefined) throw new Error("weighted temperature: expected at least today's, got none");
  let last = today;
  let sum = 0;
  for (let i = 0; i < 4; i++) {
    last = daysC[i] ?? last;
    sum += last / 2 ** i;
  }
  return sum / 1.875;
}
