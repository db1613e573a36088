/** The province keeps UTC+8 all year. */
const ZONE_MS = 8 * 3_600_000;
export const DAY_MS = 86_400_000;

/** Begin of the province's day that a time lies in, ms since 1970. */
export const dayOf = (at: number): number => Math.floor((at + ZONE_MS) / DAY_MS) * DAY_MS - ZONE_MS;

/** As a field for date and time holds it: `2026-11-25T03:10`, by the province's clock. */
export const localText = (at: number): string => new Date(at + ZONE_MS).toISOString().slice(0, 16);

/** The time that such a field names; null when it names none. */
export function localTime(text: string): number | null {
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) ? Date.parse(`${text}:00Z`) - ZONE_MS : Number.NaN;
  return Number.isNaN(at) ? null : at;
}
