import type { Tx } from "./db.ts";
import { monthsBetween } from "./partitions.ts";

/** How far the roll-ups have come; ms since 1970. `-Infinity` where nothing has been dropped. */
export interface RollupState {
  /** A reading of an earlier minute is late: it marks what has to be made again. */
  readonly closedTo: number;
  readonly minutesTo: number;
  readonly hoursTo: number;
  readonly daysTo: number;
  readonly readingsFrom: number;
  readonly minutesFrom: number;
  readonly hoursFrom: number;
}

/** A tag's span of time whose roll-ups are to be made, whole hours or, at its ends, whole minutes; ms since 1970. */
export interface Span {
  readonly tagId: string;
  readonly from: number;
  readonly to: number;
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
/** China's day begins at 16:00 UTC. */
export const DAY_START_MS = 16 * HOUR_MS;
export const floorTo = (ms: number, step: number, origin = 0): number =>
  Math.floor((ms - origin) / step) * step + origin;

/** Only tags that speak more often than this have minutes: of others a minute would be the reading again. */
export const MINUTE_SAMPLING_S = 60;

const ORIGIN = "timestamptz '2000-01-01 00:00Z'";
const DAY_ORIGIN = "timestamptz '2000-01-01 16:00Z'";

const SPANS = "unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) as c (tag_id, t0, t1)";

/** Sums of readings, over whatever they are grouped by. */
const OF_READINGS = `min(r.v) filter (where r.q < 2) as low, max(r.v) filter (where r.q < 2) as high, avg(r.v) filter (where r.q < 2) as mean,
       (count(*) filter (where r.q < 2))::int as n, (count(*) filter (where r.q = 1))::int as n_suspect, (count(*) filter (where r.q = 2))::int as n_bad`;

/** Sums of finer roll-ups: a mean is weighed by its count. */
const OF_ROLLUPS = `min(r.low) as low, max(r.high) as high, sum(r.mean * r.n) / nullif(sum(r.n), 0) as mean,
       sum(r.n)::int as n, sum(r.n_suspect)::int as n_suspect, sum(r.n_bad)::int as n_bad`;

/** Makes one grain of roll-ups anew from a finer one, for the spans given. */
const make = (table: string, width: string, origin: string, source: string, sums: string, which: string) => `
insert into ${table} as kept (tag_id, t, area_code, enterprise_id, low, high, mean, n, n_suspect, n_bad)
select c.tag_id, x.*
  from ${SPANS}
  join tag g on g.id = c.tag_id and ${which}
 cross join lateral (
   select date_bin('${width}', r.t, ${origin}) as bin, max(r.area_code), r.enterprise_id, ${sums}
     from ${source} r
    where r.tag_id = c.tag_id and r.t >= c.t0 and r.t < c.t1
    group by bin, r.enterprise_id
 ) x
 order by c.tag_id, x.bin
on conflict (tag_id, t, enterprise_id) do update
   set area_code = excluded.area_code, low = excluded.low, high = excluded.high, mean = excluded.mean,
       n = excluded.n, n_suspect = excluded.n_suspect, n_bad = excluded.n_bad`;

const HAS_MINUTES = `g.sampling_s < ${MINUTE_SAMPLING_S}`;
const HAS_NO_MINUTES = `g.sampling_s >= ${MINUTE_SAMPLING_S}`;
const MINUTES = make("reading_minute", "1 minute", ORIGIN, "reading", OF_READINGS, HAS_MINUTES);
const HOURS_OF_MINUTES = make("reading_hour", "1 hour", ORIGIN, "reading_minute", OF_ROLLUPS, HAS_MINUTES);
const HOURS_OF_READINGS = make("reading_hour", "1 hour", ORIGIN, "reading", OF_READINGS, HAS_NO_MINUTES);
const DAYS = make("reading_day", "1 day", DAY_ORIGIN, "reading_hour", OF_ROLLUPS, "true");

const iso = (ms: number) => new Date(ms).toISOString();
const columnsOf = (spans: readonly Span[]) => [
  spans.map((s) => s.tagId),
  spans.map((s) => iso(s.from)),
  spans.map((s) => iso(s.to)),
];

export const makeMinutes = (tx: Tx, spans: readonly Span[]): Promise<unknown> => tx.query(MINUTES, columnsOf(spans));

/** Spans are whole hours. */
export async function makeHours(tx: Tx, spans: readonly Span[]): Promise<void> {
  await tx.query(HOURS_OF_MINUTES, columnsOf(spans));
  await tx.query(HOURS_OF_READINGS, columnsOf(spans));
}

/** Spans are whole days of China. */
export const makeDays = (tx: Tx, spans: readonly Span[]): Promise<unknown> => tx.query(DAYS, columnsOf(spans));

const asMs = (at: Date | number): number => (typeof at === "number" ? at : at.getTime());

export async function readRollupState(tx: Tx): Promise<RollupState> {
  const [row] = await tx.query<Record<keyof RollupState, Date | number>>(
    `select closed_to as "closedTo", minutes_to as "minutesTo", hours_to as "hoursTo", days_to as "daysTo",
            readings_from as "readingsFrom", minutes_from as "minutesFrom", hours_from as "hoursFrom"
       from rollup_state`,
  );
  if (!row) throw new Error("rollup_state has no row: the migration has not run");
  return {
    closedTo: asMs(row.closedTo),
    minutesTo: asMs(row.minutesTo),
    hoursTo: asMs(row.hoursTo),
    daysTo: asMs(row.daysTo),
    readingsFrom: asMs(row.readingsFrom),
    minutesFrom: asMs(row.minutesFrom),
    hoursFrom: asMs(row.hoursFrom),
  };
}

/** One process at a time makes roll-ups: what is read after this is not older than what another has written. Held until the transaction ends. */
export const lockRollups = (tx: Tx): Promise<unknown> => tx.query("select 1 from rollup_state for update");

/** Closes the minutes before `upto` and says up to where they are closed now. Throws with code 55P03 when readings were being stored all the while. */
export async function closeMinutes(tx: Tx, upto: number, patienceMs: number): Promise<number> {
  await tx.query("select set_config('lock_timeout', $1, true)", [`${patienceMs}ms`]);
  const [row] = await tx.query<{ closed: Date }>("select close_minutes($1::timestamptz) as closed", [iso(upto)]);
  if (!row) throw new Error("close_minutes gave no row");
  return row.closed.getTime();
}

/** Says how far minutes, hours and days have been made. */
export async function advanceRollups(tx: Tx, to: Pick<RollupState, "minutesTo" | "hoursTo" | "daysTo">): Promise<void> {
  await tx.query(
    `update rollup_state
        set minutes_to = greatest(minutes_to, $1::timestamptz), hours_to = greatest(hours_to, $2::timestamptz),
            days_to = greatest(days_to, $3::timestamptz)`,
    [iso(to.minutesTo), iso(to.hoursTo), iso(to.daysTo)],
  );
}

/** Ids of the tags behind `after`, at most `limit`, in order. */
export async function tagIdsAfter(tx: Tx, after: string, limit: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>("select id from tag where id > $1 order by id limit $2", [after, limit]);
  return rows.map((row) => row.id);
}

/** Takes up to `limit` marks away to be worked off in this very transaction. */
export async function takeMarks(tx: Tx, limit: number): Promise<Span[]> {
  const rows = await tx.query<{ tag_id: string; t0: Date; t1: Date }>(
    `delete from rollup_mark
      where (tag_id, day) in (select tag_id, day from rollup_mark order by tag_id, day limit $1 for update skip locked)
     returning tag_id, t0, t1`,
    [limit],
  );
  return rows
    .map((row) => ({ tagId: row.tag_id, from: row.t0.getTime(), to: row.t1.getTime() }))
    .sort((a, b) => (a.tagId < b.tagId ? -1 : a.tagId > b.tagId ? 1 : a.from - b.from));
}

/** Makes the monthly partitions of minutes and hours for a span, both ends included. */
export async function ensureRollupPartitions(tx: Tx, from: Date, to: Date): Promise<void> {
  for (const parent of ["reading_minute", "reading_hour"]) {
    await tx.query("select ensure_rollup_partition($1, month) from unnest($2::date[]) as month order by month", [
      parent,
      monthsBetween(from, to),
    ]);
  }
}
