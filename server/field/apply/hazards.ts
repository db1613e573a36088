import type { FoundHazard } from "#contract/field/bodies.ts";
import { worse } from "#contract/field/checklist-rules.ts";
import type { HazardStep } from "#contract/field/hazard-words.ts";
import type { Receipt } from "#contract/field/records.ts";
import type { HazardGrade } from "#contract/gas.ts";
import type { LngLat } from "#contract/route.ts";
import { beginHazard, type DeadlineDays, type LoopState } from "#model/field/hazard-loop.ts";
import type { Tx } from "#server/db/db.ts";
import type { Applying } from "#server/field/ledger/apply.ts";
import type { Owner } from "#server/field/sight.ts";

/** A hazard that comes of a record. */
export interface NewHazard extends Owner {
  readonly id: string;
  readonly grade: HazardGrade;
  readonly code: string;
  readonly note: string;
  readonly lngLat: LngLat;
  readonly customerId: string | null;
  readonly pipeId: string | null;
  /** How far the pipe is, m; null where somebody named it. */
  readonly pipeDistanceM: number | null;
  readonly files: readonly string[];
  readonly isNotified: boolean;
}

export interface NewEvent {
  readonly id: string;
  readonly hazardId: string;
  readonly step: HazardStep;
  readonly from: string | null;
  readonly to: string;
  readonly at: Date;
  readonly by: string;
  readonly byName: string;
  readonly lngLat: LngLat | null;
  readonly note: string;
  readonly files: readonly string[];
  readonly recordId: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Appends to a hazard's events; false when this very event is there. */
export async function appendHazardEvent(tx: Tx, event: NewEvent, owner: Owner): Promise<boolean> {
  const rows = await tx.query(
    `insert into hazard_event (id, hazard_id, n, area_code, enterprise_id, step, from_state, to_state, at, by_account, by_name,
                               lng, lat, note, files, record_id, detail)
     select $1, $2, (select count(*) + 1 from hazard_event e where e.hazard_id = $2), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
            $16::jsonb
     on conflict (id) do nothing returning 1`,
    [
      event.id,
      event.hazardId,
      owner.areaCode,
      owner.enterpriseId,
      event.step,
      event.from,
      event.to,
      event.at,
      event.by,
      event.byName,
      event.lngLat?.[0] ?? null,
      event.lngLat?.[1] ?? null,
      event.note,
      [...event.files],
      event.recordId,
      JSON.stringify(event.detail),
    ],
  );
  return rows.length > 0;
}

async function insertHazard(tx: Tx, hazard: NewHazard, begun: LoopState, recordId: string): Promise<boolean> {
  const rows = await tx.query(
    `insert into hazard (id, area_code, enterprise_id, grade, state, found_at, due_at, note, code, customer_id, pipe_id, pipe_distance_m, record_id, geom)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $15, $12, st_setsrid(st_makepoint($13, $14), 4490))
     on conflict (id) do nothing returning 1`,
    [
      hazard.id,
      hazard.areaCode,
      hazard.enterpriseId,
      begun.grade,
      begun.state,
      new Date(begun.foundAt),
      begun.dueAt === null ? null : new Date(begun.dueAt),
      hazard.note.slice(0, 2000),
      hazard.code,
      hazard.customerId,
      hazard.pipeId,
      recordId,
      hazard.lngLat[0],
      hazard.lngLat[1],
      hazard.pipeDistanceM,
    ],
  );
  return rows.length > 0;
}

/**
 * Begins a hazard: found by a person, graded by rule in the same moment, told to the resident where that was done. One whose id is there
 * already, as when a record is applied again, stays as it is.
 */
export async function beginNewHazard(
  at: Applying,
  hazard: NewHazard,
  days: DeadlineDays,
): Promise<Receipt["hazards"][number]> {
  const { tx, record, times } = at;
  const begun = beginHazard(hazard.grade, times.finishedAt.getTime(), days);
  const dueAt = begun.dueAt === null ? null : new Date(begun.dueAt).toISOString();
  const told = { id: hazard.id, grade: hazard.grade, dueAt };
  if (!(await insertHazard(tx, hazard, begun, record.id))) return told;
  const base = { hazardId: hazard.id, at: times.finishedAt, lngLat: hazard.lngLat, recordId: record.id, detail: {} };
  const person = { by: record.author, byName: at.sender.account === record.author ? at.sender.name : record.author };
  const say = (step: HazardStep, from: string | null, to: string, over: Partial<NewEvent> = {}) =>
    appendHazardEvent(
      tx,
      { ...base, ...person, id: `${hazard.id}-${step}`, step, from, to, note: "", files: [], ...over },
      hazard,
    );
  await say("find", null, "found", { note: hazard.note.slice(0, 2000), files: hazard.files });
  await say("grade", "found", begun.state, { by: "rule", byName: "规则", detail: { grade: hazard.grade, dueAt } });
  if (hazard.isNotified) {
    await say("notify", begun.state, "dispatched", { files: hazard.files });
    await tx.query("update hazard set state = 'dispatched' where id = $1", [hazard.id]);
  }
  return told;
}

/** The grade by rule, made worse where the person on the spot thought so. */
export const gradeOf = (ruled: HazardGrade | null, seen: FoundHazard["grade"]): HazardGrade =>
  ruled === null ? (seen ?? "general") : seen === null ? ruled : worse(ruled, seen);
