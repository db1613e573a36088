import type { SAMPLING_AMONG } from "#contract/field/samplings.ts";
import { MOST_SAMPLES } from "#contract/field/samplings.ts";
import { COUNTIES_OF } from "#server/db/areas.ts";
import type { Tx } from "#server/db/db.ts";
import type { Owner, Sender } from "#server/field/sight.ts";

export interface DrawWhere {
  readonly area: string | null;
  readonly from: string;
  readonly to: string;
  readonly among: (typeof SAMPLING_AMONG)[number];
  readonly share: number;
  readonly seed: string;
}

/** A visit that was drawn. */
export interface Drawn extends Owner {
  readonly recordId: string;
  readonly customerId: string;
  readonly author: string;
  readonly authorName: string;
  readonly at: Date;
  readonly outcome: string;
}

/**
 * Draws visits in the transaction's sight by the hash of seed and record: of each inspector's visits their share, at least one. Doors that wait
 * for a second look already are left out.
 */
export async function drawVisits(
  tx: Tx,
  { area, from, to, among, share, seed }: DrawWhere,
): Promise<{ readonly visits: number; readonly drawn: readonly Drawn[] }> {
  const rows = await tx.query<Drawn & { visits: number }>(
    `with come as (
       select v.record_id, v.customer_id, v.area_code, v.enterprise_id, v.author, v.author_name, v.at, v.outcome
         from field_visit v
        where v.outcome = 'entered' and not v.is_superseded
          and v.at >= ($2::date::timestamp at time zone 'Asia/Shanghai') and v.at < (($3::date + 1)::timestamp at time zone 'Asia/Shanghai')
          and ($1::text is null or v.area_code in ${COUNTIES_OF("$1")})
          and ($4::text = 'entered' or exists (select from field_record r where r.id = v.record_id and r.flags <> '{}'))
          and not exists (select from field_task t where t.customer_id = v.customer_id and t.kind = 'sampling' and t.state = 'open')
     ), ranked as (
       select c.*, md5($5::text || c.record_id) as lot, count(*) over () as visits, count(*) over (partition by author) as own,
              row_number() over (partition by author order by md5($5::text || c.record_id)) as place
         from come c
     )
     select record_id as "recordId", customer_id as "customerId", area_code as "areaCode", enterprise_id as "enterpriseId", author,
            author_name as "authorName", at, outcome, visits::int as visits
       from ranked where place <= ceil(own * $6::float8) order by lot limit ${MOST_SAMPLES}`,
    [area, from, to, among, seed, share],
  );
  return { visits: rows[0]?.visits ?? 0, drawn: rows.map(({ visits: _, ...one }) => one) };
}

export interface Draw extends DrawWhere {
  readonly id: string;
  readonly owner: Owner;
  /** YYYY-MM-DD. */
  readonly dueOn: string;
  readonly visits: number;
  /** Without it, now. */
  readonly drawnAt?: Date;
}

/** Writes a draw down and makes a task of each visit. A door that got its second look's task meanwhile is left out. */
export async function keepDraw(tx: Tx, person: Sender, draw: Draw, drawn: readonly Drawn[]): Promise<void> {
  const { id, owner, from, to, among, share, seed, visits, dueOn, drawnAt = null } = draw;
  const made = await tx.query(
    `insert into field_sampling (id, area_code, enterprise_id, by_account, by_name, from_day, to_day, among, share, seed, visits, drawn_at)
     values ($1, $2, $3, $4, $5, $6::date, $7::date, $8, $9, $10, $11, coalesce($12::timestamptz, now())) on conflict do nothing returning 1`,
    [
      id,
      owner.areaCode,
      owner.enterpriseId,
      person.account,
      person.name,
      from,
      to,
      among,
      share,
      seed,
      visits,
      drawnAt,
    ],
  );
  if (made.length === 0) return;
  const rows = drawn.map((one, n) => ({ ...one, at: one.at.toISOString(), task: `S-${id}-${n + 1}` }));
  await tx.query(
    `with come as (
       select * from jsonb_to_recordset($2::jsonb) d ("recordId" text, "customerId" text, "areaCode" text, "enterpriseId" text, author text,
                                                      "authorName" text, at timestamptz, outcome text, task text)
     ), sent as (
       insert into field_task (id, kind, state, area_code, enterprise_id, title, due_on, customer_id, geom)
       select d.task, 'sampling', 'open', d."areaCode", d."enterpriseId", '入户抽查', $3::date, d."customerId", c.geom
         from come d join customer c on c.id = d."customerId"
       on conflict do nothing returning id
     )
     insert into field_sample (sampling_id, record_id, area_code, enterprise_id, customer_id, author, author_name, at, outcome, task_id)
     select $1, d."recordId", d."areaCode", d."enterpriseId", d."customerId", d.author, d."authorName", d.at, d.outcome, d.task
       from come d join sent s on s.id = d.task`,
    [id, JSON.stringify(rows), dueOn],
  );
}
