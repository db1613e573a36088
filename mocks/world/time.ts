export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** China keeps one clock, eight hours ahead, with no summer time. */
const BEIJING = 8 * HOUR;

/** Calendar day in Beijing of an instant, `2026-11-01`. */
export const dayOf = (ms: number): string => new Date(ms + BEIJING).toISOString().slice(0, 10);

/** The instant with Beijing's offset, `2026-11-01T08:00:00+08:00`. */
export const instant = (ms: number): string => `${new Date(ms + BEIJING).toISOString().slice(0, 19)}+08:00`;

/** Midnight in Beijing of the day an instant falls on. */
export const midnight = (ms: number): number => Math.floor((ms + BEIJING) / DAY) * DAY - BEIJING;

/** Hours since Beijing's midnight, with fraction. */
export const hourOfDay = (ms: number): number => ((ms + BEIJING) % DAY) / HOUR;

/** Day of the week in Beijing, 0 = Sunday. */
export const weekday = (ms: number): number => (Math.floor((ms + BEIJING) / DAY) + 4) % 7;
