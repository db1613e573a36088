import { z } from "zod";
import { Instant, route } from "../route.ts";
import { AreaCode, BUSINESS_ROLES, EnterpriseId } from "../scope.ts";
import { KeptFile } from "./records.ts";
import { RecordKind } from "./words.ts";

/*
 * Two contents that came under one id. Both are kept whatever is decided; the first counts until a person decides, and nothing behind it
 * waits. A decision says which of the two counts; it can be taken back, and each step of it stays in the conflict's journal.
 */

/**
 * Which content counts. `keep_first`, `keep_other`: that one, under the id · `keep_both`: both happened; the first counts under the id and
 * the other as a record of its own · `as_is`: looked at and left; what counts now goes on to count.
 */
export const RESOLUTIONS = ["keep_first", "keep_other", "keep_both", "as_is"] as const;
export const Resolution = z.enum(RESOLUTIONS);
export type Resolution = z.infer<typeof Resolution>;

export const CONFLICT_STATES = ["open", "resolved", "any"] as const;
export const ConflictState = z.enum(CONFLICT_STATES);
export type ConflictState = z.infer<typeof ConflictState>;

/** Why a resolution is not offered for a conflict. */
export const REFUSALS = [
  /** The two are of different people: nobody's record becomes another's. */
  "author",
  /** They are of different kinds, or about different things. */
  "subject",
  /** Nobody answers for another about being seen. */
  "consent",
  /** A step with a hazard was taken: what is done is not undone here. */
  "step",
  /** Another record has put this one right since: that one counts. */
  "replaced",
  /** The other content is of `LASTING_KINDS` and counts beside the first already. */
  "laid",
  /** The content was given up after 30 days at the earliest. */
  "gone",
] as const;
export const Refusal = z.enum(REFUSALS);
export type Refusal = z.infer<typeof Refusal>;

/**
 * Kinds whose second content cannot be left out again once it counts beside the first: a step with a hazard moves it on, and others have gone on
 * from there. A person is told so before they decide.
 */
export const LASTING_KINDS: readonly string[] = ["hazard_event", "consent"];

/** A conflict in a list, without the contents. */
export const ConflictLine = z.object({
  id: z.string(),
  recordId: z.string(),
  /** A `RecordKind`, or the word of a newer app. */
  kind: z.string(),
  areaCode: AreaCode,
  areaName: z.string(),
  enterpriseId: z.string(),
  enterpriseName: z.string(),
  /** Account of who wrote the other content, and their name. */
  author: z.string(),
  authorName: z.string(),
  /** When the other content came. */
  at: Instant,
  resolution: Resolution.nullable(),
  resolvedAt: Instant.nullable(),
  resolvedBy: z.string().nullable(),
});
export type ConflictLine = z.infer<typeof ConflictLine>;

export const listConflicts = route({
  path: "/api/field/conflicts",
  who: BUSINESS_ROLES,
  summary: "Records that came under one id with different contents, the newest first, in pages",
  query: z.object({
    area: AreaCode.optional(),
    enterprise: EnterpriseId.optional(),
    author: z.string().max(64).optional(),
    kind: RecordKind.optional(),
    state: ConflictState.default("open"),
    cursor: z.string().max(128).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  /** `open`: how many wait for a decision in this area and of this enterprise, whatever else is asked for. */
  reply: z.object({ conflicts: z.array(ConflictLine), next: z.string().nullable(), open: z.int() }),
});

/** One of the two contents. `hash` is of what was sent; `content` is that, but for what the caller may not read. */
export const Branch = z.object({
  which: z.enum(["first", "other"]),
  hash: z.string(),
  /** Counts now: under the conflict's id, or under `recordId`. */
  counts: z.boolean(),
  /** Under which id it stands or stood in the ledger; null = it never did. */
  recordId: z.string().nullable(),
  /** false = given up; nothing but the hash is left. */
  isKept: z.boolean(),
  receivedAt: Instant.nullable(),
  authorName: z.string(),
  /** Account. */
  sentBy: z.string().nullable(),
  content: z.record(z.string(), z.unknown()),
  files: z.array(KeptFile),
});
export type Branch = z.infer<typeof Branch>;

/** A step with a conflict, as it stands in its journal. */
export const ConflictEvent = z.object({
  id: z.string(),
  step: z.enum(["decided", "reopened"]),
  resolution: Resolution.nullable(),
  at: Instant,
  byName: z.string(),
  note: z.string(),
});
export type ConflictEvent = z.infer<typeof ConflictEvent>;

export const Conflict = z.object({
  line: ConflictLine,
  branches: z.array(Branch).length(2),
  /** The oldest first. */
  events: z.array(ConflictEvent),
  /** Resolutions that are not offered, and why. */
  refused: z.partialRecord(Resolution, Refusal),
  /** May the caller decide: `role` = others do, `own` = they wrote or sent one of the two. */
  may: z.enum(["decide", "role", "own"]),
  /** Other conflicts under the same id. */
  others: z.array(z.string()),
});
export type Conflict = z.infer<typeof Conflict>;

export const CONFLICT_ROLES = ["supervisor", "dispatcher"] as const;

const byId = z.object({ id: z.string().min(1).max(80) });
/** `id`: made by the caller; the same step sent again is no second one. */
const Step = z.object({ id: z.uuid(), note: z.string().trim().min(2).max(500) });

export const getConflict = route({
  path: "/api/field/conflicts/:id",
  who: BUSINESS_ROLES,
  summary: "One conflict: both contents with their files, which of them counts, and its journal",
  params: byId,
  reply: Conflict,
});

/**
 * 409 where somebody was faster, or the resolution cannot be: `detail` says why, nothing is decided and what counted goes on to count. 403 for
 * who wrote or sent one of the two.
 */
export const resolveConflict = route({
  method: "POST",
  path: "/api/field/conflicts/:id/resolve",
  who: CONFLICT_ROLES,
  summary: "A person decides which of two contents counts; both stay kept",
  params: byId,
  body: Step.extend({ resolution: Resolution }),
  reply: Conflict,
});

/** What counts goes on to count until it is decided anew. */
export const reopenConflict = route({
  method: "POST",
  path: "/api/field/conflicts/:id/reopen",
  who: CONFLICT_ROLES,
  summary: "Takes a decision between two contents back: the conflict is open again",
  params: byId,
  body: Step,
  reply: Conflict,
});
