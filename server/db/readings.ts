import type { Tx } from "./db.ts";

export interface Buckets {
  /** ms since 1970, the beginning of each bucket, oldest first. */
  readonly at: number[];
  readonly min: number[];
  readonly max: number[];
  readonly mean: number[];
  readonly count: number[];
}

export async function findTagUnit(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx.query<{ unit: string }>("select unit from tag where id = $1", [id]);
  return row?.unit ?? null;
}

/**
 * Readings of a tag in [from, to) (ms since 1970), in at most `points` buckets of equal width; empty ones are left out. Bad readings
 * (quality 2) are not drawn into the mean. `date_bin` counts from `from`, so that a bucket never begins before what was asked.
 */
export async function readBuckets(tx: Tx, tagId: string, from: number, to: number, points: number): Promise<Buckets> {
  const widthMs = Math.max(1, Math.ceil((to - from) / points));
  const rows = await tx.query<{ at: number; min: number; max: number; mean: number; count: number }>(
    `select (extract(epoch from bucket) * 1000)::float8 as at, min(v) as min, max(v) as max, avg(v) as mean, count(*)::int as count
       from (select date_bin(make_interval(secs => $4::float8 / 1000), t, to_timestamp($2::float8 / 1000)) as bucket, v
               from reading
              where tag_id = $1 and t >= to_timestamp($2::float8 / 1000) and t < to_timestamp($3::float8 / 1000) and q < 2) r
      group by bucket
      order by bucket`,
    [tagId, from, to, widthMs],
  );
  return {
    at: rows.map((r) => Math.round(r.at)),
    min: rows.map((r) => r.min),
    max: rows.map((r) => r.max),
    mean: rows.map((r) => r.mean),
    count: rows.map((r) => r.count),
  };
}
