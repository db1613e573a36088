import { localText } from "#lib/day.ts";

/** The province's day, YYYY-MM-DD. */
export const dayOfField = (nowMs: number): string => localText(nowMs).slice(0, 10);

/** Whole days from one day to another, both YYYY-MM-DD; negative when `to` comes before `from`. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
