import type { HttpHandler } from "msw";
import {
  type Branch,
  CONFLICT_ROLES,
  type Conflict,
  type ConflictEvent,
  getConflict,
  listConflicts,
  type Resolution,
  reopenConflict,
  resolveConflict,
} from "#contract/field/conflicts.ts";
import type { FieldRecord } from "#contract/field/records.ts";
import type { Scope } from "#contract/scope.ts";
import type { Me } from "#contract/session.ts";
import { answer, Refusal } from "./answer.ts";

/** A conflict that waits, and one that was decided. */
export const MOCK_CONFLICT = "019a9d5e-6c00-7000-8000-0000000000c1-111111111111";
export const MOCK_DECIDED = "019a9d5e-6c00-7000-8000-0000000000c2-222222222222";
const BESIDE = "019a9d5e-6c00-7000-8000-0000000000c3";

interface Kept {
  readonly id: string;
  readonly first: FieldRecord;
  readonly other: FieldRecord;
  readonly events: ConflictEvent[];
  resolution: Resolution | null;
}

const recordIdOf = (id: string) => id.slice(0, 36);

/** The same visit as another phone told it: nobody was let in. */
function otherOf(first: FieldRecord): FieldRecord {
  const photo = { id: recordIdOf(MOCK_DECIDED), kind: "notice" as const, mime: "image/jpeg", bytes: 48_000 };
  return {
    ...first,
    device: { ...first.device, id: "mock-phone-2" },
    finishedAt: new Date(Date.parse(first.finishedAt) + 120_000).toISOString(),
    body: { ...first.body, outcome: "refused", answers: {}, note: "门内有人，拒绝入户" },
    attachments: [{ ...photo, sha256: "2".repeat(64), item: null }],
  };
}

function branchesOf({ id, first, other, resolution, events }: Kept): Branch[] {
  const isBeside = resolution === "keep_both";
  const isOther = resolution === "keep_other" || (resolution === null && events.at(-2)?.resolution === "keep_other");
  const branch = (which: Branch["which"], content: FieldRecord, counts: boolean): Branch => ({
    which,
    hash: (which === "first" ? "0" : "1").repeat(64),
    counts,
    recordId: which === "other" && isBeside ? BESIDE : counts ? recordIdOf(id) : null,
    isKept: true,
    receivedAt: new Date(Date.parse(content.finishedAt) + 5000).toISOString(),
    authorName: "巡检员",
    sentBy: content.author,
    content: { ...content },
    files: content.attachments.map(({ id: file, kind, mime, bytes, item }) => ({
      id: file,
      kind,
      mime,
      bytes,
      item,
      isWhole: false,
    })),
  });
  return [branch("first", first, !isOther), branch("other", other, isOther || isBeside)];
}

function lineOf(kept: Kept, scope: Scope): Conflict["line"] {
  const decided = kept.resolution === null ? undefined : kept.events.at(-1);
  return {
    id: kept.id,
    recordId: recordIdOf(kept.id),
    kind: kept.first.kind,
    areaCode: scope.areaCode,
    areaName: "正定县",
    enterpriseId: scope.enterpriseId ?? "",
    enterpriseName: scope.enterpriseId === null ? "" : "正定燃气",
    author: kept.other.author,
    authorName: "巡检员",
    at: new Date(Date.parse(kept.other.finishedAt) + 5000).toISOString(),
    resolution: kept.resolution,
    resolvedAt: decided?.at ?? null,
    resolvedBy: decided?.byName ?? null,
  };
}

/** Conflicts of the ledger, in the page's memory; `first` is a visit, `scope` its inspector's. */
export function fieldConflictHandlers(who: () => Me | null, first: FieldRecord, scope: Scope): HttpHandler[] {
  const at = first.finishedAt;
  const make = (id: string, events: ConflictEvent[]): Kept => {
    const own = { ...first, id: recordIdOf(id) };
    return { id, first: own, other: otherOf(own), events, resolution: events.at(-1)?.resolution ?? null };
  };
  const decided = { id: BESIDE, step: "decided", resolution: "keep_first", at, byName: "省监管" } as const;
  const all = [make(MOCK_CONFLICT, []), make(MOCK_DECIDED, [{ ...decided, note: "以先到的一份为准" }])];
  const viewOf = (kept: Kept, { role, account }: Me): Conflict => ({
    line: lineOf(kept, scope),
    branches: branchesOf(kept),
    events: kept.events,
    refused: {},
    may: !CONFLICT_ROLES.some((one) => one === role) ? "role" : account === kept.other.author ? "own" : "decide",
    others: [],
  });
  const step = (kept: Kept, me: Me, id: string, note: string, resolution: Resolution | null) => {
    if (!kept.events.some((event) => event.id === id)) {
      if ((kept.resolution === null) === (resolution === null)) throw new Refusal(409, "conflict");
      const name = resolution === null ? "reopened" : "decided";
      kept.events.push({ id, step: name, resolution, at: new Date().toISOString(), byName: me.name, note });
      kept.resolution = resolution;
    }
    return viewOf(kept, me);
  };
  const find = (id: string) => all.find((one) => one.id === id) ?? null;
  return [
    answer(listConflicts, who, ({ query: { state, kind, author } }) => {
      const shown = all.filter(
        ({ resolution, first: { kind: own }, other }) =>
          (state === "any" || (resolution === null) === (state === "open")) &&
          (kind === undefined || kind === own) &&
          (author === undefined || author === other.author),
      );
      const open = all.filter(({ resolution }) => resolution === null).length;
      return { conflicts: shown.map((kept) => lineOf(kept, scope)), next: null, open };
    }),
    answer(getConflict, who, ({ params: { id }, me }) => {
      const kept = find(id);
      return kept === null ? null : viewOf(kept, me);
    }),
    answer(resolveConflict, who, ({ params, body: { id, note, resolution }, me }) => {
      const kept = find(params.id);
      return kept === null ? null : step(kept, me, id, note, resolution);
    }),
    answer(reopenConflict, who, ({ params, body: { id, note }, me }) => {
      const kept = find(params.id);
      return kept === null ? null : step(kept, me, id, note, null);
    }),
  ];
}
