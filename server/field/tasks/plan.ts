import { addDays, type VisitRule } from "#model/field/due.ts";
import type { Db, Tx } from "#server/db/db.ts";
import { visitRules } from "#server/field/rules.ts";

/** Tasks are made for doors due within so many days: what a person can have on the phone. */
export const AHEAD_DAYS = 30;

const MATCH = `($2::text[] is null or gas_kind = any ($2)) and ($3::text[] is null or class = any ($3))`;

/** Doors of customers that have none yet; where nobody ever visited, the day is spread over the interval, so that not all are due at once. */
async function openDoors(tx: Tx, { id, gasKinds, classes, perYear }: VisitRule, today: string): Promise<number> {
  const rows = await tx.query(
    `insert into field_door (customer_id, area_code, enterprise_id, gas_kind, class, due_on, rule_id)
     select c.id, c.area_code, c.enterprise_id, c.gas_kind, c.class,
            $4::date + (abs(hashtext(c.id)::bigint) % $5::int)::int, $1
       from customer c
      where ${MATCH.replaceAll("gas_kind", "c.gas_kind").replaceAll("class =", "c.class =")}
        and not exists (select from field_door d where d.customer_id = c.id)
     on conflict do nothing returning 1`,
    [id, gasKinds, classes, today, Math.floor(365 / perYear)],
  );
  return rows.length;
}

/** Tasks for doors that come due. A door has one open check at a time; one that is off the plan has none. */
async function openTasks(tx: Tx, today: string): Promise<number> {
  const rows = await tx.query(
    `insert into field_task (id, kind, state, area_code, enterprise_id, title, due_on, rule_id, customer_id, geom)
     select 'V-' || d.customer_id || '-' || to_char(d.due_on, 'YYYYMMDD'), 'check', 'open', d.area_code, d.enterprise_id, '入户安检',
            d.due_on, d.rule_id, d.customer_id, c.geom
       from field_door d join customer c on c.id = d.customer_id
      where d.due_on <= $1::date and not d.is_off_plan
        and not exists (select from field_task t where t.customer_id = d.customer_id and t.kind = 'check' and t.state = 'open')
     on conflict do nothing returning 1`,
    [addDays(today, AHEAD_DAYS)],
  );
  return rows.length;
}

/** Follows the rules: doors for new customers, tasks for doors that come due. Done twice it does nothing more. */
export async function planChecks(db: Pick<Db, "asSystem">, today: string): Promise<{ doors: number; tasks: number }> {
  const rules = await db.asSystem((tx) => visitRules(tx, today));
  let doors = 0;
  for (const rule of rules) doors += await db.asSystem((tx) => openDoors(tx, rule, today));
  return { doors, tasks: await db.asSystem((tx) => openTasks(tx, today)) };
}
