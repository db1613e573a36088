import type { HazardStep } from "#contract/field/hazard-words.ts";
import type { HazardGrade } from "#contract/gas.ts";
import { dayIn } from "#model/field/due.ts";
import { type LoopState, takeStep } from "#model/field/hazard-loop.ts";
import type { Tx } from "#server/db/db.ts";
import { listAssignees } from "#server/db/tasks.ts";
import { appendHazardEvent } from "#server/field/apply/hazards.ts";
import { type HazardAt, hasEvent, holdHazard, saveHazard } from "#server/field/hazard-rows.ts";
import { deadlineDays } from "#server/field/rules.ts";
import type { Sender } from "#server/field/sight.ts";

/** A step taken at a desk. */
export interface DeskStep {
  /** Made by the page: a step sent twice is one. */
  readonly id: string;
  readonly step: HazardStep;
  readonly note: string;
  readonly assignee: string | null;
  readonly grade: HazardGrade | null;
  readonly dueAt: string | null;
}

export type Stepped =
  | { readonly is: "taken" }
  | { readonly is: "gone" }
  | { readonly is: "refused"; readonly expected: string; readonly received: string }
  | { readonly is: "nobody" };

async function sendOut(tx: Tx, hazard: HazardAt, name: string): Promise<void> {
  await tx.query(
    `insert into field_task (id, kind, state, area_code, enterprise_id, assignee, assignee_name, title, due_on, hazard_id, geom)
     select $1, 'hazard', 'open', h.area_code, h.enterprise_id, h.assignee, $2, left(coalesce(nullif(h.note, ''), '隐患整改'), 200),
            (coalesce(h.due_at, now()) at time zone 'Asia/Shanghai')::date, h.id, h.geom
       from hazard h where h.id = $3
     on conflict (id) do update set state = 'open', assignee = excluded.assignee, assignee_name = excluded.assignee_name,
       due_on = excluded.due_on, done_at = null, done_by = null`,
    [`K-${hazard.id}`, name, hazard.id],
  );
}

/** What was sent out with a hazard is done when the hazard is. */
async function callBack(tx: Tx, { id }: HazardAt, by: string): Promise<void> {
  await tx.query(
    "update field_task set state = 'done', done_at = now(), done_by = $2 where hazard_id = $1 and state = 'open'",
    [id, by],
  );
}

const ENDS: ReadonlySet<HazardStep> = new Set(["close", "recheck_pass", "hand_over", "decline"]);

/** Takes a step in the caller's transaction; who may take it has been asked before. */
export async function stepAtDesk(
  tx: Tx,
  person: Sender,
  hazardId: string,
  ask: DeskStep,
  nowMs: number,
): Promise<Stepped> {
  const hazard = await holdHazard(tx, hazardId);
  if (hazard === null) return { is: "gone" };
  if (await hasEvent(tx, ask.id)) return { is: "taken" };
  const [sent] = ask.assignee === null ? [null] : await listAssignees(tx, hazard, person.scope.level, ask.assignee);
  if (sent === undefined) return { is: "nobody" };
  const days = await deadlineDays(tx, dayIn(nowMs));
  const dueAt = ask.dueAt === null ? null : Date.parse(ask.dueAt);
  const asked = { step: ask.step, at: nowMs, grade: ask.grade, dueAt, assignee: sent?.id ?? null };
  const taken = takeStep(hazard.loop, asked, days);
  if (!taken.ok) return { is: "refused", expected: taken.expected, received: taken.received };
  const to: LoopState =
    ask.step === "accept" && taken.to.assignee === null ? { ...taken.to, assignee: person.account } : taken.to;
  await saveHazard(tx, hazardId, to, sent?.name ?? (to.assignee === person.account ? person.name : null));
  const event = {
    id: ask.id,
    hazardId,
    step: ask.step,
    from: hazard.loop.state,
    to: to.state,
    at: new Date(nowMs),
    by: person.account,
    byName: person.name,
    lngLat: null,
    note: ask.note,
    files: [],
    recordId: null,
    detail: { grade: ask.grade, dueAt: ask.dueAt, assignee: sent?.id ?? null },
  };
  await appendHazardEvent(tx, event, hazard);
  if (ask.step === "dispatch") await sendOut(tx, hazard, sent?.name ?? "");
  if (ENDS.has(ask.step)) await callBack(tx, hazard, person.account);
  return { is: "taken" };
}
