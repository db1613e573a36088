import type { FieldRecord } from "#contract/field/records.ts";

/** Clocks that differ by less are taken for right. */
const TOLERANCE_MS = 600_000;

/** When a record was made, by the server's clock as well as that can be known. */
export interface Times {
  readonly startedAt: Date;
  readonly finishedAt: Date;
  /** What to tell where the device's clock is off; null where it is right. */
  readonly off: { readonly offsetMs: number | null; readonly deviceFinishedAt: string } | null;
}

/**
 * Puts a device's times right by what the clocks differed when they last spoke. Nothing has happened later than it arrived: what still
 * lies ahead is moved back as a whole, so that the time between start and finish stays.
 */
export function rightTimes(
  { startedAt, finishedAt, clockOffsetMs }: Pick<FieldRecord, "startedAt" | "finishedAt" | "clockOffsetMs">,
  nowMs: number,
): Times {
  const offset = clockOffsetMs ?? 0;
  const ahead = Math.max(0, Date.parse(finishedAt) + offset - nowMs);
  const shift = offset - ahead;
  const isOff = Math.abs(offset) > TOLERANCE_MS || ahead > TOLERANCE_MS;
  const at = (text: string) => new Date(Math.max(Date.parse(text) + shift, 0));
  const finished = at(finishedAt);
  return {
    startedAt: new Date(Math.min(at(startedAt).getTime(), finished.getTime())),
    finishedAt: finished,
    off: isOff ? { offsetMs: clockOffsetMs, deviceFinishedAt: finishedAt } : null,
  };
}
