import type { Tx } from "#server/db/db.ts";

export interface Finished {
  /** A record of this kind ends a task of it, or of the kinds that are done the same way. */
  readonly kind: "check" | "patrol" | "leak_survey";
  /** The door that was visited; null where the task names none. */
  readonly subject: string | null;
  readonly recordId: string;
  readonly by: string;
}

const KINDS: Readonly<Record<Finished["kind"], readonly string[]>> = {
  check: ["check", "recheck", "sampling"],
  patrol: ["patrol"],
  leak_survey: ["leak_survey"],
};

/**
 * Ends the task that a record names, when it is about the same door. A visit that names none ends the door's own check. Returns the record
 * that had ended the task before, or null. A task that is not there any more is no matter: the record tells what was done.
 */
export async function finishTask(
  tx: Tx,
  taskId: string | null,
  { kind, subject, recordId, by }: Finished,
): Promise<string | null> {
  if (taskId === null && subject === null) return null;
  await tx.query(
    `update field_task set state = 'done', done_at = now(), done_by = $1, record_id = $2
      where state = 'open' and kind = any ($3) and customer_id is not distinct from $4
        and case when $5::text is null then kind = 'check' else id = $5 end`,
    [by, recordId, [...KINDS[kind]], subject, taskId],
  );
  if (taskId === null) return null;
  const [task] = await tx.query<{ record: string | null }>(
    "select record_id as record from field_task where id = $1 and state = 'done' and customer_id is not distinct from $2",
    [taskId, subject],
  );
  return task === undefined || task.record === recordId ? null : task.record;
}
