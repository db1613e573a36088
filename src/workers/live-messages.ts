/** Word between the page and its live worker. */
export type LiveStatus = "connecting" | "live" | "silent" | "offline";
/** Why the worker no longer tries: the session has ended, or the role has no part in live data. */
export type LiveEnd = "signed_out" | "forbidden";

export type ToWorker =
  | { readonly type: "connect"; readonly url: string }
  /** The page has shown the last message and is ready for the next: sent once per animation frame, never while hidden. */
  | { readonly type: "ready" }
  /** The network is back or the page is visible again: no reason to wait any longer. */
  | { readonly type: "wake" };

/** Rows changed since the last message. With `reset` all columns are void first, and `tags` long. */
export interface LiveRows {
  readonly reset: boolean;
  readonly snapshot: string;
  readonly tags: number;
  readonly seqs: Uint32Array;
  readonly values: Float32Array;
  readonly at: Float64Array;
  readonly states: Uint8Array;
}

export interface FromWorker {
  readonly status: LiveStatus;
  readonly ended: LiveEnd | null;
  readonly frameAt: number;
  readonly newestAt: number;
  readonly clockSkewMs: number;
  /** null when nothing changed but the times. */
  readonly rows: LiveRows | null;
}
