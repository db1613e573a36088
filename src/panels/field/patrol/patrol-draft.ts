import type { Draft } from "#api/outbox/ledger.ts";
import type { Outbox } from "#api/outbox/outbox.ts";
import type { FindingBody, FindingCode, PatrolBody, WorkNoticeBody } from "#contract/field/bodies.ts";
import type { Json } from "#contract/field/canonical.ts";
import type { Fix } from "#contract/field/records.ts";
import type { WorkRule } from "#contract/field/works.ts";

/** A patrol on its way. Its track is in drafts and records of its own: see track-recorder.ts. */
export interface PatrolDraft {
  readonly taskId: string | null;
  readonly title: string;
  /** ISO instant. */
  readonly startedAt: string;
  /** Since when it stands still, UTC ms; null while it goes on. */
  readonly pausedAt: number | null;
  readonly pausedMs: number;
  readonly points: PatrolBody["points"];
  readonly note: string;
}

/** What is asked of third-party work beside what every finding has. */
export interface WorkDraft {
  readonly recordId: string;
  readonly workId: string;
  readonly how: WorkNoticeBody["how"];
  readonly name: string;
  readonly contractor: string;
  readonly phone: string;
  /** ISO instant at which digging begins; null = not said. */
  readonly from: string | null;
  readonly plan: WorkNoticeBody["plan"];
  readonly guard: WorkNoticeBody["guard"];
  readonly guardName: string;
}

/** Something found on the way, as it is filled in. */
export interface FindingDraft {
  readonly patrolId: string | null;
  readonly startedAt: string;
  readonly place: Fix | null;
  readonly code: FindingCode | null;
  readonly note: string;
  readonly isHazard: boolean;
  readonly hazardId: string;
  readonly photos: readonly string[];
  readonly voice: readonly string[];
  readonly work: WorkDraft;
}

const keep = async (outbox: Outbox, kind: "patrol" | "finding", id: string, title: string, content: object) => {
  const changedAt = Date.now();
  await outbox.saveDraft({ id, kind, title, changedAt, content: content as unknown as Json, files: [] });
  return id;
};

export const patrolOnItsWay = (drafts: readonly Draft[]): Draft | undefined =>
  drafts.find(({ kind }) => kind === "patrol");

/** Opens the patrol that is on its way, or begins one; answers its draft's id, once it is on disk. There is one at a time. */
export async function beginPatrol(
  outbox: Outbox,
  { taskId, title }: Pick<PatrolDraft, "taskId" | "title">,
  nowMs: number,
): Promise<string> {
  const begun = patrolOnItsWay(outbox.view.getState().drafts);
  if (begun) return begun.id;
  const startedAt = new Date(nowMs).toISOString();
  const content: PatrolDraft = { taskId, title, startedAt, pausedAt: null, pausedMs: 0, points: [], note: "" };
  return keep(outbox, "patrol", outbox.newId(), title, content);
}

const newWork = (newId: () => string): WorkDraft => ({
  recordId: newId(),
  workId: newId(),
  how: "found",
  name: "",
  contractor: "",
  phone: "",
  from: null,
  plan: "none",
  guard: "none",
  guardName: "",
});

/** Begins the form of something found; answers its draft's id, once it is on disk. */
export async function beginFinding(outbox: Outbox, patrolId: string | null, nowMs: number): Promise<string> {
  const content: FindingDraft = {
    patrolId,
    startedAt: new Date(nowMs).toISOString(),
    place: null,
    code: null,
    note: "",
    isHazard: true,
    hazardId: outbox.newId(),
    photos: [],
    voice: [],
    work: newWork(outbox.newId),
  };
  return keep(outbox, "finding", outbox.newId(), "", content);
}

/** Stops the clock of the patrol, or lets it run on. */
export const paused = (draft: PatrolDraft, nowMs: number): PatrolDraft =>
  draft.pausedAt === null
    ? { ...draft, pausedAt: nowMs }
    : { ...draft, pausedAt: null, pausedMs: draft.pausedMs + Math.max(0, nowMs - draft.pausedAt) };

/** Body of the record of a patrol that ends now. `tracks`: ids of the records that hold its way, in order. */
export function patrolBody(draft: PatrolDraft, tracks: readonly string[], nowMs: number): PatrolBody {
  const { taskId, pausedMs, points, note } = draft.pausedAt === null ? draft : paused(draft, nowMs);
  return { planId: taskId, pausedS: Math.round(pausedMs / 1000), tracks: [...tracks], points: [...points], note };
}

/** What a finding still lacks: it cannot be told of without them. */
export const lackOf = ({ code, place }: Pick<FindingDraft, "code" | "place">): "code" | "place" | null =>
  code === null ? "code" : place === null ? "place" : null;

/** Body of the record of a finding; null while something lacks. */
export function findingBody(draft: FindingDraft): FindingBody | null {
  const { code, place, patrolId, note, isHazard, hazardId: id } = draft;
  if (code === null || place === null) return null;
  const [photos, voice] = [[...draft.photos], [...draft.voice]];
  const hazard = isHazard ? { id, item: code, grade: null, note, photos, isNotified: false } : null;
  return { patrolId, code, on: { kind: "place", id: null }, lngLat: place.lngLat, hazard, photos, voice, note };
}

/** Body of the notice that goes with a finding of third-party work, with the rule that it was filled in by; null for any other finding. */
export function workBody(draft: FindingDraft, rule: WorkRule | null): WorkNoticeBody | null {
  const { code, place, work, note, photos, startedAt } = draft;
  if (code !== "third_party_work" || place === null) return null;
  const { recordId: _, from, ...said } = work;
  return {
    ...said,
    noticedAt: work.how === "noticed" ? startedAt : null,
    from: from ?? startedAt,
    to: null,
    lngLat: place.lngLat,
    pipes: [],
    planFiles: [],
    photos: [...photos],
    isOver: false,
    rule: rule && { id: rule.id, version: rule.version, noticeDays: rule.noticeDays },
    note,
  };
}
