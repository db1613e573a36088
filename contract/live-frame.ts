import { z } from "zod";
import { Bbox, Instant } from "./route.ts";
import { AreaCode } from "./scope.ts";

// The layout stands alone, so that the worker that decodes frames does not load the schemas.
export {
  AGE_LONG,
  AGE_NEVER,
  FRAME_HEAD,
  FRAME_KINDS,
  FRAME_MAGIC,
  FRAME_ROW,
  FRAME_STATES,
  type FrameKind,
} from "./live-layout.ts";

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
  // Alarms too, from this number on: contract/alarm-live.ts.
  z.object({ type: z.literal("alarms"), after: z.int().min(0) }),
  // States of cameras too, from this version on: contract/camera-live.ts.
  z.object({ type: z.literal("cameras"), since: z.string().max(64).nullable() }),
  // Major hazards too, after this instant: contract/field/hazard-live.ts.
  z.object({ type: z.literal("hazards"), after: Instant.nullable() }),
]);
export type LiveAsk = z.infer<typeof LiveAsk>;

/**
 * One reading as a device sends it: time (ISO 8601 or ms since 1970), value, quality (0 good, 1 suspect, 2 bad). `u` says its unit, where a
 * device wants to be refused rather than misunderstood: it must be that of the tag's kind (TAG_UNITS).
 */
export const DeviceReading = z.object({
  t: z.union([z.iso.datetime({ offset: true }), z.number().int().positive()]),
  v: z.number(),
  q: z.int().min(0).max(2).default(0),
  u: z.string().max(16).optional(),
});
export const DeviceMessage = z.union([DeviceReading, z.array(DeviceReading).min(1).max(1000)]);
export type DeviceReading = z.infer<typeof DeviceReading>;

/** `gas/{area_code}/{enterprise}/{tag}` */
export const mqttTopic = (areaCode: string, enterpriseId: string, tagId: string) =>
  `gas/${areaCode}/${enterpriseId}/${tagId}`;
export const MQTT_FILTER = "gas/+/+/+";
