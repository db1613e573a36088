import type { Db, Tx } from "#server/db/db.ts";
import { acceptWhole } from "./receipts.ts";

const AT_ONCE = 2000;

/** Not one that a person had withdrawn in favour of what came first under its id (withdraw.ts). */
const BESIDE = "not exists (select from field_conflict f where f.branch_id = k.id)";

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
           from (select *, 1 as n from counted k where k.replaced_by is null or ${BESIDE} union all select *, -1 from undone) c
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

/** Takes a record out of the figures again, where it is in them; it may be counted anew. */
export async function uncount(tx: Tx, id: string): Promise<void> {
  await tx.query(
    `with gone as (
       select (finished_at at time zone 'Asia/Shanghai')::date as day, area_code, enterprise_id, kind, coalesce(outcome, '') as outcome
         from field_record where id = $1 and state = 'counted' and replaced_by is null
     )
     update field_tally t set records = t.records - 1
       from gone g
      where t.day = g.day and t.area_code = g.area_code and t.enterprise_id = g.enterprise_id and t.kind = g.kind and t.outcome = g.outcome`,
    [id],
  );
  await tx.query(
    "update field_record set state = 'accepted', counted_at = null where id = $1 and state = 'counted' and replaced_by is null",
    [id],
  );
}
