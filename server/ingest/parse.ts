import { z } from "zod";

/** A reading as it came, shape checked and nothing else. `v` may be infinite: JSON's 1e999. */
export interface RawReading {
  /** ms since 1970. */
  readonly t: number;
  readonly v: number;
  readonly q: 0 | 1 | 2;
}

/** What a message held: a reading, or why it is none. */
export type Parsed = RawReading | "malformed" | "out_of_range";

const MAX_READINGS = 1000;
/** A thousand readings fit four times over; anything longer is not worth decoding. */
const MAX_BYTES = 256 * 1024;
const INSTANT = z.regexes.datetime({ offset: true });

const utf8 = new TextDecoder("utf-8", { fatal: true });

function instantMs(t: unknown): number | null {
  if (typeof t === "number") return Number.isSafeInteger(t) && t > 0 ? t : null;
  if (typeof t !== "string" || !INSTANT.test(t)) return null;
  const ms = Date.parse(t);
  return Number.isNaN(ms) ? null : ms;
}

/** `DeviceReading` of the contract by hand, some twenty times as fast; a test holds the two together. */
export function parseReading(came: unknown): Parsed {
  if (typeof came !== "object" || came === null || Array.isArray(came)) return "malformed";
  const { t, v, q } = came as Record<string, unknown>;
  const ms = instantMs(t);
  if (ms === null || typeof v !== "number") return "malformed";
  if (q !== undefined && q !== 0 && q !== 1 && q !== 2) return "malformed";
  return Number.isFinite(v) ? { t: ms, v, q: q ?? 0 } : "out_of_range";
}

/** JSON of a message, or undefined. */
function jsonOf(payload: Uint8Array): unknown {
  if (payload.byteLength > MAX_BYTES) return undefined;
  try {
    return JSON.parse(utf8.decode(payload)) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * The readings of an MQTT payload: one object, or an array of at most a thousand. Unlike the contract's `DeviceMessage`
 * one broken reading of an array does not take the others with it.
 */
export function parseMessage(payload: Uint8Array): Parsed[] {
  const json = jsonOf(payload);
  if (!Array.isArray(json)) return [parseReading(json)];
  if (json.length === 0 || json.length > MAX_READINGS) return ["malformed"];
  return json.map(parseReading);
}
