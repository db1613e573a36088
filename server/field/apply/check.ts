import type { CheckBody } from "#contract/field/bodies.ts";
import { hazardsOf, missingOf, outcomeRule } from "#contract/field/checklist-rules.ts";
import type { Checklist } from "#contract/field/checklists.ts";
import type { Flag, Receipt } from "#contract/field/records.ts";
import { dayIn } from "#model/field/due.ts";
import type { DeadlineDays } from "#model/field/hazard-loop.ts";
import { findChecklist } from "#server/field/checklists.ts";
import { settleDoor } from "#server/field/doors.ts";
import { type Apply, type Applying, applied } from "#server/field/ledger/apply.ts";
import { deadlineDays } from "#server/field/rules.ts";
import { settleSample } from "#server/field/sampling/settle.ts";
import { finishTask } from "#server/field/tasks/finish.ts";
import { beginNewHazard, gradeOf, type NewHazard } from "./hazards.ts";
import { type DoorSubject, findDoor, metresBetween, refuseSubject } from "./subjects.ts";

/** Farther from the door than this, beyond what the fix itself is unsure of, is told. */
const FAR_M = 200;

async function keepVisit({ tx, record, sender, times }: Applying, body: CheckBody, door: DoorSubject): Promise<void> {
  await tx.query(
    `insert into field_visit (record_id, customer_id, area_code, enterprise_id, author, author_name, outcome, at, form_id, form_version,
                              answers, meter_code, task_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12, $13)
     on conflict (record_id) do update set outcome = excluded.outcome, at = excluded.at, answers = excluded.answers,
       meter_code = excluded.meter_code`,
    [
      record.id,
      door.id,
      door.areaCode,
      door.enterpriseId,
      record.author,
      record.author === sender.account ? sender.name : record.author,
      body.outcome,
      times.finishedAt,
      record.form.id,
      record.form.version,
      JSON.stringify(body.answers),
      body.meterCode,
      record.taskId,
    ],
  );
}

function listFlags(at: Applying, body: CheckBody, door: DoorSubject, list: Checklist | null): Flag[] {
  const { record, times } = at;
  if (list === null) return [{ kind: "unknown_form", evidence: { id: record.form.id, version: record.form.version } }];
  const day = dayIn(times.finishedAt.getTime());
  const missing = missingOf(list, door, body, record.attachments, record.place !== null, day);
  const flags: Flag[] =
    missing.length === 0 ? [] : [{ kind: "evidence_missing", evidence: { missing: missing.slice(0, 40) } }];
  const atDoorS = Math.round((times.finishedAt.getTime() - times.startedAt.getTime()) / 1000);
  if (outcomeRule(list, body.outcome)?.needsAnswers && atDoorS < list.leastS)
    flags.push({ kind: "dwell_too_short", evidence: { atDoorS, leastS: list.leastS } });
  return flags;
}

function placeFlags({ record: { place } }: Applying, { lngLat }: DoorSubject): Flag[] {
  if (place === null || lngLat === null) return [];
  const metres = Math.round(metresBetween(place.lngLat, lngLat));
  if (metres <= FAR_M + 2 * place.accuracyM) return [];
  return [{ kind: "far_from_subject", evidence: { metres, accuracyM: place.accuracyM } }];
}

/** Hazards that the inspector wrote down, graded by rule, and those that a bad answer makes though nobody wrote them down. */
function hazardsFound(at: Applying, body: CheckBody, door: DoorSubject, list: Checklist | null): NewHazard[] {
  const { record, times } = at;
  const day = dayIn(times.finishedAt.getTime());
  const ruled = list === null ? [] : hazardsOf(list, door, body.answers, day);
  const lngLat = door.lngLat ?? record.place?.lngLat ?? null;
  if (lngLat === null) return [];
  const owner = {
    areaCode: door.areaCode,
    enterpriseId: door.enterpriseId,
    customerId: door.id,
    pipeId: null,
    pipeDistanceM: null,
    lngLat,
  };
  const written = body.hazards.map((hazard): NewHazard => {
    const rule = ruled.find(({ item }) => item === hazard.item);
    const grade = gradeOf(rule?.grade ?? null, hazard.grade);
    const { id, note, photos: files, isNotified } = hazard;
    return { ...owner, id, grade, code: rule?.code ?? hazard.item, note, files, isNotified };
  });
  const unwritten = ruled
    .filter(({ item }) => !body.hazards.some((hazard) => hazard.item === item))
    .map(({ item, code, grade }): NewHazard => {
      const { note = "", photos: files = [] } = body.answers[item] ?? {};
      return { ...owner, id: `${record.id}-${item}`, grade, code, note, files, isNotified: false };
    });
  return [...written, ...unwritten];
}

async function beginHazards(
  at: Applying,
  found: readonly NewHazard[],
  days: DeadlineDays,
): Promise<Receipt["hazards"]> {
  const told: Receipt["hazards"] = [];
  for (const hazard of found) told.push(await beginNewHazard(at, hazard, days));
  return told;
}

/** A household check: the visit, what it makes of the door, the task it ends, and the hazards it found. */
export const applyCheck: Apply<"check"> = async (at, body) => {
  const { tx, record, sender, times } = at;
  const door = await findDoor(tx, body.customerId);
  const refusal = await refuseSubject(tx, sender, body.customerId, door);
  if (refusal !== null || door === null) return refusal ?? applied({});
  const list = await findChecklist(tx, record.form.id, record.form.version);
  const flags = [...listFlags(at, body, door, list), ...placeFlags(at, door)];
  await keepVisit(at, body, door);
  if (record.replaces !== null)
    await tx.query(
      `with old as (update field_visit set is_superseded = true where record_id = $1 and customer_id = $2 and author = $4 returning record_id)
       update field_record set replaced_by = $3 where id in (select record_id from old)`,
      [record.replaces, door.id, record.id, record.author],
    );
  const before = await finishTask(tx, record.taskId, {
    kind: "check",
    subject: door.id,
    recordId: record.id,
    by: record.author,
  });
  if (before !== null && before !== record.replaces)
    flags.push({ kind: "task_done_twice", evidence: { first: before } });
  await settleDoor(tx, door, dayIn(at.nowMs), body.appointment);
  const day = dayIn(times.finishedAt.getTime());
  const hazards = await beginHazards(at, hazardsFound(at, body, door, list), await deadlineDays(tx, day));
  await settleSample(tx, record.taskId, record.id);
  return applied({ owner: door, subject: door.id, outcome: body.outcome, flags, hazards });
};
