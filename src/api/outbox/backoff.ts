/** First pause after a failure, and the longest one, in milliseconds. */
export const PAUSE_MS = { first: 1000, longest: 120_000 } as const;

/**
 * Milliseconds to wait after the n-th failure in a row (n from 1): doubles up to two minutes, and half of it is left to chance, so that a town's
 * phones that come back at once do not ask at once. `share` is a random number in [0, 1).
 */
export function pauseAfter(failures: number, share: number): number {
  const whole = Math.min(PAUSE_MS.longest, PAUSE_MS.first * 2 ** Math.min(20, Math.max(0, failures - 1)));
  return Math.round(whole / 2 + (whole / 2) * share);
}

/** Milliseconds that a `Retry-After` header asks for: seconds or a date. null when there is none that can be read. */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null || header.trim() === "") return null;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - nowMs;
  return Number.isFinite(ms) ? Math.min(PAUSE_MS.longest, Math.max(0, ms)) : null;
}
