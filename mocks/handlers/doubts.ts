import type { QualityReason } from "#contract/telemetry.ts";

/** What the detectors would have found of each sensor's temperament. */
const REASON_OF: Readonly<Record<string, QualityReason>> = { stuck: "stuck", jumping: "jumping", late: "late" };
/** The few sensors of the smallest province are all sound: every ninth is doubted nevertheless, so that there is something to look at. */
const DOUBTED = ["stuck", "neighbours", "jumping"] as const;

/** Why a sensor of the made-up house is suspect, by its temperament and place; undefined where it is not. */
export const reasonFor = (temperament: string | undefined, i: number): QualityReason | undefined =>
  REASON_OF[temperament ?? ""] ?? (i % 9 === 4 ? DOUBTED[Math.floor(i / 9) % 3] : undefined);
