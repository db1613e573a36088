import type { Tx } from "#server/db/db.ts";

/**
 * Moves `latest` up to the newest reading of each tag where history knows a newer one: readings imported from files come past
 * ingest. One look into the index of readings per tag. Returns how many tags moved.
 */
export async function raiseLatest(tx: Tx): Promise<number> {
  const rows = await tx.query(
    `insert into latest (tag_id, t, area_code, enterprise_id, v, q)
     select t.id, newest.t, t.area_code, t.enterprise_id, newest.v, newest.q
       from tag t
      cross join lateral (select r.t, r.v, r.q from reading r where r.tag_id = t.id order by r.t desc limit 1) newest
       left join latest l on l.tag_id = t.id
      where l.t is null or l.t < newest.t
      order by t.id
     on conflict (tag_id) do update
        set t = excluded.t, area_code = excluded.area_code, enterprise_id = excluded.enterprise_id, v = excluded.v, q = excluded.q
      where latest.t < excluded.t
     returning 1`,
  );
  return rows.length;
}
