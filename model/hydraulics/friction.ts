/**
 * Darcy friction factors. Laws by name:
 * - `gb`: GB 50028-2006 6.2.5 (Colebrook with 3.7), with 64/Re below Re 2000 and a smooth blend to 4000, where the pure law is
 *   not physical and stalls networks with dead ends. The default.
 * - `colebrook`: 1/√λ = −2 lg(2.51/(Re √λ) + k/(3.71 d)) at every Re, as pandapipes and STANET reckon; `colebrook-gb`: with 3.7.
 * - `nikuradse`: 64/Re + (2 lg(d/k) + 1.14)⁻², as pandapipes and STANET reckon.
 * - `gb-zones`: GB 50028 appendix C by zones: 64/Re; 0.03 + (Re − 2100)/(65 Re − 1e5); 0.11 (k/d + 68/Re)^0.25.
 */
export const FRICTION_LAWS = ["gb", "colebrook", "colebrook-gb", "nikuradse", "gb-zones"] as const;
export type FrictionLaw = (typeof FRICTION_LAWS)[number];

/** λ and its slope as Re·dλ/dRe: the form in which Newton needs it. */
export interface Friction {
  lambda: number;
  slope: number;
}

const TWO_OVER_LN10 = 2 / Math.LN10;
/** Below this Re flow is taken as proportional to the loss: keeps dead ends solvable under every law. */
export const LEAST_RE = 10;

/** Solves Colebrook for x = 1/√λ by Newton from Haaland's value; four steps reach machine precision. */
function colebrook(re: number, kd: number, divisor: number, out: Friction): void {
  let x = -1.8 * Math.log10((kd / 3.7) ** 1.11 + 6.9 / re);
  if (!(x > 0.5)) x = 0.5;
  const b = 2.51 / re;
  for (let i = 0; i < 6; i++) {
    const inner = kd / divisor + b * x;
    const f = x + TWO_OVER_LN10 * Math.log(inner);
    const step = f / (1 + (TWO_OVER_LN10 * b) / inner);
    x -= step;
    if (Math.abs(step) < 1e-13 * x) break;
  }
  const inner = kd / divisor + b * x;
  const t = (TWO_OVER_LN10 * b) / inner;
  // From x + c ln(kd/divisor + b x) = 0 with b ~ 1/Re: Re dx/dRe = t x / (1 + t), and λ = x⁻².
  out.lambda = 1 / (x * x);
  out.slope = (-2 * out.lambda * t) / (1 + t);
}

function zones(re: number, kd: number, out: Friction): void {
  if (re <= 2100) {
    out.lambda = 64 / re;
    out.slope = -out.lambda;
  } else if (re <= 3500) {
    const under = 65 * re - 1e5;
    out.lambda = 0.03 + (re - 2100) / under;
    out.slope = (re * (under - 65 * (re - 2100))) / (under * under);
  } else {
    const inner = kd + 68 / re;
    out.lambda = 0.11 * inner ** 0.25;
    out.slope = (-0.25 * out.lambda * 68) / (re * inner);
  }
}

const [LAMINAR, TURBULENT] = [2000, 4000];

function guarded(re: number, kd: number, out: Friction): void {
  if (re >= TURBULENT) {
    colebrook(re, kd, 3.7, out);
    return;
  }
  if (re <= LAMINAR) {
    out.lambda = 64 / re;
    out.slope = -out.lambda;
    return;
  }
  // Cubic Hermite between the two laws in Re, equal in value and slope at both ends.
  colebrook(TURBULENT, kd, 3.7, out);
  const [y0, d0, y1, d1] = [64 / LAMINAR, -64 / LAMINAR ** 2, out.lambda, out.slope / TURBULENT];
  const h = TURBULENT - LAMINAR;
  const t = (re - LAMINAR) / h;
  const [a, b] = [h * d0 - (y1 - y0), y1 - y0 - h * d1];
  out.lambda = (1 - t) * y0 + t * y1 + t * (1 - t) * (a * (1 - t) + b * t);
  const slope = (y1 - y0 + (1 - 2 * t) * (a * (1 - t) + b * t) + t * (1 - t) * (b - a)) / h;
  out.slope = slope * re;
}

/** Writes λ and Re·dλ/dRe for Reynolds number `re` (at least `LEAST_RE`) and relative roughness `kd` into `out`. */
export function friction(law: FrictionLaw, re: number, kd: number, out: Friction): void {
  switch (law) {
    case "gb":
      guarded(re, kd, out);
      return;
    case "colebrook":
      colebrook(re, kd, 3.71, out);
      return;
    case "colebrook-gb":
      colebrook(re, kd, 3.7, out);
      return;
    case "gb-zones":
      zones(re, kd, out);
      return;
    case "nikuradse": {
      const rough = (2 * Math.log10(1 / kd) + 1.14) ** -2;
      out.lambda = 64 / re + rough;
      out.slope = -64 / re;
    }
  }
}
