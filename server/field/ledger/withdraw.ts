import { dayIn } from "#model/field/due.ts";
import { findDoor } from "#server/field/apply/subjects.ts";
import type { Tx } from "#server/db/db.ts";
import { settleDoor } from "#server/field/doors.ts";
import { retellWork } from "#server/field/works/tell.ts";
import { forgetVisit } from "./contents.ts";
import { uncount } from "./count.ts";

/** Somebody decides what cannot be: nothing of the transaction may stay. */
export class CannotStand extends Error {}

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

/** A way that was left out, or counts again, is laid upon the network anew by the next matching (walks/match-tracks.ts): with no metres, or its own. */
const settleWay = async (tx: Tx, id: string): Promise<void> =>
  void (await tx.query("update field_track set matched_at = null where record_id = $1", [id]));

/** Makes works say what the records about them tell that count. Throws `CannotStand` where the content of one was given up. */
export async function settleWorks(tx: Tx, works: readonly string[]): Promise<void> {
  for (const work of new Set(works))
    if (!(await retellWork(tx, work)))
      throw new CannotStand(
        `What is known of the work ${work} cannot be told anew: the content of a record about it was given up.`,
      );
}

async function settleWorkOf(tx: Tx, id: string): Promise<void> {
  const found = await tx.query<{ work: string }>(
    "select subject as work from field_record where id = $1 and kind = 'work_notice' and subject is not null",
    [id],
  );
  await settleWorks(
    tx,
    found.map(({ work }) => work),
  );
}

/** Leaves a record out of the figures for another one, which counts in its place. It stays kept, whole. */
export async function withdraw(tx: Tx, id: string, inPlaceOf: string, nowMs: number): Promise<void> {
  await uncount(tx, id);
  await tx.query("update field_record set replaced_by = $2 where id = $1", [id, inPlaceOf]);
  await settleVisit(tx, id, true, nowMs);
  await settleWay(tx, id);
  await settleWorkOf(tx, id);
}

/** Takes a record that was withdrawn into account again. */
export async function restore(tx: Tx, id: string, nowMs: number): Promise<void> {
  await tx.query(
    `update field_record set replaced_by = null, state = case state when 'counted' then 'accepted' else state end, counted_at = null
      where id = $1`,
    [id],
  );
  await settleVisit(tx, id, false, nowMs);
  await settleWay(tx, id);
  await settleWorkOf(tx, id);
}
