/**
 * Darcy friction factors. Laws by name:
 * - `gb`: GB 50028-2006 6.2.5 (Colebrook with 3.7), with 64/Re below Re 2000 and a smooth blend to 4000, where the pure law is
 *   not physical and stalls networks with dead ends. The default.
 * - `colebrook`: 1/√λ = −2 lg(2.51/(Re √λ) + k/(3.71 d)) at every Re, as pandapipes and STANET reckon; `colebrook-gb`: with 3.7.
 * - `nikuradse`: 64/Re + (2 lg(d/k) + 1.14)⁻², as pandapipes and STANET reckon.
 * - `gb-zones`: GB 50028 appendix C by zones: 64/Re; 0.03 + (Re − 2100)/(65 Re − 1e5); 0.11 (k/d + 68/Re)^0.25,
 *   with its two jumps made steep.
 * - `swamee-jain`: 0.25/lg²(k/(3.7 d) + 5.74/Re^0.9). `hofer`: (−2 lg(4.518/Re lg(Re/7) + k/(3.71 d)))⁻². `altshul`: 0.11 (k/d + 68/Re)^0.25.
 * - `…+laminar`: the same with the guard of `gb`.
 * - `fixed`: λ of each pipe as given. `power`: λ = c Re^x, what Panhandle, Polyflo and Lacey come to (`GasModel.power`).
 */
export const FRICTION_LAWS = [
  ...(["gb", "colebrook", "colebrook-gb", "nikuradse", "gb-zones", "swamee-jain", "hofer", "altshul"] as const),
  ...(["colebrook+laminar", "swamee-jain+laminar", "hofer+laminar", "altshul+laminar", "fixed", "power"] as const),
] as const;
export type FrictionLaw = (typeof FRICTION_LAWS)[number];

/** λ and its slope as Re·dλ/dRe: the form in which Newton needs it. */
export interface Friction {
  lambda: number;
  slope: number;
}

const TWO_OVER_LN10 = 2 / Math.LN10;
/** Below this Re flow is taken as proportional to the loss: keeps dead ends solvable under every law. */
export const LEAST_RE = 10;
/** The pure Swamee–Jain and Hofer laws have a pole near Re 7 and fall too steeply up to Re 19: proportional from here. */
const LEAST_RE_OF_POLES = 60;

/** Where a law's proportional part ends. */
export const leastRe = (law: FrictionLaw): number =>
  law === "swamee-jain" || law === "hofer" ? LEAST_RE_OF_POLES : LEAST_RE;

/** Solves Colebrook for x = 1/√λ by Newton from a λ near by, or Haaland's value; four steps reach machine precision. */
function colebrook(re: number, kd: number, divisor: number, out: Friction, guess = 0): void {
  let x = guess > 0 ? 1 / Math.sqrt(guess) : -1.8 * Math.log10((kd / 3.7) ** 1.11 + 6.9 / re);
  if (!(x > 0.5)) x = 0.5;
  const b = 2.51 / re;
  for (let i = 0; i < 12; i++) {
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

/** Between zones the standard's λ jumps by some percent, and a pipe at the jump has no flow that fits: blended over ±2 % of Re. */
const BLEND = 0.02;

function laminar(re: number, out: Friction): void {
  out.lambda = 64 / re;
  out.slope = -out.lambda;
}

function critical(re: number, out: Friction): void {
  const under = 65 * re - 1e5;
  out.lambda = 0.03 + (re - 2100) / under;
  out.slope = (re * (under - 65 * (re - 2100))) / (under * under);
}

function zones(re: number, kd: number, out: Friction): void {
  const [low, high] = [2100, 3500];
  if (re <= low * (1 - BLEND)) laminar(re, out);
  else if (re < low * (1 + BLEND)) {
    laminar(re, out);
    const { lambda, slope } = out;
    critical(re, out);
    blend(re, low, lambda, slope, out);
  } else if (re <= high * (1 - BLEND)) critical(re, out);
  else if (re < high * (1 + BLEND)) {
    critical(re, out);
    const { lambda, slope } = out;
    altshul(re, kd, out);
    blend(re, high, lambda, slope, out);
  } else altshul(re, kd, out);
}

/** From a law's λ and slope to those in `out`, by 3t² − 2t³ around a limit. */
function blend(re: number, limit: number, lambda: number, slope: number, out: Friction): void {
  const t = (re / limit - 1 + BLEND) / (2 * BLEND);
  const w = t * t * (3 - 2 * t);
  const dw = (6 * t * (1 - t) * re) / (limit * 2 * BLEND);
  out.slope = slope + w * (out.slope - slope) + dw * (out.lambda - lambda);
  out.lambda = lambda + w * (out.lambda - lambda);
}

function swameeJain(re: number, kd: number, out: Friction): void {
  const smooth = 5.74 / re ** 0.9;
  const inner = kd / 3.7 + smooth;
  const lg = Math.log10(inner);
  out.lambda = 0.25 / (lg * lg);
  // dλ/dlnRe = −2 λ/lg · dlg/dlnRe, and the smooth part falls by 0.9.
  out.slope = (1.8 * out.lambda * smooth) / (Math.LN10 * lg * inner);
}

function hofer(re: number, kd: number, out: Friction): void {
  const smooth = (4.518 / re) * Math.log10(re / 7);
  const inner = smooth + kd / 3.71;
  const lg = Math.log10(inner);
  out.lambda = 0.25 / (lg * lg);
  const dInner = 4.518 / (re * Math.LN10) - smooth;
  out.slope = (-2 * out.lambda * dInner) / (Math.LN10 * lg * inner);
}

function altshul(re: number, kd: number, out: Friction): void {
  const inner = kd + 68 / re;
  out.lambda = 0.11 * inner ** 0.25;
  out.slope = (-0.25 * out.lambda * 68) / (re * inner);
}

const [LAMINAR, TURBULENT] = [2000, 4000];

type PureLaw = "colebrook" | "colebrook-gb" | "swamee-jain" | "hofer" | "altshul";

function pure(law: PureLaw, re: number, kd: number, out: Friction, guess: number): void {
  if (law === "colebrook-gb") colebrook(re, kd, 3.7, out, guess);
  else if (law === "colebrook") colebrook(re, kd, 3.71, out, guess);
  else if (law === "swamee-jain") swameeJain(re, kd, out);
  else if (law === "hofer") hofer(re, kd, out);
  else altshul(re, kd, out);
}

function guarded(law: PureLaw, re: number, kd: number, out: Friction, guess: number): void {
  if (re >= TURBULENT) {
    pure(law, re, kd, out, guess);
    return;
  }
  if (re <= LAMINAR) {
    out.lambda = 64 / re;
    out.slope = -out.lambda;
    return;
  }
  // Cubic Hermite between the two laws in Re, equal in value and slope at both ends.
  pure(law, TURBULENT, kd, out, 0);
  const [y0, d0, y1, d1] = [64 / LAMINAR, -64 / LAMINAR ** 2, out.lambda, out.slope / TURBULENT];
  const h = TURBULENT - LAMINAR;
  const t = (re - LAMINAR) / h;
  const [a, b] = [h * d0 - (y1 - y0), y1 - y0 - h * d1];
  out.lambda = (1 - t) * y0 + t * y1 + t * (1 - t) * (a * (1 - t) + b * t);
  const slope = (y1 - y0 + (1 - 2 * t) * (a * (1 - t) + b * t) + t * (1 - t) * (b - a)) / h;
  out.slope = slope * re;
}

const GUARDED: ReadonlyMap<FrictionLaw, PureLaw> = new Map([
  ["gb", "colebrook-gb"],
  ["colebrook+laminar", "colebrook"],
  ["swamee-jain+laminar", "swamee-jain"],
  ["hofer+laminar", "hofer"],
  ["altshul+laminar", "altshul"],
]);

/**
 * Writes λ and Re·dλ/dRe for Reynolds number `re` (at least `leastRe`) and relative roughness `kd` into `out`. `guess` is a λ near by,
 * 0 when none is known. For `fixed` `kd` is λ itself; for `power` it is c, and `exponent` is x.
 */
export function friction(law: FrictionLaw, re: number, kd: number, out: Friction, guess = 0, exponent = 0): void {
  switch (law) {
    case "gb-zones":
      zones(re, kd, out);
      return;
    case "nikuradse": {
      const rough = (2 * Math.log10(1 / kd) + 1.14) ** -2;
      out.lambda = 64 / re + rough;
      out.slope = -64 / re;
      return;
    }
    case "fixed":
      out.lambda = kd;
      out.slope = 0;
      return;
    case "power":
      out.lambda = kd * re ** exponent;
      out.slope = exponent * out.lambda;
      return;
    case "gb":
    case "colebrook+laminar":
    case "swamee-jain+laminar":
    case "hofer+laminar":
    case "altshul+laminar":
      guarded(GUARDED.get(law) as PureLaw, re, kd, out, guess);
      return;
    default:
      pure(law, re, kd, out, guess);
  }
}
