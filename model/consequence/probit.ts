/** Constants of Pr = a + 2.56 ln(t q^(4/3)), q in W/m², t in s, people unprotected. Quoted from knowledge: check before relying on them. */
export const THERMAL_PROBITS = { tno: -36.38, eisenberg: -38.48 } as const;
export type ThermalProbit = keyof typeof THERMAL_PROBITS;

export const thermalProbit = (law: ThermalProbit, wM2: number, seconds: number): number =>
  THERMAL_PROBITS[law] + 2.56 * Math.log(seconds * wM2 ** (4 / 3));

/** Share of people that die of the dose. */
export const lethality = (probit: number): number => 0.5 * erfc((5 - probit) / Math.SQRT2);

/** Complementary error function to about 1e-14: series near zero, continued fraction (Lentz) beyond. */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  if (Number.isNaN(x)) return x;
  if (x < 2) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * sum;
  }
  if (x > 27) return 0;
  let [c, d] = [1e300, 1 / x];
  let fraction = d;
  for (let n = 1; n < 400; n++) {
    d = 1 / (x + (n / 2) * d);
    c = x + n / 2 / c;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return (Math.exp(-x * x) * fraction) / Math.sqrt(Math.PI);
}
