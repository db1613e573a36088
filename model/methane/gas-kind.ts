import type { SpaceKind } from "./spaces.ts";

/** What was found in a space; what was not measured is left out. */
export interface GasFindings {
  readonly kind: SpaceKind;
  /** Methane by time (hours, any zero) as percent of the lower explosive limit, oldest first. */
  readonly methane: readonly { readonly hour: number; readonly lel: number }[];
  readonly ethanePpm?: number;
  readonly h2sPpm?: number;
  /** Odorant smelt or measured. */
  readonly hasOdorant?: boolean;
  /** Neighbouring spaces that show methane, of how many looked at. */
  readonly neighbours?: { readonly with: number; readonly of: number };
  /** It rained, or much water ran, in the hours before. */
  readonly isAfterRain?: boolean;
}

export type GasKind = "pipeline_gas" | "biogas" | "undecided";

export const GAS_SIGNS = [
  "ethane_present",
  "ethane_absent",
  "hydrogen_sulphide",
  "odorant",
  "no_odorant",
  "sudden_rise",
  "daily_rhythm",
  "several_neighbours",
  "alone",
  "after_rain",
  "place_of_sewage",
  "place_without_sewage",
] as const;
export type GasSign = (typeof GAS_SIGNS)[number];

/** One sign: `weight` is the logarithm of how much likelier it is with pipeline gas than with biogas. */
export interface GasEvidence {
  readonly sign: GasSign;
  readonly weight: number;
  /** What was seen, in the sign's own unit. */
  readonly value: number;
}

export interface GasJudgement {
  readonly kind: GasKind;
  /** That it is pipeline gas, 0–1. */
  readonly probability: number;
  readonly evidence: readonly GasEvidence[];
}

/**
 * Weights of signs: a product default from the field's rules of thumb, to be replaced by an installation's own record of
 * confirmed cases. Ethane decides: digested sewage has none, pipeline gas 0.5–8 %.
 */
export const USUAL_WEIGHTS: Readonly<Record<GasSign, number>> = {
  ethane_present: 4,
  ethane_absent: -3,
  hydrogen_sulphide: -1.5,
  odorant: 3,
  no_odorant: -0.5,
  sudden_rise: 1,
  daily_rhythm: -1,
  several_neighbours: 1.2,
  alone: -0.5,
  after_rain: -0.5,
  place_of_sewage: -1,
  place_without_sewage: 1,
};

/** Methane at the lower explosive limit, ppm by volume. */
const LEL_PPM = 50_000;
/** Ethane over methane in pipeline gas, at least; below a third of it there is none to speak of. */
const LEAST_RATIO = 0.005;
/** Ethane is seen from here, ppm. */
const ETHANE_SEEN_PPM = 5;
const H2S_SEEN_PPM = 2;
const SUDDEN_LEL_PER_H = 10;
/** Correlation with a daily wave from which a rhythm is called one. */
const RHYTHM = 0.6;
/** Sure enough to say a name. */
const SAY = 0.8;

const SEWAGE: ReadonlySet<SpaceKind> = new Set(["sewer"]);
const DRY: ReadonlySet<SpaceKind> = new Set(["power", "telecom", "heating", "valve_pit"]);

/** Biogas or pipeline gas, by the signs there are. Without any it stays undecided: then it is treated as pipeline gas. */
export function judgeGas(found: GasFindings, weights: Readonly<Record<GasSign, number>> = USUAL_WEIGHTS): GasJudgement {
  const evidence: GasEvidence[] = [];
  const note = (sign: GasSign, value: number): void => {
    evidence.push({ sign, value, weight: weights[sign] });
  };
  const most = found.methane.reduce((top, { lel }) => Math.max(top, lel), 0);
  const methanePpm = (most / 100) * LEL_PPM;
  if (found.ethanePpm !== undefined) {
    const ratio = methanePpm > 0 ? found.ethanePpm / methanePpm : 0;
    if (found.ethanePpm >= ETHANE_SEEN_PPM && ratio >= LEAST_RATIO) note("ethane_present", ratio);
    // Absence says something only where pipeline gas would have shown.
    else if (methanePpm * LEAST_RATIO >= 2 * ETHANE_SEEN_PPM && ratio < LEAST_RATIO / 3) note("ethane_absent", ratio);
  }
  if ((found.h2sPpm ?? 0) >= H2S_SEEN_PPM) note("hydrogen_sulphide", found.h2sPpm ?? 0);
  if (found.hasOdorant !== undefined) note(found.hasOdorant ? "odorant" : "no_odorant", found.hasOdorant ? 1 : 0);
  const rise = steepest(found.methane);
  if (rise >= SUDDEN_LEL_PER_H) note("sudden_rise", rise);
  const rhythm = dailyRhythm(found.methane);
  if (rhythm >= RHYTHM) note("daily_rhythm", rhythm);
  if (found.neighbours && found.neighbours.of > 0) {
    if (found.neighbours.with >= 2) note("several_neighbours", found.neighbours.with);
    else if (found.neighbours.with === 0 && found.neighbours.of >= 2) note("alone", found.neighbours.of);
  }
  if (found.isAfterRain) note("after_rain", 1);
  if (SEWAGE.has(found.kind)) note("place_of_sewage", 1);
  if (DRY.has(found.kind)) note("place_without_sewage", 1);
  const odds = evidence.reduce((sum, { weight }) => sum + weight, 0);
  const probability = 1 / (1 + Math.exp(-odds));
  const kind = probability >= SAY ? "pipeline_gas" : probability <= 1 - SAY ? "biogas" : "undecided";
  return { kind, probability, evidence };
}

/** The steepest rise between two readings, %LEL an hour. */
function steepest(methane: GasFindings["methane"]): number {
  let most = 0;
  for (let i = 1; i < methane.length; i++) {
    const [a, b] = [methane[i - 1], methane[i]];
    if (a && b && b.hour > a.hour) most = Math.max(most, (b.lel - a.lel) / Math.max(b.hour - a.hour, 0.25));
  }
  return most;
}

/** How much of the series a wave of 24 h explains (its correlation, 0–1); 0 for less than two days. */
function dailyRhythm(methane: GasFindings["methane"]): number {
  const [first, last] = [methane[0], methane.at(-1)];
  if (!first || !last || last.hour - first.hour < 48 || methane.length < 16) return 0;
  const mean = methane.reduce((sum, { lel }) => sum + lel, 0) / methane.length;
  let [sin, cos, all] = [0, 0, 0];
  for (const { hour, lel } of methane) {
    const angle = (2 * Math.PI * hour) / 24;
    sin += (lel - mean) * Math.sin(angle);
    cos += (lel - mean) * Math.cos(angle);
    all += (lel - mean) ** 2;
  }
  return all > 0 ? Math.min(1, Math.sqrt((2 * (sin * sin + cos * cos)) / (methane.length * all))) : 0;
}
