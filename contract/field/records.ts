import { z } from "zod";
import { Instant, LngLat, route } from "../route.ts";
import { AreaCode, BUSINESS_ROLES, EnterpriseId, type Role } from "../scope.ts";
import { AttachmentKind, FlagKind, HoldReason, ReceiptState, RecordKind } from "./words.ts";

/*
 * The ledger: what a device writes down, and what the server answers for. A record is made once on a device, under its own id, and never
 * changed: a correction is a new record that `replaces` it. The schemas are loose and change nothing of what they read: the hash is of
 * all that was sent, also of what a newer app says and this server does not know.
 */

/** Made by the device. */
export const RecordId = z.uuidv7();
export const AttachmentId = z.uuidv7();
/** SHA-256, 64 lower-case hex digits. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, "64 lower-case hex digits");

/** One file that belongs to a record. `item` is the checklist item (or other place in the form) that it is evidence for. */
export const ManifestEntry = z.looseObject({
  id: AttachmentId,
  kind: AttachmentKind,
  mime: z.string().min(3).max(80),
  bytes: z.int().min(1),
  sha256: Sha256,
  item: z.string().max(40).nullable(),
});
export type ManifestEntry = z.infer<typeof ManifestEntry>;

export const MANIFEST_MOST = 60;

/** Where the device thought it was. `isMock`: the system says that the position is made up. */
export const Fix = z.looseObject({
  lngLat: LngLat,
  accuracyM: z.number().min(0),
  at: Instant,
  isMock: z.boolean(),
});
export type Fix = z.infer<typeof Fix>;

/** A field record as it travels and as it is kept, hashed by `contentHash` (canonical.ts). Device times are the device's clock. */
export const FieldRecord = z.looseObject({
  id: RecordId,
  /** A `RecordKind`, or the word of a newer app. */
  kind: z.string().min(1).max(40),
  /** The form it was filled in on; for a check, the checklist. */
  form: z.looseObject({ id: z.string().min(1).max(60), version: z.int().min(1) }),
  /** Account of who wrote it. */
  author: z.string().min(1).max(64),
  device: z.looseObject({ id: z.string().min(1).max(64), app: z.string().max(40), platform: z.string().max(200) }),
  startedAt: Instant,
  finishedAt: Instant,
  /** Server's clock less device's, ms, when the two last spoke; null = they never did. */
  clockOffsetMs: z.number().nullable(),
  place: Fix.nullable(),
  taskId: z.string().max(80).nullable(),
  /** The record that this one puts right. */
  replaces: RecordId.nullable(),
  /** By kind: bodies.ts. */
  body: z.record(z.string(), z.unknown()),
  attachments: z.array(ManifestEntry).max(MANIFEST_MOST),
});
export type FieldRecord = z.infer<typeof FieldRecord>;

const BareReceipt = z.object({
  id: z.string(),
  hash: z.string(),
  state: ReceiptState,
  /** Why it is held; empty in every other state. */
  reasons: z.array(HoldReason),
  /** One sentence for each reason that has more to say, in the server's words. */
  detail: z.string().nullable(),
  /** Files of the manifest that are not whole here yet. */
  missing: z.array(z.string()),
  receivedAt: Instant,
  acceptedAt: Instant.nullable(),
  countedAt: Instant.nullable(),
  /** Hazards that came of it, as graded by rule. */
  hazards: z.array(
    z.object({ id: z.string(), grade: z.enum(["major", "general", "minor"]), dueAt: Instant.nullable() }),
  ),
});

/**
 * What became of one of several contents under an id: `open` waits for a person; `counts` stands, with its own `receipt` where that is under
 * another id; `set_aside` is kept and does not count. `by` and `note` are the decision's.
 */
export const ContentFate = z.object({
  hash: z.string(),
  fate: z.enum(["open", "counts", "set_aside"]),
  decidedAt: Instant.nullable(),
  by: z.string().nullable(),
  note: z.string().nullable(),
  receipt: BareReceipt.nullable(),
});
export type ContentFate = z.infer<typeof ContentFate>;

/** What the server answers for. The states are the inspector's: see `ReceiptState`. `contents`: only where several came under the id. */
export const Receipt = BareReceipt.extend({ contents: z.array(ContentFate).optional() });
export type Receipt = z.infer<typeof Receipt>;

/** Roles that go out. Any business role may send: a person whose role changed meanwhile still empties their queue. */
export const FIELD_ROLES = ["inspector", "supervisor", "dispatcher"] as const satisfies Role[];

/**
 * The same id and hash again is a no-op and answers the receipt as it stands. The same id with another hash is 409 `conflict`: the problem
 * has the receipt of what came first as its member `receipt`, and both contents are kept for a person. A hash that is not the content's
 * is 400. Everything else that is wrong is no error of this request: the record is kept and its receipt says `held`.
 */
export const sendRecord = route({
  method: "POST",
  path: "/api/field/records",
  who: BUSINESS_ROLES,
  summary: "Takes one field record, in one transaction; answers its receipt",
  body: z.object({ record: FieldRecord, hash: Sha256 }),
  reply: Receipt,
});

const Ids = z
  .string()
  .max(4000)
  .transform((text) => text.split(",").filter((id) => id !== ""))
  .pipe(z.array(RecordId).min(1).max(100));

/** Of those not named in `receipts`, the server knows nothing: send them again. */
export const listReceipts = route({
  path: "/api/field/receipts",
  who: BUSINESS_ROLES,
  summary: "Receipts of records that the caller wrote or sent, by id",
  query: z.object({ ids: Ids }),
  reply: z.object({ receipts: z.array(Receipt), now: Instant }),
});

/** A record in a list; `subject` is what it is about, without personal data. */
export const RecordLine = z.object({
  id: z.string(),
  kind: z.string(),
  state: ReceiptState,
  reasons: z.array(HoldReason),
  flags: z.array(FlagKind),
  author: z.string(),
  authorName: z.string(),
  areaCode: AreaCode,
  enterpriseId: z.string(),
  subject: z.string().nullable(),
  outcome: z.string().nullable(),
  finishedAt: Instant,
  receivedAt: Instant,
  lngLat: LngLat.nullable(),
  attachments: z.int(),
});
export type RecordLine = z.infer<typeof RecordLine>;

export const listRecords = route({
  path: "/api/field/records",
  who: BUSINESS_ROLES,
  summary: "Field records in sight, newest first by arrival, in pages",
  query: z.object({
    area: AreaCode.optional(),
    enterprise: EnterpriseId.optional(),
    author: z.string().max(64).optional(),
    kind: RecordKind.optional(),
    state: ReceiptState.optional(),
    flag: FlagKind.optional(),
    outcome: z.string().max(40).optional(),
    subject: z.string().max(80).optional(),
    from: Instant.optional(),
    to: Instant.optional(),
    cursor: z.string().max(128).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: z.object({ records: z.array(RecordLine), next: z.string().nullable() }),
});

/** A file that belongs to a record, as evidence: `bytes` is its size; `isWhole`: all of it has come; `item` as in its manifest. */
export const KeptFile = z.object({
  id: z.string(),
  kind: z.string(),
  mime: z.string(),
  bytes: z.int(),
  isWhole: z.boolean(),
  item: z.string().nullable(),
});

/** Why something was flagged, in figures that a person can follow: `{"kmh": 412, "from": "…", "to": "…"}`. */
export const Flag = z.object({ kind: FlagKind, evidence: z.record(z.string(), z.unknown()) });
export type Flag = z.infer<typeof Flag>;

export const getRecord = route({
  path: "/api/field/records/:id",
  who: BUSINESS_ROLES,
  summary: "One record as evidence: what was sent, its files, times, device, versions, flags and receipt",
  params: z.object({ id: z.string().min(1).max(80) }),
  reply: z.object({
    line: RecordLine,
    receipt: Receipt,
    /** What was sent, word for word but for names and telephone numbers of residents that the caller may not read. */
    record: z.record(z.string(), z.unknown()),
    flags: z.array(Flag),
    /**
     * The pipe nearest to a place of it that names none: within the place's accuracy, at least 15 m and at most 50 m. `n`: of a leak survey
     * the reading's number from 0, else 0. Pipes out of the caller's sight are not told.
     */
    nearPipes: z.array(z.object({ n: z.int(), pipeId: z.string(), distanceM: z.number() })),
    sentBy: z.string(),
    files: z.array(KeptFile),
  }),
});
