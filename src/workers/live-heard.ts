import type { LiveHello } from "#contract/live-frame.ts";
import type { AlarmsMessage, CamerasMessage, HazardMessage } from "./live-messages.ts";

/** News of alarms, as far as the line must understand it; the page checks the rest. null when it is something else. */
export function alarmsOf(came: unknown): AlarmsMessage | null {
  const { type, seq } = Object(came) as Record<string, unknown>;
  const isOurs = (type === "alarms" || type === "alarms_reset") && Number.isSafeInteger(seq);
  return isOurs ? (came as AlarmsMessage) : null;
}

/** News of cameras, likewise. */
export function camerasOf(came: unknown): CamerasMessage | null {
  const { type, version } = Object(came) as Record<string, unknown>;
  return type === "cameras" && typeof version === "string" ? (came as CamerasMessage) : null;
}

/** News of a major hazard, as far as the line must understand it; the page checks the rest. null when it is something else. */
export function hazardOf(came: unknown): HazardMessage | null {
  const { type, knownAt } = Object(came) as Record<string, unknown>;
  const isOurs = type === "hazard" && typeof knownAt === "string" && !Number.isNaN(Date.parse(knownAt));
  return isOurs ? (came as HazardMessage) : null;
}

/** The server's first message, checked by hand: a schema would be most of this worker's bytes. Throws on anything else. */
export function helloOf(came: unknown): Pick<LiveHello, "snapshot" | "tags"> {
  const { type, snapshot, tags } = Object(came) as Record<string, unknown>;
  const isHello = type === "hello" && typeof snapshot === "string" && Number.isSafeInteger(tags) && Number(tags) >= 0;
  if (!isHello) throw new Error("no hello");
  return { snapshot, tags: Number(tags) };
}
