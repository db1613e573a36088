import { z } from "zod";
import { Bbox } from "./route.ts";
import { AreaCode } from "./scope.ts";

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

/** First message of the server, as JSON text: which numbering the frames use. */
export const LiveHello = z.object({
  type: z.literal("hello"),
  snapshot: z.string(),
  tags: z.int(),
  tickMs: z.int(),
});
export type LiveHello = z.infer<typeof LiveHello>;

/** What a client may say, as JSON text. Nothing said = everything in the caller's scope. */
export const LiveAsk = z.discriminatedUnion("type", [
  z.object({ type: z.literal("subscribe"), area: AreaCode.optional(), bbox: Bbox.optional() }),
  z.object({ type: z.literal("snapshot") }),
]);
export type LiveAsk = z.infer<typeof LiveAsk>;

/** One reading as a device sends it: time (ISO 8601 or ms since 1970), value, quality (0 good, 1 suspect, 2 bad). */
export const DeviceReading = z.object({
  t: z.union([z.iso.datetime({ offset: true }), z.number().int().positive()]),
  v: z.number(),
  q: z.int().min(0).max(2).default(0),
});
export const DeviceMessage = z.union([DeviceReading, z.array(DeviceReading).min(1).max(1000)]);
export type DeviceReading = z.infer<typeof DeviceReading>;

/** `gas/{area_code}/{enterprise}/{tag}` */
export const mqttTopic = (areaCode: string, enterpriseId: string, tagId: string) =>
  `gas/${areaCode}/${enterpriseId}/${tagId}`;
export const MQTT_FILTER = "gas/+/+/+";
