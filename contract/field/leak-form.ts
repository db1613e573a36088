import { z } from "zod";
import type { LeakSurveyBody } from "./bodies.ts";
import type { Clause } from "./checklists.ts";

/* The leak survey as data: version 1. A change is a new version; a version that was ever sent out stays. */

export const LEAK_METHODS = ["on_foot", "vehicle", "borehole", "laser"] as const;
export const LEAK_UNITS = ["ppm", "%LEL", "%VOL"] as const;
export type LeakUnit = (typeof LEAK_UNITS)[number];

/** What a reading says: `suspect` asks for a closer look; at `danger` people are warned and the place is reported at once. */
export const LeakLevel = z.enum(["clear", "suspect", "danger"]);
export type LeakLevel = z.infer<typeof LeakLevel>;

/** What an instrument can show in a unit, and from where on a reading says something. All in the unit itself. */
export interface LeakLimits {
  readonly unit: LeakUnit;
  readonly max: number;
  /** Of a reading: smallest step that is told. */
  readonly step: number;
  readonly suspectFrom: number;
  readonly dangerFrom: number;
  readonly clause: Clause;
}

export interface LeakForm {
  readonly id: string;
  readonly version: number;
  /** First day in force. */
  readonly from: string;
  readonly limits: readonly LeakLimits[];
}

const CLAUSE: Clause = {
  text: "可燃气体浓度达到爆炸下限的 20% 时应报警并警戒",
  source: "行业惯例；疑似限值（爆炸下限的 1%）为产品默认值",
  certainty: "field",
};

/** Methane's lower explosive limit is taken as 5 % by volume: 1 %LEL = 500 ppm = 0.05 %VOL. */
export const LEL_PPM = 50_000;

export const LEAK_SURVEY: LeakForm = {
  id: "leak-survey",
  version: 1,
  from: "2026-01-01",
  limits: [
    { unit: "ppm", max: LEL_PPM, step: 1, suspectFrom: 500, dangerFrom: 10_000, clause: CLAUSE },
    { unit: "%LEL", max: 100, step: 0.1, suspectFrom: 1, dangerFrom: 20, clause: CLAUSE },
    { unit: "%VOL", max: 100, step: 0.01, suspectFrom: 0.05, dangerFrom: 1, clause: CLAUSE },
  ],
};

export const LEAK_FORMS: readonly LeakForm[] = [LEAK_SURVEY];

export const leakForm = (form: { readonly id: string; readonly version: number }): LeakForm | undefined =>
  LEAK_FORMS.find(({ id, version }) => id === form.id && version === form.version);

export const limitsOf = ({ limits }: LeakForm, unit: LeakUnit): LeakLimits | undefined =>
  limits.find((one) => one.unit === unit);

type Reading = Pick<LeakSurveyBody["readings"][number], "value" | "unit">;

/** What a reading says by the form it was taken on; null where no instrument could have shown it. */
export function leakLevel(form: LeakForm, { value, unit }: Reading): LeakLevel | null {
  const limits = limitsOf(form, unit);
  if (limits === undefined || !(value >= 0 && value <= limits.max)) return null;
  if (value >= limits.dangerFrom) return "danger";
  return value >= limits.suspectFrom ? "suspect" : "clear";
}

/** The instrument had been calibrated on the day, YYYY-MM-DD, as far as the record says. */
export const isCalibrated = ({ instrument }: Pick<LeakSurveyBody, "instrument">, day: string): boolean =>
  instrument.calibratedUntil !== null && instrument.calibratedUntil >= day;
