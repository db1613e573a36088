import type { FindingBody } from "#contract/field/bodies.ts";
import { isCalibrated, leakForm } from "#contract/field/leak-form.ts";
import type { FieldRecord, Flag } from "#contract/field/records.ts";
import { dayIn } from "#model/field/due.ts";
import { type Apply, type Applying, applied, held } from "#server/field/ledger/apply.ts";
import { tellSurveyed } from "#server/field/plans/surveyed.ts";
import { deadlineDays } from "#server/field/rules.ts";
import { type Owner, ownerOfSender } from "#server/field/sight.ts";
import { finishTask } from "#server/field/tasks/finish.ts";
import { tellWork } from "#server/field/works/tell.ts";
import { beginNewHazard, gradeOf } from "./hazards.ts";
import { type NearPipe, nameNearPipes } from "./near-pipes.ts";
import { findSubject, refuseSubject } from "./subjects.ts";

/** A patrol from start to finish. Its ways and findings are records of their own. */
export const applyPatrol: Apply<"patrol"> = async ({ tx, record, sender }) => {
  const finished = { kind: "patrol" as const, subject: null, recordId: record.id, by: record.author };
  const before = await finishTask(tx, record.taskId, finished);
  const flags = before === null ? [] : [{ kind: "task_done_twice" as const, evidence: { first: before } }];
  return applied({ owner: ownerOfSender(sender), subject: record.taskId, flags });
};

const GRADES: Readonly<Record<FindingBody["code"], "major" | "general" | "minor">> = {
  third_party_work: "major",
  occupation: "major",
  leak_smell: "major",
  exposed_pipe: "general",
  missing_marker: "minor",
  damaged_valve_pit: "general",
  anticorrosion: "general",
  shallow_cover: "general",
  deep_roots: "minor",
  heap: "general",
  other: "minor",
};

const accuracyOf = ({ place }: FieldRecord) => place?.accuracyM ?? null;

/** The pipe by which something was found that is on nothing in particular. */
async function nearPipeOf({ tx, record }: Applying, { lngLat }: Pick<FindingBody, "lngLat">, owner: Owner) {
  const [near] = await nameNearPipes(tx, record.id, owner, [{ n: 0, lngLat, accuracyM: accuracyOf(record) }]);
  return near ?? null;
}

async function hazardOf(at: Applying, body: FindingBody, owner: Owner, near: NearPipe | null) {
  if (body.hazard === null) return [];
  const { hazard, on } = body;
  const { id, note, photos: files, isNotified, grade: seen } = hazard;
  const found = {
    ...owner,
    id,
    grade: gradeOf(GRADES[body.code], seen),
    code: body.code,
    note,
    lngLat: body.lngLat,
    customerId: on.kind === "customer" ? on.id : null,
    pipeId: on.kind === "pipe" ? on.id : (near?.pipeId ?? null),
    pipeDistanceM: near?.distanceM ?? null,
    files,
    isNotified,
  };
  return [await beginNewHazard(at, found, await deadlineDays(at.tx, dayIn(at.times.finishedAt.getTime())))];
}

/** Something found on the way; what it is about says whose it is. */
export const applyFinding: Apply<"finding"> = async (at, body) => {
  const { tx, sender } = at;
  const { kind, id } = body.on;
  if (kind === "place" || id === null) {
    const owner = ownerOfSender(sender);
    const near = await nearPipeOf(at, body, owner);
    return applied({ owner, outcome: body.code, hazards: await hazardOf(at, body, owner, near) });
  }
  const found = await findSubject(tx, kind, id);
  const refusal = await refuseSubject(tx, sender, id, found);
  if (refusal !== null || found === null) return refusal ?? applied({});
  return applied({ owner: found, subject: id, outcome: body.code, hazards: await hazardOf(at, body, found, null) });
};

/** Third-party work near pipes. Of several records about one work the newest tells how it stands, whatever order they come in. */
export const applyWorkNotice: Apply<"work_notice"> = async (at, body) => {
  const { tx, record, sender, times } = at;
  const [pipe] = body.pipes;
  const found = pipe === undefined ? null : await findSubject(tx, "pipe", pipe);
  if (pipe !== undefined) {
    const refusal = await refuseSubject(tx, sender, pipe, found);
    if (refusal !== null) return refusal;
  }
  const owner = found ?? ownerOfSender(sender);
  const told = { recordId: record.id, owner, at: times.finishedAt };
  if (!(await tellWork(tx, told, body)))
    return held("not_in_sight", `the work ${body.workId} is somebody else's`, { subject: body.workId });
  if (pipe === undefined) await nearPipeOf(at, body, owner);
  return applied({ owner, subject: body.workId, outcome: body.how });
};

const formOf = ({ form: { id, version } }: FieldRecord) => ({ id, version });

/** Readings of a leak survey. That nothing says the instrument was calibrated on the day is told, no more. */
export const applyLeakSurvey: Apply<"leak_survey"> = async ({ tx, record, sender, times }, body) => {
  const owner = ownerOfSender(sender);
  const flags: Flag[] = [];
  if (leakForm(record.form) === undefined) flags.push({ kind: "unknown_form", evidence: { ...formOf(record) } });
  if (!isCalibrated(body, dayIn(times.finishedAt.getTime())))
    flags.push({ kind: "evidence_missing", evidence: { missing: [{ what: "calibration" }] } });
  const rows = body.readings.map(({ at, lngLat, value, unit, on }, n) => ({
    n,
    at,
    lng: lngLat[0],
    lat: lngLat[1],
    value,
    unit,
    on,
  }));
  await tx.query(
    `insert into field_leak (record_id, n, area_code, enterprise_id, at, value, unit, subject, geom)
     select $1, r.n, $2, $3, r.at, r.value, r.unit, r."on", st_setsrid(st_makepoint(r.lng, r.lat), 4490)
       from jsonb_to_recordset($4::jsonb) r (n int, at timestamptz, value double precision, unit text, "on" text, lng double precision, lat double precision)
     on conflict (record_id, n) do nothing`,
    [record.id, owner.areaCode, owner.enterpriseId, JSON.stringify(rows)],
  );
  const places = body.readings.map(({ lngLat, accuracyM = accuracyOf(record) }, n) => ({ n, lngLat, accuracyM }));
  await nameNearPipes(tx, record.id, owner, places);
  await tellSurveyed(tx, {
    recordId: record.id,
    taskId: record.taskId,
    owner,
    pipes: body.pipes,
    at: times.finishedAt,
  });
  const finished = { kind: "leak_survey" as const, subject: null, recordId: record.id, by: record.author };
  const before = await finishTask(tx, record.taskId, finished);
  if (before !== null) flags.push({ kind: "task_done_twice", evidence: { first: before } });
  return applied({ owner, subject: record.taskId, outcome: body.method, flags });
};
