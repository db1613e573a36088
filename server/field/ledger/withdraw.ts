import { dayIn } from "#model/field/due.ts";
import { findDoor } from "#server/field/apply/subjects.ts";
import type { Tx } from "#server/db/db.ts";
import { settleDoor } from "#server/field/doors.ts";
import { forgetVisit } from "./contents.ts";
import { uncount } from "./count.ts";

/** Kinds whose effects stand in rows of their own, which can be left out of account; hazards go on in their own loop. */
export const WITHDRAWN_KINDS: readonly string[] = ["check", "finding", "patrol", "leak_survey"];

/** Makes a door say what its visits tell, with one of them more or less. */
async function settleVisit(tx: Tx, id: string, isSuperseded: boolean, nowMs: number): Promise<void> {
  await forgetVisit(tx, id);
  const [visit] = await tx.query<{ door: string; from: Date | null; to: Date | null }>(
    `update field_visit v set is_superseded = $2 from field_door d
      where v.record_id = $1 and d.customer_id = v.customer_id
      returning v.customer_id as door, d.appointment_from as "from", d.appointment_to as "to"`,
    [id, isSuperseded],
  );
  const door = visit === undefined ? null : await findDoor(tx, visit.door);
  if (door === null || visit === undefined) return;
  const { from, to } = visit;
  const appointment = from === null || to === null ? null : { from: from.toISOString(), to: to.toISOString() };
  await settleDoor(tx, door, dayIn(nowMs), appointment);
}

/** Leaves a record out of the figures for another one, which counts in its place. It stays kept, whole. */
export async function withdraw(tx: Tx, id: string, inPlaceOf: string, nowMs: number): Promise<void> {
  await uncount(tx, id);
  await tx.query("update field_record set replaced_by = $2 where id = $1", [id, inPlaceOf]);
  await settleVisit(tx, id, true, nowMs);
}

/** Takes a record that was withdrawn into account again. */
export async function restore(tx: Tx, id: string, nowMs: number): Promise<void> {
  await tx.query(
    `update field_record set replaced_by = null, state = case state when 'counted' then 'accepted' else state end, counted_at = null
      where id = $1`,
    [id],
  );
  await settleVisit(tx, id, false, nowMs);
}
