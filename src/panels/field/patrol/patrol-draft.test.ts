import { expect, test } from "vitest";
import { FindingBody, PatrolBody, WorkNoticeBody } from "#contract/field/bodies.ts";
import { type FindingDraft, findingBody, type PatrolDraft, patrolBody, paused, workBody } from "./patrol-draft.ts";

const ID = "0190a8f0-0000-7000-8000-000000000001";
const AT = "2026-11-26T00:00:00.000Z";
const patrol: PatrolDraft = {
  taskId: null,
  title: "",
  startedAt: AT,
  pausedAt: null,
  pausedMs: 0,
  points: [],
  note: "",
};
const finding = (over: Partial<FindingDraft> = {}): FindingDraft => ({
  patrolId: ID,
  startedAt: AT,
  place: { lngLat: [114, 38], accuracyM: 5, at: AT, isMock: false },
  code: "third_party_work",
  note: "",
  isHazard: true,
  hazardId: ID,
  photos: [],
  voice: [],
  work: {
    recordId: ID,
    workId: ID,
    how: "noticed",
    name: "",
    contractor: "",
    phone: "",
    from: "2026-11-30T12:00:00.000Z",
    plan: "none",
    guard: "none",
    guardName: "",
  },
  ...over,
});

test("time that a patrol stands still is summed over its pauses, and counts to the end where it ends in one", () => {
  const once = paused(paused(patrol, 1000), 4000);
  expect(patrolBody(once, [], 9000).pausedS).toBe(3);
  expect(patrolBody(paused(once, 5000), [], 9000).pausedS).toBe(7);
});

test("a clock that was set back makes no pause negative", () => {
  expect(paused(paused(patrol, 9000), 1000).pausedMs).toBe(0);
});

test("what is sealed is what the contract takes", () => {
  expect(PatrolBody.safeParse(patrolBody(patrol, [ID], 9000)).success).toBe(true);
  expect(FindingBody.safeParse(findingBody(finding())).success).toBe(true);
  expect(WorkNoticeBody.safeParse(workBody(finding(), null)).success).toBe(true);
});

test("a finding without a kind or a place is none yet", () => {
  expect(findingBody(finding({ code: null }))).toBeNull();
  expect(findingBody(finding({ place: null }))).toBeNull();
});

test("only third-party work makes a notice, and it says by which rule it was filled in", () => {
  const rule = {
    id: "work-notice",
    version: 3,
    noticeDays: 7,
    needsPlan: true,
    needsGuard: true,
    clause: "",
    source: "",
  };
  expect(workBody(finding({ code: "heap" }), rule)).toBeNull();
  const body = workBody(finding(), rule);
  expect(body?.rule).toEqual({ id: "work-notice", version: 3, noticeDays: 7 });
  expect(WorkNoticeBody.safeParse(body).success).toBe(true);
});

test("a notice of the form before, which names no rule, is still taken", () => {
  const { rule: _, ...old } = workBody(finding(), null) ?? {};
  expect(WorkNoticeBody.safeParse(old).success).toBe(true);
});
