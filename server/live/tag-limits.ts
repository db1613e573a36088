import type { Tx } from "#server/db/db.ts";
import type { Snapshot } from "#server/tiles/snapshot.ts";

/** Limits of every tag as columns by dense number; NaN where there is none. */
export interface TagLimits {
  readonly lowAlarm: Float64Array;
  readonly lowWarning: Float64Array;
  readonly highWarning: Float64Array;
  readonly highAlarm: Float64Array;
  readonly deadBand: Float64Array;
  /** ms after which a value is stale. */
  readonly staleAfterMs: Float64Array;
}

interface Row {
  readonly id: string;
  readonly low_alarm: number | null;
  readonly low_warning: number | null;
  readonly high_warning: number | null;
  readonly high_alarm: number | null;
  readonly dead_band: number;
  readonly stale_after_s: number;
}

/** Until the tag's row has been read; a quarter of an hour suits the slowest end-of-line sensor. */
const STALE_AFTER_MS = 900_000;

/** Limits for `count` tags, none of them set. */
export const noLimits = (count: number): TagLimits => {
  const none = () => new Float64Array(count).fill(Number.NaN);
  return {
    lowAlarm: none(),
    lowWarning: none(),
    highWarning: none(),
    highAlarm: none(),
    deadBand: new Float64Array(count),
    staleAfterMs: new Float64Array(count).fill(STALE_AFTER_MS),
  };
};

/** Limits of one tag as its row has them. */
export type LimitRow = Row;

export const readLimitRows = (tx: Tx): Promise<LimitRow[]> =>
  tx.query("select id, low_alarm, low_warning, high_warning, high_alarm, dead_band, stale_after_s from tag");

/** Writes rows into the columns; a row of a tag the snapshot does not hold yet is left out, the next snapshot brings it. */
export function setLimits(limits: TagLimits, snapshot: Pick<Snapshot, "tagSeq">, rows: readonly LimitRow[]): void {
  for (const row of rows) {
    const seq = snapshot.tagSeq(row.id);
    if (seq === undefined) continue;
    limits.lowAlarm[seq] = row.low_alarm ?? Number.NaN;
    limits.lowWarning[seq] = row.low_warning ?? Number.NaN;
    limits.highWarning[seq] = row.high_warning ?? Number.NaN;
    limits.highAlarm[seq] = row.high_alarm ?? Number.NaN;
    limits.deadBand[seq] = row.dead_band;
    limits.staleAfterMs[seq] = row.stale_after_s * 1000;
  }
}

const LIMITS = Object.keys(noLimits(0)) as (keyof TagLimits)[];

/** The limits of one tag under its number in another snapshot. */
export function copyLimits(from: TagLimits, old: number, to: TagLimits, seq: number): void {
  for (const name of LIMITS) to[name][seq] = from[name][old] as number;
}
