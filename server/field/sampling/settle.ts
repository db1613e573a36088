import { differencesOf, isConclusive, type Look } from "#model/field/second-look.ts";
import type { Tx } from "#server/db/db.ts";

async function lookOf(tx: Tx, recordId: string): Promise<Look | null> {
  const [visit] = await tx.query<{ outcome: string; answers: Look["answers"]; hazards: string[] }>(
    `select outcome, answers,
            array(select distinct h.code from hazard h where h.record_id = v.record_id and h.code is not null) as hazards
       from field_visit v where v.record_id = $1`,
    [recordId],
  );
  return visit ?? null;
}

/**
 * Holds a second look against the visit it was drawn for, once its record and hazards are kept. One where nobody was let in says nothing: its
 * task stays open. A record that names no task of a draw changes nothing.
 */
export async function settleSample(tx: Tx, taskId: string | null, recordId: string): Promise<void> {
  if (taskId === null) return;
  const [sample] = await tx.query<{ recordId: string; samplingId: string }>(
    `select m.record_id as "recordId", m.sampling_id as "samplingId" from field_sample m
       join field_visit v on v.record_id = $2 and v.customer_id = m.customer_id
      where m.task_id = $1 for update of m`,
    [taskId, recordId],
  );
  if (sample === undefined) return;
  const [first, second] = [await lookOf(tx, sample.recordId), await lookOf(tx, recordId)];
  if (first === null || second === null) return;
  if (!isConclusive(second.outcome)) {
    await tx.query(
      "update field_task set state = 'open', done_at = null, done_by = null, record_id = null where id = $1 and record_id = $2",
      [taskId, recordId],
    );
    return;
  }
  await tx.query(
    `update field_sample m
        set second_id = v.record_id, second_author = v.author, second_author_name = v.author_name, second_at = v.at,
            second_outcome = v.outcome, differences = $4::jsonb
       from field_visit v
      where m.sampling_id = $1 and m.record_id = $2 and v.record_id = $3`,
    [sample.samplingId, sample.recordId, recordId, JSON.stringify(differencesOf(first, second))],
  );
}
