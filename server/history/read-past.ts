import type { TagKind } from "#contract/gas.ts";
import type { Tx } from "#server/db/db.ts";
import type { LimitRow } from "#server/live/tag-limits.ts";
import { LEAD_MS, type PastReading } from "./tag-hours.ts";

/** A tag as far as its past is judged by it. */
export interface PastTag extends LimitRow {
  readonly kind: TagKind;
}

/** All tags, in the order of their ids. */
export const readPastTags = (tx: Tx): Promise<PastTag[]> =>
  tx.query(
    `select id, kind, low_alarm, low_warning, high_warning, high_alarm, dead_band, stale_after_s
       from tag
      order by id collate "C"`,
  );

/** Milliseconds after the beginning (i4), value (f8), quality (i2), big endian as PostgreSQL sends them. */
const READING_BYTES = 14;

function unpack(packed: Uint8Array, from: number): PastReading[] {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  return Array.from({ length: packed.byteLength / READING_BYTES }, (_, i) => {
    const at = i * READING_BYTES;
    return { t: from + view.getInt32(at), v: view.getFloat64(at + 4), q: view.getInt16(at + 12) };
  });
}

interface Row {
  readonly t: number | null;
  readonly v: number | null;
  readonly q: number | null;
  readonly packed: Uint8Array | null;
}

/**
 * Readings of some tags in (from − LEAD_MS, to] (ms since 1970), those of a tag in the order of time and with the newest of the day before
 * at their head; tags in the order of `ids`. Each tag's readings come as one value: a row of the database each would take as long
 * again as reading them.
 */
export async function readPast(tx: Tx, ids: readonly string[], from: number, to: number): Promise<PastReading[][]> {
  const lead = from - LEAD_MS;
  const rows = await tx.query<Row>(
    `select (extract(epoch from b.t) * 1000)::float8 as t, b.v, b.q, r.packed
       from unnest($1::text[]) with ordinality as want (id, place)
       left join lateral (
              select t, v, q from reading
               where tag_id = want.id and t <= to_timestamp($2::float8 / 1000)
                 and t > to_timestamp($2::float8 / 1000) - interval '24 hours'
               order by t desc limit 1
            ) b on true
       left join lateral (
              select string_agg(int4send((extract(epoch from t) * 1000 - $2::float8)::int4) || float8send(v) || int2send(q), ''::bytea order by t)
                     as packed
                from reading
               where tag_id = want.id and t > to_timestamp($2::float8 / 1000) and t <= to_timestamp($3::float8 / 1000)
            ) r on true
      order by want.place`,
    [ids, lead, to],
  );
  return rows.map(({ t, v, q, packed }) => [
    ...(t === null || v === null ? [] : [{ t: Math.round(t), v, q: q ?? 0 }]),
    ...(packed === null ? [] : unpack(packed, lead)),
  ]);
}
