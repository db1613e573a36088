import type { Tx } from "#server/db/db.ts";
import type { OwnedReading } from "./judge.ts";

/** What became of a reading in the database: stored as the newest of its tag, stored behind a newer one, or there already. */
export type Stored = "newest" | "older" | "duplicate";

/**
 * One statement, because reading the arrays costs as much as writing the rows. Answers only with the readings that are not both new
 * and newest, which is seldom any. `newest` goes by tag, so that two servers that write at once lock the rows in the same order.
 */
const STORE = `
with came as (
  select * from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::float8[], $6::int2[]) with ordinality
    as r (tag_id, t, area_code, enterprise_id, v, q, ord)
), stored as (
  insert into reading (tag_id, t, area_code, enterprise_id, v, q)
  select tag_id, t, area_code, enterprise_id, v, q from came
  on conflict do nothing
  returning tag_id, t
), newest as (
  select distinct on (c.tag_id) c.*
    from came c
    join stored s on s.tag_id = c.tag_id and s.t = c.t
   order by c.tag_id, c.t desc
), raised as (
  insert into latest (tag_id, t, area_code, enterprise_id, v, q)
  select tag_id, t, area_code, enterprise_id, v, q from newest
  on conflict (tag_id) do update
     set t = excluded.t, area_code = excluded.area_code, enterprise_id = excluded.enterprise_id, v = excluded.v, q = excluded.q
   where latest.t < excluded.t
  returning tag_id, t
)
select c.ord::int as ord, s.tag_id is not null as "isStored"
  from came c
  left join stored s on s.tag_id = c.tag_id and s.t = c.t
  left join raised r on r.tag_id = c.tag_id and r.t = c.t
 where r.tag_id is null`;

const columnsOf = (readings: readonly OwnedReading[]) => [
  readings.map((r) => r.tagId),
  readings.map((r) => new Date(r.t).toISOString()),
  readings.map((r) => r.areaCode),
  readings.map((r) => r.enterpriseId),
  readings.map((r) => r.v),
  readings.map((r) => r.q),
];

/** Places of the readings that are the first of their tag and time in the batch. */
function distinctPlaces(readings: readonly OwnedReading[]): number[] {
  const seen = new Set<string>();
  const places: number[] = [];
  readings.forEach(({ tagId, t }, i) => {
    const key = `${tagId}\n${t}`;
    if (seen.has(key)) return;
    seen.add(key);
    places.push(i);
  });
  return places;
}

/**
 * Stores a batch in the transaction given, moves `latest` forward and never back, and says for each reading what became of it.
 * Idempotent by (tag, t): of two readings of one tag and time the first stays, whether it came in this batch or years ago.
 */
export async function storeReadings(tx: Tx, readings: readonly OwnedReading[]): Promise<Stored[]> {
  const outcome = new Array<Stored>(readings.length).fill("duplicate");
  const places = distinctPlaces(readings);
  if (places.length === 0) return outcome;
  const rows = await tx.query<{ ord: number; isStored: boolean }>(
    STORE,
    columnsOf(places.map((i) => readings[i] as OwnedReading)),
  );
  for (const i of places) outcome[i] = "newest";
  for (const { ord, isStored } of rows) outcome[places[ord - 1] as number] = isStored ? "older" : "duplicate";
  return outcome;
}
