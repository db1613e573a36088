import type { Sight, Snapshot } from "#server/tiles/snapshot.ts";

/** One accepted reading, whichever way it came. */
export interface Reading {
  readonly tagId: string;
  /** ms since 1970. */
  readonly t: number;
  readonly v: number;
  readonly q: 0 | 1 | 2;
}

/** Newest value per tag, as columns by dense tag number of `snapshot`. */
export interface LatestColumns {
  readonly snapshot: Snapshot;
  readonly value: Float32Array;
  /** ms since 1970; 0 when the tag never reported. */
  readonly at: Float64Array;
  /** Index in TAG_STATES, as of the last sweep or change. */
  readonly state: Uint8Array;
  /** ms since 1970 of the newest reading taken in; 0 when none. */
  readonly newestAt: number;
}

/** What the HTTP side may ask of the live side. */
export interface LiveSource {
  columns(): LatestColumns;
  /** How many tags within sight stand in each state, in the order of TAG_STATES. */
  countStates(sight: Sight): Uint32Array;
  /** Hears the dense numbers of tags whose value or state changed; `null` when the columns were built anew for another snapshot. */
  onChange(listener: (seqs: ArrayLike<number> | null) => void): () => void;
}
