import { TAG_STATES, type TagState } from "#contract/gas.ts";
import type { Tag } from "#contract/station.ts";

/** Columns of the live stream, by dense tag number. */
export interface LiveColumnsLike {
  readonly snapshot: string;
  readonly value: Float32Array;
  readonly at: Float64Array;
  readonly state: Uint8Array;
}

export interface LiveValue {
  readonly value: number | null;
  /** ms since 1970 by the server's clock; null when the tag never reported. */
  readonly at: number | null;
  readonly state: TagState;
}

/**
 * What a tag says now: the stream where it knows better than the reply, judged anew by its age, because a stream that has
 * stopped cannot say that its values are stale. `snapshot` is the numbering that the tag's `seq` belongs to.
 */
export function liveValue(
  tag: Pick<Tag, "seq" | "value" | "at" | "state" | "staleAfterS">,
  columns: LiveColumnsLike | null,
  snapshot: string | null,
  serverNow: number,
): LiveValue {
  const replied = { value: tag.value, at: tag.at === null ? null : Date.parse(tag.at), state: tag.state };
  const streamed = columns !== null && columns.snapshot === snapshot ? fromColumns(tag.seq, columns) : null;
  const newest = streamed !== null && (streamed.at ?? 0) >= (replied.at ?? 0) ? streamed : replied;
  const isOld = newest.at !== null && serverNow - newest.at > tag.staleAfterS * 1000;
  const keepsState = newest.state === "offline" || newest.state === "maintenance";
  return isOld && !keepsState ? { ...newest, state: "stale" } : newest;
}

/** What a tag said at the moment of the past that the columns are of; judged by who made them. What is known of it now does not count. */
export const pastValue = (seq: number, columns: LiveColumnsLike | null, snapshot: string | null): LiveValue =>
  (columns !== null && columns.snapshot === snapshot ? fromColumns(seq, columns) : null) ?? {
    value: null,
    at: null,
    state: "offline",
  };

function fromColumns(seq: number, columns: LiveColumnsLike): LiveValue | null {
  const state = TAG_STATES[columns.state[seq] ?? 255];
  const at = columns.at[seq] ?? 0;
  if (state === undefined || at === 0) return null;
  const value = columns.value[seq] ?? Number.NaN;
  return { value: Number.isNaN(value) ? null : value, at, state };
}
