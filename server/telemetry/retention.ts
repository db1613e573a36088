import type { Db, Tx } from "#server/db/db.ts";
import { DAY_MS, DAY_START_MS, floorTo } from "#server/db/rollups.ts";
import type { Log } from "#server/ingest/ingest.ts";

/** For how many days each grain is kept; days' roll-ups are kept for ever. */
export interface Keep {
  readonly readings: number;
  readonly minutes: number;
  readonly hours: number;
  /** What became of readings that were late, doubled or not kept. */
  readonly outcomes: number;
}

/** A coarser grain is made of the finer: it is never kept for less long. */
export const settleKeep = ({ readings, minutes, hours, outcomes }: Keep): Keep => ({
  readings,
  minutes: Math.max(readings, minutes),
  hours: Math.max(readings, minutes, hours),
  outcomes,
});

/** Up to when, ms since 1970, something kept for `days` is given up at `now`: a beginning of China's day. */
export const keptFrom = (now: number, days: number): number => floorTo(now - days * DAY_MS, DAY_MS, DAY_START_MS);

const GRAINS = [
  { table: "reading", column: "readings_from", of: "readings" },
  { table: "reading_minute", column: "minutes_from", of: "minutes" },
  { table: "reading_hour", column: "hours_from", of: "hours" },
] as const;
/** Rows outside the monthly partitions that one transaction deletes. */
const ROWS_A_SLICE = 20_000;

const deleteSlice = (table: string, column: string) => `
with old as (delete from ${table} where ctid = any (array(select ctid from ${table} where ${column} < $1::timestamptz limit ${ROWS_A_SLICE})) returning 1)
select count(*)::int as n from old`;

/**
 * Gives up what is older than the installation keeps: whole months as partitions, in no time; what lies outside of them row by row. First it is
 * written down from when there are readings, so that no late one makes a roll-up anew of what is left. @returns the partitions dropped
 */
export function createRetention({ db, keep, log }: { db: Pick<Db, "asSystem">; keep: Keep; log: Log }) {
  async function empty(table: string, column: string, before: Date): Promise<void> {
    const slice = (tx: Tx) => tx.query<{ n: number }>(deleteSlice(table, column), [before]);
    for (;;) {
      const [deleted] = await db.asSystem(slice);
      if ((deleted?.n ?? 0) < ROWS_A_SLICE) return;
    }
  }
  return async (now: number): Promise<string[]> => {
    const dropped: string[] = [];
    for (const { table, column, of } of GRAINS) {
      const before = new Date(keptFrom(now, keep[of]));
      const parts = await db.asSystem(async (tx) => {
        await tx.query(`update rollup_state set ${column} = greatest(${column}, $1::timestamptz)`, [before]);
        if (table === "reading") await tx.query("delete from rollup_mark where t0 < $1::timestamptz", [before]);
        const [row] = await tx.query<{ parts: string[] }>("select drop_old_partitions($1, $2::timestamptz) as parts", [
          table,
          before,
        ]);
        return row?.parts ?? [];
      });
      await empty(`${table}_default`, "t", before);
      dropped.push(...parts);
    }
    await empty("reading_outcome", "hour", new Date(keptFrom(now, keep.outcomes)));
    await empty("tag_quality_span", "to_at", new Date(keptFrom(now, keep.readings)));
    await empty("reading_push", "at", new Date(now - DAY_MS));
    if (dropped.length > 0) log.info({ dropped }, "readings past the time they are kept were given up");
    return dropped;
  };
}
