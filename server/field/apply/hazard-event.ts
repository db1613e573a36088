import { mayTake, takeStep } from "#model/field/hazard-loop.ts";
import { dayIn } from "#model/field/due.ts";
import { hasEvent, holdHazard, saveHazard } from "#server/field/hazard-rows.ts";
import { type Apply, applied, held } from "#server/field/ledger/apply.ts";
import { deadlineDays } from "#server/field/rules.ts";
import { appendHazardEvent } from "./hazards.ts";
import { refuseSubject } from "./subjects.ts";

/** A step with a hazard done in the field: as at a desk, but what cannot be taken is held for a person, for it has happened. */
export const applyHazardEvent: Apply<"hazard_event"> = async ({ tx, record, sender, times }, body) => {
  const hazard = await holdHazard(tx, body.hazardId);
  const subject = hazard === null ? null : { ...hazard, lngLat: null };
  const refusal = await refuseSubject(tx, sender, body.hazardId, subject);
  if (refusal !== null || hazard === null) return refusal ?? applied({});
  const about = { owner: hazard, subject: hazard.id, outcome: body.step };
  if (await hasEvent(tx, record.id)) return applied(about);
  if (!mayTake(body.step, sender.role))
    return held("step_refused", `${body.step} is not taken by the role ${sender.role}`, about);
  const days = await deadlineDays(tx, dayIn(times.finishedAt.getTime()));
  const at = times.finishedAt.getTime();
  const dueAt = body.dueAt === null ? null : Date.parse(body.dueAt);
  const taken = takeStep(hazard.loop, { step: body.step, at, grade: body.grade, dueAt }, days);
  if (!taken.ok)
    return held("step_refused", `${body.step}: expected ${taken.expected}, it stands at ${taken.received}`, about);
  const isAccept = body.step === "accept" && hazard.loop.assignee === null;
  const to = isAccept ? { ...taken.to, assignee: record.author } : taken.to;
  const byName = record.author === sender.account ? sender.name : record.author;
  await saveHazard(tx, hazard.id, to, isAccept ? byName : null);
  await appendHazardEvent(
    tx,
    {
      id: record.id,
      hazardId: hazard.id,
      step: body.step,
      from: hazard.loop.state,
      to: to.state,
      at: times.finishedAt,
      by: record.author,
      byName,
      lngLat: record.place?.lngLat ?? null,
      note: body.note,
      files: body.photos,
      recordId: record.id,
      detail: { grade: body.grade, dueAt: body.dueAt },
    },
    hazard,
  );
  return applied(about);
};
