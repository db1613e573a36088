import type { Receipt } from "#contract/field/records.ts";
import type { DeviceRecord, FileEntry, Reason, Upload } from "./ledger.ts";

/** What the server said of a record. */
export type Told =
  | { readonly is: "receipt"; readonly receipt: Receipt }
  /** Another content came first under this id; the server keeps both. `receipt` is that of the first. */
  | { readonly is: "conflict"; readonly receipt: Receipt | null }
  /** The server does not keep it, and will not another time: a person has to look. The record stays here, and others go on. */
  | { readonly is: "refused"; readonly reason: Reason }
  /** The server has never heard of it: it is sent again. */
  | { readonly is: "unknown" };

/**
 * Why nothing came of a request. `offline`, `busy`: try again later, whatever the record. `signed_out`: a person has to sign in. `record`: this
 * record made the server fail; others may pass.
 */
export type Trouble = "offline" | "busy" | "signed_out" | "record";

export class WireError extends Error {
  readonly trouble: Trouble;
  /** Milliseconds after which the server wants to be asked again; null when it did not say. */
  readonly retryAfterMs: number | null;
  constructor(trouble: Trouble, retryAfterMs: number | null = null, cause?: unknown) {
    super(`sending failed: ${trouble}`, { cause });
    this.name = "WireError";
    this.trouble = trouble;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Bytes of a file from one place on; empty behind its end, null when the device has lost it. */
export type ReadFile = (from: number, limit: number) => Promise<Uint8Array<ArrayBuffer> | null>;

/** The server as the sender needs it. Every call may throw {@link WireError}, may have been heard although it throws, and may be made again. */
export interface Wire {
  submit(record: DeviceRecord): Promise<Told>;
  /** Sends one piece of a file from where the server is; answers what it holds then. A refusal says why the file cannot be taken. */
  upload(file: FileEntry, before: Upload | null, read: ReadFile): Promise<Upload | Reason>;
  /** What has become of records, by identifier. */
  ask(ids: readonly string[]): Promise<ReadonlyMap<string, Told>>;
}
