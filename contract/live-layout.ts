/**
 * The binary frame of `/live`, little endian: a fixed head, then columns of n rows.
 *
 * | offset | type | what |
 * |---|---|---|
 * | 0 | u32 | magic 0x324D4F47 ("GOM2") |
 * | 4 | u8 | kind: 0 snapshot (replaces all), 1 delta, 2 heartbeat (count 0) |
 * | 5 | u8[3] | zero |
 * | 8 | u32 | frame sequence number of this connection, from 1, no gaps |
 * | 12 | u32 | count n |
 * | 16 | f64 | server time, ms since 1970 |
 * | 24 | f64 | time of the newest reading within the caller's scope, ms since 1970; 0 when none |
 * | 32 | f32[n] | value; NaN when the tag has never reported |
 * | 32+4n | u8[n] | low 3 bits: state, index in TAG_STATES; upper 5 bits: age of the value at server time in seconds, or `AGE_LONG`, `AGE_NEVER` |
 * | 32+5n | varint[n] | tag seq, ascending: how many numbers lie between it and the one before (the first: before it) |
 * | then | varint[] | age in seconds of each row marked `AGE_LONG`, in their order |
 *
 * A varint holds seven bits to a byte, lowest first, the top bit set on all bytes but the last; it is below 2³². Nothing follows.
 * A row of a delta is six or seven bytes (docs/decisions/2026-11-25-live-rows-of-six-bytes.md).
 *
 * A client that finds a gap in the sequence asks for a snapshot; a client too slow for the stream is sent one.
 */
export const FRAME_MAGIC = 0x324d4f47;
export const FRAME_HEAD = 32;
/** Bytes of a row before its varints. */
export const FRAME_ROW = 5;
export const FRAME_KINDS = ["snapshot", "delta", "heartbeat"] as const;
export type FrameKind = (typeof FRAME_KINDS)[number];
/** States a row may have: as many as TAG_STATES has. */
export const FRAME_STATES = 7;
/** Age code: too old for five bits, the age follows as a varint. */
export const AGE_LONG = 30;
/** Age code: the tag has never reported. */
export const AGE_NEVER = 31;
