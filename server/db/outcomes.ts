import type { OutcomeRow, ReadingOutcome } from "#contract/readings.ts";
import type { NoteSum } from "#server/ingest/notes.ts";
import { COUNTIES_OF } from "./areas.ts";
import type { Tx } from "./db.ts";

/**
 * A row belongs to the enterprise that sent, in the county of its tag if that is its own and else where the enterprise is at home; where no
 * enterprise is known by that name, to nobody: the province sees it.
 */
const WRITE = `
insert into reading_outcome as o (enterprise_id, area_code, hour, tag_id, outcome, way, n, first_at, last_at, last_t, last_v, sample)
select coalesce(e.id, ''), coalesce(g.area_code, e.area_code, '130000'), c.hour, c.tag_id, c.outcome, c.way,
       sum(c.n), min(c.first_at), max(c.last_at), max(c.last_t), max(c.last_v), max(c.sample)
  from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::int[], $7::timestamptz[], $8::timestamptz[],
              $9::timestamptz[], $10::float8[], $11::text[])
    as c (enterprise_id, hour, tag_id, outcome, way, n, first_at, last_at, last_t, last_v, sample)
  left join enterprise e on e.id = c.enterprise_id
  left join tag g on g.id = c.tag_id and g.enterprise_id = e.id
 group by 1, 2, 3, 4, 5, 6
 order by 1, 3, 4, 5, 6
on conflict (enterprise_id, hour, tag_id, outcome, way) do update
   set n = o.n + excluded.n, last_at = greatest(o.last_at, excluded.last_at),
       last_t = coalesce(excluded.last_t, o.last_t), last_v = coalesce(excluded.last_v, o.last_v), sample = coalesce(excluded.sample, o.sample)`;

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
/** The years PostgreSQL and a reader can do something with; a device may claim any. */
const instantOrNull = (ms: number | null) => (ms !== null && ms < 253_402_300_800_000 ? iso(ms) : null);

/** Writes sums of notes; in the transaction that stores the readings they came with. */
export async function writeOutcomes(tx: Tx, sums: readonly NoteSum[]): Promise<void> {
  if (sums.length === 0) return;
  await tx.query(WRITE, [
    sums.map((s) => s.enterpriseId),
    sums.map((s) => iso(s.hour)),
    sums.map((s) => s.tagId),
    sums.map((s) => s.outcome),
    sums.map((s) => s.way),
    sums.map((s) => s.n),
    sums.map((s) => iso(s.firstAt)),
    sums.map((s) => iso(s.lastAt)),
    sums.map((s) => instantOrNull(s.t)),
    sums.map((s) => s.v),
    sums.map((s) => s.sample),
  ]);
}

export interface OutcomeFilter {
  readonly area?: string | undefined;
  readonly enterprise?: string | undefined;
  readonly tag?: string | undefined;
  readonly outcome?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Whether somebody else has a tag of that name is nothing but the province's to know. */
const TOLD = `case when outcome = 'wrong_owner' and (select app_level()) is distinct from 'province' then 'unknown_tag' else outcome end`;
const WHERE = `($1::text is null or area_code in ${COUNTIES_OF("$1")})
   and ($2::text is null or enterprise_id = $2)
   and ($3::text is null or tag_id = $3)
   and ($4::text is null or ${TOLD} = $4)
   and ($5::timestamptz is null or hour >= date_bin('1 hour', $5::timestamptz, '2000-01-01 00:00Z'))
   and ($6::timestamptz is null or hour < $6::timestamptz)`;
const valuesOf = (f: OutcomeFilter) => [
  f.area ?? null,
  f.enterprise ?? null,
  f.tag ?? null,
  f.outcome ?? null,
  f.from ?? null,
  f.to ?? null,
];

const utc = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Where a page ends: the key of its last row, under which the next one goes on. */
export type OutcomeKey = readonly [hour: string, enterpriseId: string, tagId: string, outcome: string, way: string];

/** A page of rows in sight, newest hour first, and the key under which the next page goes on. */
export async function listOutcomes(
  tx: Tx,
  filter: OutcomeFilter,
  after: OutcomeKey | null,
  limit: number,
): Promise<{ rows: OutcomeRow[]; next: OutcomeKey | null }> {
  const rows = await tx.query<OutcomeRow>(
    `select o.enterprise_id as "enterpriseId", e.name as "enterpriseName", o.area_code as "areaCode", ${utc("o.hour")} as hour,
            o.tag_id as "tagId", g.name as "tagName", o.outcome, o.way, o.n as count,
            ${utc("o.first_at")} as "firstAt", ${utc("o.last_at")} as "lastAt", ${utc("o.last_t")} as "lastT", o.last_v as "lastV", o.sample
       from (select enterprise_id, hour, tag_id, told as outcome, way, max(area_code) as area_code, sum(n)::float8 as n,
                    min(first_at) as first_at, max(last_at) as last_at, max(last_t) as last_t, max(last_v) as last_v, max(sample) as sample
               from (select *, ${TOLD} as told from reading_outcome where ${WHERE}) t
              where $7::timestamptz is null or (hour, enterprise_id, tag_id, told, way) < ($7::timestamptz, $8, $9, $10, $11)
              group by enterprise_id, hour, tag_id, told, way
              order by hour desc, enterprise_id desc, tag_id desc, told desc, way desc
              limit $12) o
       left join enterprise e on e.id = o.enterprise_id
       left join tag g on g.id = o.tag_id and g.enterprise_id = o.enterprise_id
      order by o.hour desc, o.enterprise_id desc, o.tag_id desc, o.outcome desc, o.way desc`,
    [...valuesOf(filter), ...(after ?? [null, null, null, null, null]), limit],
  );
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return { rows, next: last ? [last.hour, last.enterpriseId, last.tagId, last.outcome, last.way] : null };
}

/** How many there are of each outcome, over all that the filter finds. */
export async function sumOutcomes(
  tx: Tx,
  filter: OutcomeFilter,
): Promise<{ outcome: ReadingOutcome; count: number }[]> {
  return await tx.query<{ outcome: ReadingOutcome; count: number }>(
    `select ${TOLD} as outcome, sum(n)::float8 as count from reading_outcome where ${WHERE} group by 1 order by 2 desc, 1`,
    valuesOf(filter),
  );
}
