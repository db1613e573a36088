import { z } from "zod";

/** What a field record can tell of. A server that does not know a newer app's kind keeps the record and holds it. */
export const RECORD_KINDS = [
  "check",
  "patrol",
  "track",
  "finding",
  "hazard_event",
  "work_notice",
  "leak_survey",
  "consent",
] as const;
export const RecordKind = z.enum(RECORD_KINDS);
export type RecordKind = (typeof RECORD_KINDS)[number];

/**
 * 正常入户 · 到访不遇 · 拒检 · 空置 · 停用 · 已拆 · 地址错. Nobody home and refused are results with evidence of their own, not
 * failures; what each asks for stands in the checklist (`OutcomeRule`).
 */
export const VISIT_OUTCOMES = [
  "entered",
  "nobody_home",
  "refused",
  "vacant",
  "not_in_use",
  "demolished",
  "wrong_address",
] as const;
export const VisitOutcome = z.enum(VISIT_OUTCOMES);
export type VisitOutcome = (typeof VISIT_OUTCOMES)[number];

/**
 * 已上报 received: the server holds the record, files are missing · 已入库 accepted: record and all its files are there and applied ·
 * 已计入 counted: the figures have it · 待处理 held: kept whole, and a person must look (`reasons`).
 */
export const RECEIPT_STATES = ["received", "accepted", "counted", "held"] as const;
export const ReceiptState = z.enum(RECEIPT_STATES);
export type ReceiptState = (typeof RECEIPT_STATES)[number];

/** Why a record is held. The record is kept all the same, and nothing behind it waits for it. */
export const HOLD_REASONS = [
  /** Another record with this id and other content came first; both are kept. */
  "conflict",
  /** A kind that this server does not know yet. */
  "unknown_kind",
  /** The body is not what its kind needs, whatever its form's version. */
  "unreadable",
  /** The door, pipe, hazard or task it tells of is not known (any more). */
  "unknown_subject",
  /** What it tells of is not in the sight of who sent it. */
  "not_in_sight",
  /** A hazard does not take this step from where it stands. */
  "step_refused",
] as const;
export const HoldReason = z.enum(HOLD_REASONS);
export type HoldReason = (typeof HOLD_REASONS)[number];

/** What looks odd about a record: evidence for a person, never a verdict; no record is refused for one. */
export const FLAG_KINDS = [
  /** Faster between two places than anybody on the way could be. */
  "impossible_speed",
  /** A track that repeats another one point by point. */
  "identical_track",
  /** Shorter at the door than its checklist can take. */
  "dwell_too_short",
  /** A photo that came with another record already. */
  "photo_reused",
  /** The phone says that its position is made up. */
  "mock_location",
  /** Done far from the door. */
  "far_from_subject",
  /** The device's clock is off by more than ten minutes. */
  "clock_off",
  /** The task was done before, by another record. */
  "task_done_twice",
  /** Evidence that the form's version asks for is not there. */
  "evidence_missing",
  /** Filled in on a version of the form that this server does not know. */
  "unknown_form",
  /** Sent by somebody else than its author: from an export of unsent records. */
  "sent_by_other",
] as const;
export const FlagKind = z.enum(FLAG_KINDS);
export type FlagKind = (typeof FLAG_KINDS)[number];

export const ATTACHMENT_KINDS = ["photo", "sketch", "voice", "signature", "notice", "other"] as const;
export const AttachmentKind = z.enum(ATTACHMENT_KINDS);
export type AttachmentKind = (typeof ATTACHMENT_KINDS)[number];

/** What a person in the field is sent to do. */
export const FIELD_TASK_KINDS = ["check", "recheck", "sampling", "patrol", "leak_survey", "hazard"] as const;
export const FieldTaskKind = z.enum(FIELD_TASK_KINDS);
export type FieldTaskKind = (typeof FIELD_TASK_KINDS)[number];
