import type { Tx } from "#server/db/db.ts";
import type { OwnedReading } from "./judge.ts";

/** What became of a reading in the database. `accepted` = stored and newest of its tag. */
export type Stored = "accepted" | "late" | "duplicate";

const columnsOf = (readings: readonly OwnedReading[]) => [
  readings.map((r) => r.tagId),
  readings.map((r) => new Date(r.t).toISOString()),
  readings.map((r) => r.areaCode),
  readings.map((r) => r.enterpriseId),
  readings.map((r) => r.v),
  readings.map((r) => r.q),
];
const UNNEST = "unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::float8[], $6::int2[])";

/** Inserts readings that are distinct by (tag, t); returns the places of those that were stored before. */
async function insertReadings(tx: Tx, readings: readonly OwnedReading[]): Promise<Set<number>> {
  const rows = await tx.query<{ ord: number }>(
    `with came as (
       select * from ${UNNEST} with ordinality as r (tag_id, t, area_code, enterprise_id, v, q, ord)
     ), stored as (
       insert into reading (tag_id, t, area_code, enterprise_id, v, q)
       select tag_id, t, area_code, enterprise_id, v, q from came
       on conflict do nothing
       returning tag_id, t
     )
     select came.ord::int as ord
       from came
       left join stored using (tag_id, t)
      where stored.tag_id is null`,
    columnsOf(readings),
  );
  return new Set(rows.map((row) => row.ord - 1));
}

/** Moves `latest` forward, never back; returns the tags that moved. `readings` hold each tag once. */
async function raiseLatest(tx: Tx, readings: readonly OwnedReading[]): Promise<Set<string>> {
  const rows = await tx.query<{ tag_id: string }>(
    `insert into latest (tag_id, t, area_code, enterprise_id, v, q)
     select * from ${UNNEST}
     on conflict (tag_id) do update
        set t = excluded.t, area_code = excluded.area_code, enterprise_id = excluded.enterprise_id, v = excluded.v, q = excluded.q
      where latest.t < excluded.t
     returning tag_id`,
    columnsOf(readings),
  );
  return new Set(rows.map((row) => row.tag_id));
}

const keyOf = (reading: OwnedReading) => `${reading.tagId}\n${reading.t}`;

/**
 * Stores a batch in the transaction given and says for each reading what became of it. Idempotent by (tag, t): of two
 * readings of one tag and time the first stays, whether it came in this batch or years ago.
 */
export async function storeReadings(tx: Tx, readings: readonly OwnedReading[]): Promise<Stored[]> {
  const firstAt = new Map<string, number>();
  readings.forEach((reading, i) => {
    const key = keyOf(reading);
    if (!firstAt.has(key)) firstAt.set(key, i);
  });
  const distinct = [...firstAt.values()];
  const picked = distinct.map((i) => readings[i] as OwnedReading);
  if (picked.length === 0) return [];
  const known = await insertReadings(tx, picked);

  const outcome = new Array<Stored>(readings.length).fill("duplicate");
  const newest = new Map<string, number>();
  distinct.forEach((i, place) => {
    if (known.has(place)) return;
    outcome[i] = "late";
    const reading = readings[i] as OwnedReading;
    const best = newest.get(reading.tagId);
    if (best === undefined || (readings[best] as OwnedReading).t < reading.t) newest.set(reading.tagId, i);
  });
  if (newest.size === 0) return outcome;
  // In the order of tags: two servers that write at once lock the rows in the same order.
  const candidates = [...newest.values()].map((i) => readings[i] as OwnedReading);
  candidates.sort((a, b) => (a.tagId < b.tagId ? -1 : 1));
  for (const tagId of await raiseLatest(tx, candidates)) outcome[newest.get(tagId) as number] = "accepted";
  return outcome;
}
