import type { Level } from "#contract/scope.ts";
import type { Tx } from "#server/db/db.ts";
import { listAssignees } from "#server/db/tasks.ts";
import type { Owner } from "#server/field/sight.ts";

export async function findTaskOwner(tx: Tx, id: string): Promise<Owner | null> {
  const [row] = await tx.query<Owner>(
    `select area_code as "areaCode", enterprise_id as "enterpriseId" from field_task where id = $1 and state = 'open'`,
    [id],
  );
  return row ?? null;
}

/** Gives a task to a person who goes out there, or to nobody; false when there is no such person. */
export async function assignTask(
  tx: Tx,
  id: string,
  assignee: string | null,
  owner: Owner,
  level: Level,
): Promise<boolean> {
  const [person] = assignee === null ? [null] : await listAssignees(tx, owner, level, assignee);
  if (person === undefined) return false;
  await tx.query("update field_task set assignee = $2, assignee_name = $3 where id = $1 and state = 'open'", [
    id,
    person?.id ?? null,
    person?.name ?? null,
  ]);
  return true;
}
