import type { PatrolPlan, PlanAsk } from "#contract/field/patrol-plans.ts";
import { COUNTIES_OF } from "#server/db/areas.ts";
import type { Tx } from "#server/db/db.ts";
import type { Owner, Sender } from "#server/field/sight.ts";
import type { Planned } from "./preview.ts";

/** One plan is made at a time: two of them would send people twice. */
const LOCK = "select pg_advisory_xact_lock(hashtext('field_patrol_plan'))";

/** Whether a pipe of these is in an open task of the kind by now. Waits for whoever makes a plan. */
export async function isTaken(tx: Tx, kind: string, pipes: readonly string[]): Promise<boolean> {
  await tx.query(LOCK);
  const rows = await tx.query(
    `select 1 from (select unnest(pipes) as id from field_task where state = 'open' and kind = $1) t
      where t.id = any ($2) limit 1`,
    [kind, [...pipes]],
  );
  return rows.length > 0;
}

/** Shape of a round to be shown: each pipe's line to a few metres. */
const LINES = `(select coalesce(jsonb_agg(st_asgeojson(st_simplifypreservetopology(p.geom, 0.00003), 5)::jsonb -> 'coordinates' order by o.n), '[]')
    from unnest(d.pipes) with ordinality o (id, n) join pipe p on p.id = o.id)`;

/** Writes a plan down and makes a task of each of its rounds; within the caller's transaction, all or none. */
export async function keepPlan(
  tx: Tx,
  person: Sender,
  owner: Owner,
  ask: PlanAsk & { readonly id: string },
  { rounds, preview, rules }: Planned,
): Promise<void> {
  await tx.query(
    `insert into field_patrol_plan (id, area_code, enterprise_id, kind, by_account, by_name, due_by, round_m, rounds, pipes, length_m, reasons)
     values ($1, $2, $3, $4, $5, $6, $7::date, $8, $9, $10, $11, $12::jsonb)`,
    [
      ask.id,
      owner.areaCode,
      owner.enterpriseId,
      ask.kind,
      person.account,
      person.name,
      ask.dueBy,
      ask.roundM,
      preview.rounds,
      preview.pipes,
      preview.lengthM,
      JSON.stringify(preview.reasons),
    ],
  );
  const rows = rounds.map(({ pipes, lengthM, ...round }, n) => ({
    ...round,
    id: `R-${ask.id}-${n + 1}`,
    title: `${rules.rules.get(round.ruleId)?.name ?? round.ruleId} ${n + 1}/${rounds.length} · ${(lengthM / 1000).toFixed(1)} km`,
    pipes: pipes.map(({ id }) => id),
    lng: pipes[0]?.at[0] ?? 0,
    lat: pipes[0]?.at[1] ?? 0,
  }));
  await tx.query(
    `insert into field_task (id, kind, state, area_code, enterprise_id, title, due_on, rule_id, pipes, line, plan_id, geom)
     select d.id, $2, 'open', d."areaCode", d."enterpriseId", d.title, d."dueOn", d."ruleId", d.pipes, ${LINES}, $3,
            st_setsrid(st_makepoint(d.lng, d.lat), 4490)
       from jsonb_to_recordset($1::jsonb) d (id text, "areaCode" text, "enterpriseId" text, "ruleId" text, "dueOn" date, title text,
                                             pipes text[], lng float8, lat float8)`,
    [JSON.stringify(rows), ask.kind, ask.id],
  );
}

const MOST = 100;

/** Plans in the transaction's sight, the newest first, with what became of their rounds as far as it sees them. */
export async function listPlans(tx: Tx, area: string | null, id: string | null = null): Promise<PatrolPlan[]> {
  const rows = await tx.query<Omit<PatrolPlan, "madeAt"> & { madeAt: Date }>(
    `select p.id, p.kind, p.area_code as "areaCode", p.made_at as "madeAt", p.by_name as "byName", p.due_by::text as "dueBy", p.round_m as "roundM",
            p.rounds, p.pipes, p.length_m as "lengthM", n.open, n.done, n.cancelled
       from field_patrol_plan p
       cross join lateral (
         select (count(*) filter (where t.state = 'open'))::int as open, (count(*) filter (where t.state = 'done'))::int as done,
                (count(*) filter (where t.state = 'cancelled'))::int as cancelled
           from field_task t where t.plan_id = p.id
       ) n
      where ($1::text is null or p.area_code in ${COUNTIES_OF("$1")}) and ($2::text is null or p.id = $2)
      order by p.made_at desc, p.id limit ${MOST}`,
    [area, id],
  );
  return rows.map((row) => ({ ...row, madeAt: row.madeAt.toISOString() }));
}

/** Takes back the rounds of a plan that nobody has walked yet. Returns how many. */
export async function cancelRounds(tx: Tx, id: string, by: string): Promise<number> {
  const rows = await tx.query(
    "update field_task set state = 'cancelled', done_at = now(), done_by = $2 where plan_id = $1 and state = 'open' returning 1",
    [id, by],
  );
  return rows.length;
}
