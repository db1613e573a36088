/**
 * The binary frame of `/live`, little endian, columns after a fixed head:
 *
 * | offset | type | what |
 * |---|---|---|
 * | 0 | u32 | magic 0x314D4F47 ("GOM1") |
 * | 4 | u8 | kind: 0 snapshot (replaces all), 1 delta, 2 heartbeat (count 0) |
 * | 5 | u8[3] | zero |
 * | 8 | u32 | frame sequence number of this connection, from 1, no gaps |
 * | 12 | u32 | count n |
 * | 16 | f64 | server time, ms since 1970 |
 * | 24 | f64 | time of the newest reading the server has taken in, ms since 1970; 0 when none |
 * | 32 | u32[n] | tag seq |
 * | 32+4n | f32[n] | value; NaN when the tag has never reported |
 * | 32+8n | u32[n] | age of the value at server time, seconds; 0xFFFFFFFF when never |
 * | 32+12n | u8[n] | state: index in TAG_STATES |
 *
 * A client that finds a gap in the sequence asks for a snapshot; a client too slow for the stream is sent one.
 */
export const FRAME_MAGIC = 0x314d4f47;
export const FRAME_HEAD = 32;
export const FRAME_ROW = 13;
export const FRAME_KINDS = ["snapshot", "delta", "heartbeat"] as const;
export type FrameKind = (typeof FRAME_KINDS)[number];
export const NEVER = 0xffffffff;
