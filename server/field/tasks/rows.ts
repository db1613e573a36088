import type { CustomerClass, GasKind, HazardGrade } from "#contract/gas.ts";
import type { FieldTask } from "#contract/field/tasks.ts";
import type { FieldTaskKind } from "#contract/field/words.ts";
import { COUNTIES_OF } from "#server/db/areas.ts";
import type { Tx } from "#server/db/db.ts";

export interface TaskWhere {
  /** Given to this account or to nobody; null = whoever they are given to. */
  readonly whose: string | null;
  readonly area: string | null;
  readonly enterprise: string | null;
  readonly kind: FieldTaskKind | null;
  readonly state: "open" | "done" | "any";
  readonly dueBy: string;
}

/** A task with what is known of its door. */
export interface TaskRow {
  readonly id: string;
  readonly kind: FieldTaskKind;
  readonly state: FieldTask["state"];
  readonly areaCode: string;
  readonly enterpriseId: string;
  readonly assignee: string | null;
  readonly assigneeName: string | null;
  readonly title: string;
  readonly dueOn: string;
  readonly ruleId: string | null;
  readonly lng: number;
  readonly lat: number;
  readonly hazardId: string | null;
  readonly pipes: string[];
  readonly line: FieldTask["line"];
  readonly customerId: string | null;
  readonly gasKind: GasKind | null;
  readonly class: CustomerClass | null;
  readonly isCritical: boolean | null;
  readonly tries: number | null;
  readonly triedAt: Date | null;
  readonly enteredAt: Date | null;
  readonly from: Date | null;
  readonly to: Date | null;
  readonly openHazards: number;
  readonly worst: HazardGrade | null;
}

const WHERE = `($1::text is null or t.assignee is null or t.assignee = $1) and ($2::text is null or t.area_code in ${COUNTIES_OF("$2")})
  and ($3::text is null or t.kind = $3) and ($4 = 'any' or t.state = $4) and t.due_on <= $5::date
  and ($6::text is null or t.enterprise_id = $6)`;
const valuesOf = ({ whose, area, enterprise, kind, state, dueBy }: TaskWhere) => [
  whose,
  area,
  kind,
  state,
  dueBy,
  enterprise,
];

const ROW = `t.id, t.kind, t.state, t.area_code as "areaCode", t.enterprise_id as "enterpriseId", t.assignee, t.assignee_name as "assigneeName",
  t.title, t.due_on as "dueOn", t.rule_id as "ruleId", st_x(t.geom) as lng, st_y(t.geom) as lat, t.hazard_id as "hazardId", t.pipes, t.line,
  t.customer_id as "customerId", c.gas_kind as "gasKind", c.class, c.is_critical as "isCritical", d.tries, d.tried_at as "triedAt",
  d.entered_at as "enteredAt", d.appointment_from as "from", d.appointment_to as "to",
  coalesce(h.n, 0)::int as "openHazards", h.worst`;
const JOINS = `left join customer c on c.id = t.customer_id
  left join field_door d on d.customer_id = t.customer_id
  left join lateral (
    select count(*) as n, (array_agg(z.grade order by array_position(array['major', 'general', 'minor'], z.grade)))[1] as worst
      from hazard z where z.customer_id = t.customer_id and z.state <> 'closed'
  ) h on t.customer_id is not null`;

/** Candidates for the next place in the order: those due first, and those nearest to a place. */
export async function listTaskRows(
  tx: Tx,
  where: TaskWhere,
  near: readonly [number, number] | null,
  most: number,
): Promise<TaskRow[]> {
  const first = `(select t.id from field_task t where ${WHERE} order by t.due_on, t.id limit $7)`;
  const nearest = `(select t.id from field_task t where ${WHERE} order by t.geom <-> st_setsrid(st_makepoint($8, $9), 4490), t.id limit $7)`;
  const picked = near === null ? first : `${first} union ${nearest}`;
  return await tx.query<TaskRow>(
    `with picked as (${picked}) select ${ROW} from picked p join field_task t on t.id = p.id ${JOINS}`,
    [...valuesOf(where), most, ...(near ?? [])],
  );
}

/** How many there are. Open ones of all, of whom a province has a million, are summed by day and not counted one by one. */
export async function countTasks(tx: Tx, where: TaskWhere): Promise<number> {
  const { whose, area, enterprise, kind, state, dueBy } = where;
  const [row] =
    whose === null && state === "open"
      ? await tx.query<{ n: number }>(
          `select coalesce(sum(tasks), 0)::int as n from field_task_due t
            where tasks <> 0 and due_on <= $4::date and ($1::text is null or area_code in ${COUNTIES_OF("$1")})
              and ($2::text is null or enterprise_id = $2) and ($3::text is null or kind = $3)`,
          [area, enterprise, kind, dueBy],
        )
      : await tx.query<{ n: number }>(`select count(*)::int as n from field_task t where ${WHERE}`, valuesOf(where));
  return row?.n ?? 0;
}

/** Share of visits of an enterprise that were let in at an hour of the day in Shanghai, of this month and the three before; few visits tell nothing. */
export async function likelyAtHome(
  tx: Tx,
  enterprises: readonly string[],
  { hour, day }: { readonly hour: number; readonly day: string },
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.query<{ id: string; share: number }>(
    `select enterprise_id as id, sum(entered)::double precision / sum(visits) as share from field_home_hour
      where enterprise_id = any ($1) and hour = $2 and month > $3::date - interval '4 months' and month <= $3::date
      group by 1 having sum(visits) >= 20`,
    [[...enterprises], hour, day],
  );
  return new Map(rows.map(({ id, share }) => [id, share]));
}
