import type { Db } from "#server/db/db.ts";
import { acceptWhole } from "./receipts.ts";

const AT_ONCE = 2000;

/**
 * Takes what was accepted into the figures, once each: the sum and the mark are one transaction. A record that another one put right leaves
 * the figures in that of its successor. Returns how many were counted.
 */
export async function countAccepted(db: Pick<Db, "asSystem">): Promise<number> {
  return await db.asSystem(async (tx) => {
    await acceptWhole(tx);
    const [done] = await tx.query<{ n: number }>(
      `with picked as (
         select id from field_record where state = 'accepted' order by accepted_at limit ${AT_ONCE} for update skip locked
       ), counted as (
         update field_record r set state = 'counted', counted_at = now() from picked p where r.id = p.id returning r.*
       ), undone as (
         select o.* from counted n join field_record o on o.id = n.replaces and o.state = 'counted' and o.replaced_by = n.id
       ), sums as (
         select (finished_at at time zone 'Asia/Shanghai')::date as day, area_code, enterprise_id, kind, coalesce(outcome, '') as outcome,
                sum(n)::int as records
           from (select *, 1 as n from counted union all select *, -1 from undone) c
          group by 1, 2, 3, 4, 5
       ), written as (
         insert into field_tally as t (day, area_code, enterprise_id, kind, outcome, records)
         select * from sums order by 3, 1, 2, 4, 5
         on conflict (enterprise_id, day, area_code, kind, outcome) do update set records = t.records + excluded.records
       )
       select count(*)::int as n from counted`,
    );
    return done?.n ?? 0;
  });
}
