import { eastOf, northOf, type Plane } from "./network.ts";
import type { MatchRules } from "./rules.ts";

/** A way as it came: columns of one length; `t` in ms, degrees, metres; `mock` = indices of fixes that the system calls made up. */
export interface Way {
  readonly t: readonly number[];
  readonly lng: readonly number[];
  readonly lat: readonly number[];
  readonly accuracyM: readonly number[];
  readonly mock: readonly number[];
}

/** Fixes that follow one another so closely that the way between them is known; on the plane. */
export interface Chain {
  readonly t: number[];
  readonly x: number[];
  readonly y: number[];
  readonly accuracyM: number[];
}

/** After so many fixes in a row that are too far ahead, it is the place before them that was wrong. */
const FAST_IN_A_ROW = 3;
/** A longer pause in one place is no gap. */
const STANDS_M = 60;
const LEAST_STEP_M = 3;

/** Speed is told by the way of so long before a fix and so long after it: fixes that come closely say nothing of it one by one. */
const PACE_S = 8;

/** 1 for each fix that is made up, too unsure, or in the middle of a way that is too fast. */
function unfit({ t, lng, lat, accuracyM, mock }: Way, plane: Plane, rules: MatchRules): Uint8Array {
  const out = new Uint8Array(t.length);
  for (const i of mock) out[i] = 1;
  accuracyM.forEach((m, i) => {
    if (!(m <= rules.worstAccuracyM)) out[i] = 1;
  });
  const sound = t.flatMap((_, i) => (out[i] === 1 ? [] : [i]));
  const kmh = (a: number, b: number) => {
    const east = eastOf(plane, lng[b] as number) - eastOf(plane, lng[a] as number);
    const north = northOf(plane, lat[b] as number) - northOf(plane, lat[a] as number);
    const unsure = (accuracyM[a] as number) + (accuracyM[b] as number);
    return ((Math.hypot(east, north) - unsure) / (((t[b] as number) - (t[a] as number)) / 1000)) * 3.6;
  };
  let [before, after] = [0, 0];
  sound.forEach((i, k) => {
    const at = t[i] as number;
    while (before + 1 < k && at - (t[sound[before + 1] as number] as number) >= PACE_S * 1000) before += 1;
    while (after + 1 < sound.length && (t[sound[after] as number] as number) - at < PACE_S * 1000) after += 1;
    const [a, b] = [sound[before] as number, sound[after] as number];
    const isFast = (from: number, to: number) =>
      (t[to] as number) - (t[from] as number) < PACE_S * 1000 || kmh(from, to) > rules.fastestKmh;
    // One that was thrown far away makes the way fast on one side of its neighbours alone; at an end the other side says it.
    if (a !== b && isFast(a, i) && isFast(i, b)) out[i] = 1;
  });
  return out;
}

/**
 * Cuts a way into chains. Left out: what is made up, too unsure, out of time, too fast to have been walked; and steps that what the fixes
 * are unsure of explains, so that standing still is no walk.
 */
export function chainsOf(way: Way, plane: Plane, rules: MatchRules): Chain[] {
  const left = unfit(way, plane, rules);
  const chains: Chain[] = [];
  let chain: Chain = { t: [], x: [], y: [], accuracyM: [] };
  let fast = 0;
  const begin = () => {
    if (chain.t.length > 1) chains.push(chain);
    chain = { t: [], x: [], y: [], accuracyM: [] };
    fast = 0;
  };
  way.t.forEach((t, i) => {
    if (left[i] === 1) return;
    const accuracyM = way.accuracyM[i] as number;
    const fix = { t, x: eastOf(plane, way.lng[i] as number), y: northOf(plane, way.lat[i] as number), accuracyM };
    const step = stepTo(chain, fix, rules);
    if (step === "still") return;
    if (step === "fast") fast += 1;
    if (step === "fast" && fast < FAST_IN_A_ROW) return;
    if (step === "fast" || step === "gap") begin();
    fast = 0;
    chain.t.push(fix.t);
    chain.x.push(fix.x);
    chain.y.push(fix.y);
    chain.accuracyM.push(fix.accuracyM);
  });
  begin();
  return chains;
}

interface PlaneFix {
  readonly t: number;
  readonly x: number;
  readonly y: number;
  readonly accuracyM: number;
}

function stepTo(chain: Chain, fix: PlaneFix, rules: MatchRules): "next" | "still" | "fast" | "gap" {
  const last = chain.t.length - 1;
  if (last < 0) return "next";
  const m = Math.hypot(fix.x - (chain.x[last] as number), fix.y - (chain.y[last] as number));
  const seconds = (fix.t - (chain.t[last] as number)) / 1000;
  const unsure = fix.accuracyM + (chain.accuracyM[last] as number);
  if (seconds <= 0 || m < Math.max(LEAST_STEP_M, 0.2 * unsure)) return "still";
  if (((m - unsure) / seconds) * 3.6 > rules.fastestKmh) return "fast";
  const isGap = m > rules.longestGapM || (seconds > rules.longestGapS && m > STANDS_M);
  return isGap ? "gap" : "next";
}
