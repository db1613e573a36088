import { LEVELS, type Level } from "#contract/scope.ts";
import type { Assignee, Task, TaskStep } from "#contract/tasks.ts";
import { COUNTIES_OF } from "./areas.ts";
import type { Tx } from "./db.ts";
import { type InstantKey, instantKey } from "./instant-key.ts";

interface TaskRow extends Omit<Task, "dueAt" | "createdAt" | "isLate" | "steps"> {
  readonly dueAt: Date;
  readonly createdAt: Date;
  readonly isLate: boolean;
  readonly steps: readonly {
    readonly step: TaskStep;
    readonly at: string;
    readonly by: string;
    readonly note: string;
  }[];
}

/** Late: nobody on the scene when it was due, or not in time. */
const TASK = `k.id, k.alarm_id as "alarmId", k.area_code as "areaCode", k.enterprise_id as "enterpriseId", k.step, k.assignee as "assigneeId",
  k.assignee_name as "assigneeName", k.note, k.due_at as "dueAt", k.created_at as "createdAt", k.created_by as "createdBy",
  k.due_at < coalesce(
    (select min(s.at) from alarm_task_step s where s.task_id = k.id and s.step in ('on_scene', 'declined', 'cancelled')), now()) as "isLate",
  (select coalesce(jsonb_agg(jsonb_build_object('step', s.step, 'at', s.at, 'by', s.by_name, 'note', s.note) order by s.n), '[]')
     from alarm_task_step s where s.task_id = k.id) as steps`;

const taskOf = (row: TaskRow): Task => ({
  ...row,
  dueAt: row.dueAt.toISOString(),
  createdAt: row.createdAt.toISOString(),
  steps: row.steps.map((step) => ({ ...step, at: new Date(step.at).toISOString() })),
});

export interface TaskWhere {
  readonly alarm?: string | undefined;
  readonly area?: string | undefined;
  /** Only this person's. */
  readonly assignee: string | null;
  readonly state: "open" | "ended" | "any";
  /** Only those behind this one. */
  readonly after: InstantKey | null;
  readonly limit: number;
}

const ENDED = "('closed', 'declined', 'cancelled')";
const STATE = { open: `k.step not in ${ENDED}`, ended: `k.step in ${ENDED}`, any: "true" };

/** A page of tasks, the newest first, and the place of its last one; `next` is null where no other follows. */
export async function listTasks(
  tx: Tx,
  w: TaskWhere,
): Promise<{ readonly tasks: readonly Task[]; readonly next: InstantKey | null }> {
  const [at = null, id = null] = w.after ?? [];
  const rows = await tx.query<TaskRow & { readonly key: string }>(
    `select ${TASK}, ${instantKey("k.created_at")} as key from alarm_task k
      where ${STATE[w.state]} and ($1::text is null or k.alarm_id = $1) and ($2::text is null or k.area_code in ${COUNTIES_OF("$2")})
        and ($3::text is null or k.assignee = $3)
        and ($4::timestamptz is null or k.created_at < $4::timestamptz or (k.created_at = $4::timestamptz and k.id > $5))
      order by k.created_at desc, k.id limit $6`,
    [w.alarm ?? null, w.area ?? null, w.assignee, at, id, w.limit + 1],
  );
  const page = rows.slice(0, w.limit);
  const last = page.at(-1);
  return {
    tasks: page.map(({ key: _, ...row }) => taskOf(row)),
    next: rows.length > w.limit && last ? [last.key, last.id] : null,
  };
}

export async function findTask(tx: Tx, id: string): Promise<Task | null> {
  const [row] = await tx.query<TaskRow>(`select ${TASK} from alarm_task k where k.id = $1`, [id]);
  return row === undefined ? null : taskOf(row);
}

export interface NewTask {
  readonly id: string;
  readonly alarmId: string;
  readonly areaCode: string;
  readonly enterpriseId: string;
  readonly assignee: string;
  readonly assigneeName: string;
  readonly note: string;
  readonly dueAt: string;
  readonly by: string;
}

export async function insertTask(tx: Tx, t: NewTask): Promise<void> {
  await tx.query(
    `insert into alarm_task (id, alarm_id, area_code, enterprise_id, step, assignee, assignee_name, note, due_at, created_by)
     values ($1, $2, $3, $4, 'dispatched', $5, $6, $7, $8::timestamptz, $9)`,
    [t.id, t.alarmId, t.areaCode, t.enterpriseId, t.assignee, t.assigneeName, t.note, t.dueAt, t.by],
  );
  await tx.query(
    `insert into alarm_task_step (task_id, n, area_code, enterprise_id, step, by_name, note) values ($1, 1, $2, $3, 'dispatched', $4, $5)`,
    [t.id, t.areaCode, t.enterpriseId, t.by, t.note],
  );
}

/** Goes on from exactly the step that the caller saw; false when somebody else was faster. */
export async function takeStep(
  tx: Tx,
  id: string,
  from: TaskStep,
  to: TaskStep,
  by: string,
  note: string,
): Promise<boolean> {
  const rows = await tx.query(
    `with gone as (update alarm_task set step = $3 where id = $1 and step = $2 returning id, area_code, enterprise_id)
     insert into alarm_task_step (task_id, n, area_code, enterprise_id, step, by_name, note)
     select g.id, (select count(*) + 1 from alarm_task_step s where s.task_id = g.id), g.area_code, g.enterprise_id, $3, $4, $5 from gone g
     returning 1`,
    [id, from, to, by, note],
  );
  return rows.length === 1;
}

/**
 * People who see an alarm of this owner and go out or send out, of the asker's own level or below it: whoever stands above is not theirs to send.
 * Read by the system, since accounts are nobody's business data.
 */
export async function listAssignees(
  tx: Tx,
  { areaCode, enterpriseId }: { readonly areaCode: string; readonly enterpriseId: string },
  level: Level,
  account?: string,
): Promise<Assignee[]> {
  return await tx.query<Assignee>(
    `select a.account as id, a.name, a.role,
            (select count(*) from alarm_task k where k.assignee = a.account and k.step not in ${ENDED}) as "openTasks"
       from account a
      where a.role in ('inspector', 'dispatcher') and ($3::text is null or a.account = $3)
        and array_position($4::text[], a.level) >= array_position($4::text[], $5::text)
        and case a.level
              when 'enterprise' then a.enterprise_id = $2
              when 'county' then a.area_code = $1
              when 'city' then a.area_code = $1 or $1 in (select county_code from unit_county where unit_code = a.area_code)
              else true
            end
      order by array_position(array['enterprise', 'county', 'city', 'province'], a.level), a.role desc, a.name, a.account`,
    [areaCode, enterpriseId, account ?? null, [...LEVELS], level],
  );
}
