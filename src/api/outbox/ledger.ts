import type { Json } from "#contract/field/canonical.ts";
import type { FieldRecord, ManifestEntry, Receipt } from "#contract/field/records.ts";
import type { HoldReason } from "#contract/field/words.ts";

/**
 * What the inspector sees of each record: 已保存 saved on the phone → 已上报 received by the server → 已入库 accepted → 已计入 counted, or
 * 待处理 attention, with the reason in words. A state never goes back, and no state loses the record.
 */
export const RECORD_STATES = ["saved", "received", "accepted", "counted", "attention"] as const;
export type RecordState = (typeof RECORD_STATES)[number];

/** One file of a record, as its manifest names it. */
export type FileEntry = ManifestEntry;

/** What only the device or the answer itself can say of a record that is not taken; the server's own reasons are `HOLD_REASONS`. */
export const DEVICE_REASONS = [
  "file_lost",
  "bad_request",
  "too_large",
  "forbidden",
  "newer_reason",
  // A person has decided that another content under this id counts.
  "set_aside",
] as const;
export type ReasonCode = HoldReason | (typeof DEVICE_REASONS)[number];

/** Why a record needs a person. `detail` is the server's own sentence, where it said one. */
export interface Reason {
  readonly code: ReasonCode;
  readonly detail: string | null;
}

/** A record that was sealed: its envelope and hash never change again. Only what is known about its way does. */
export interface DeviceRecord {
  /** UUIDv7, made on this device. */
  readonly id: string;
  readonly kind: string;
  /** What a person calls it in a list: an address, a route. */
  readonly title: string;
  /** UTC milliseconds by this device's clock. */
  readonly savedAt: number;
  /** Goes out as it is. */
  readonly sealed: FieldRecord;
  /** `contentHash` of what is sealed. */
  readonly hash: string;
  /** Sent before others. */
  readonly isUrgent: boolean;
  readonly state: RecordState;
  /** Why it needs a person; empty in every other state. */
  readonly reasons: readonly Reason[];
  /** The server keeps it, although it could not take it into its books: of what needs a person, this is not lost with the phone. */
  readonly isHeld: boolean;
  /** What the server said last, for the person to show. */
  readonly receipt: Receipt | null;
  /** Per file: how many bytes the server has said it holds. */
  readonly uploads: Readonly<Record<string, Upload>>;
  /** Failures in a row of this record alone, and when it may be tried again (UTC ms). */
  readonly failures: number;
  readonly notBefore: number;
  /** The photos' bytes were given up after the server had confirmed them. */
  readonly isFreed: boolean;
}

export interface Upload {
  readonly sent: number;
  readonly isDone: boolean;
}

/** A form in progress: kept at every answer, sealed when it is finished. */
export interface Draft {
  /** The identifier that its record will have. */
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly changedAt: number;
  readonly content: Json;
  readonly files: readonly FileEntry[];
}

/** What the device holds for one account. Every promise of a write resolves when it is on disk. */
export interface Ledger {
  drafts(): Promise<readonly Draft[]>;
  putDraft(draft: Draft): Promise<void>;
  /** Drops a draft and the bytes of its files. */
  dropDraft(id: string): Promise<void>;
  /** Keeps the bytes of a file, before its draft names it. */
  putFile(id: string, bytes: Uint8Array): Promise<void>;
  dropFile(id: string): Promise<void>;
  /** The bytes from one place on, at most `limit`; empty behind the end, null when the file is not here. */
  readFile(id: string, from: number, limit: number): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Adds the record and drops its draft, in one transaction. Sealing the same one again changes nothing. */
  seal(record: DeviceRecord): Promise<void>;
  records(): Promise<readonly DeviceRecord[]>;
  /** Changes what is known about a record's way; answers the record as it is now, or null when it is not here. */
  advance(id: string, change: (now: DeviceRecord) => DeviceRecord): Promise<DeviceRecord | null>;
  /** Gives up the bytes of files whose record the server has accepted; answers how many bytes. */
  freeConfirmed(): Promise<number>;
  /** Any other thing kept for work without a network: tasks, checklists, visits of last time. */
  keep(key: string, value: Json): Promise<void>;
  kept(key: string): Promise<Json | undefined>;
  close(): void;
}

const hasFilesLeft = ({ sealed, uploads }: Pick<DeviceRecord, "sealed" | "uploads">): boolean =>
  sealed.attachments.some(({ id }) => uploads[id]?.isDone !== true);

/** Something of it is on this device alone. */
export const isUnsent = (record: DeviceRecord): boolean =>
  record.state === "saved" ||
  record.state === "received" ||
  (record.state === "attention" && (!record.isHeld || hasFilesLeft(record)));

/** Only what the server has taken into its own books may be given up here. */
export const isConfirmed = ({ state }: Pick<DeviceRecord, "state">): boolean =>
  state === "accepted" || state === "counted";
