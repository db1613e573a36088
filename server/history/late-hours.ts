import { HOUR_MS } from "#contract/history-layout.ts";
import type { Tx } from "#server/db/db.ts";

/** A value stands in the hour of its own time and is carried into the day after. */
export const CARRIED_HOURS = 24;

/** What the database knows of lateness, ms since 1970. */
export interface Lateness {
  /** Readings for hours before this are marked when they come. */
  readonly closedTo: number;
  /** When readings last came late for an hour, or for one that is carried into it; 0 = never. */
  changedAt(hour: number): number;
}

/** Leaves of each hour's changes the newest: to be called now and then. */
export const tidyLateness = (tx: Tx): Promise<unknown> =>
  tx.query(
    `delete from history_late old
      using history_late newer
      where newer.hour = old.hour and newer.changed_at > old.changed_at and old.changed_at < now() - interval '1 hour'`,
  );

/** Reads which of some hours were changed after they were closed. */
export async function readLateness(tx: Tx, from: number, count: number): Promise<Lateness> {
  const [state] = await tx.query<{ closed: number }>(
    "select (extract(epoch from closed_to) * 1000)::float8 as closed from rollup_state",
  );
  const rows = await tx.query<{ hour: number; changed: number }>(
    `select (extract(epoch from hour) * 1000)::float8 as hour, (extract(epoch from changed_at) * 1000)::float8 as changed
       from history_late
      where hour >= to_timestamp($1::float8 / 1000) and hour < to_timestamp($2::float8 / 1000)`,
    [from - CARRIED_HOURS * HOUR_MS, from + count * HOUR_MS],
  );
  return {
    closedTo: state?.closed ?? 0,
    changedAt: (hour) =>
      rows
        .filter((row) => row.hour <= hour && row.hour >= hour - CARRIED_HOURS * HOUR_MS)
        .reduce((latest, { changed }) => Math.max(latest, changed), 0),
  };
}
