import { z } from "zod";

/** A reading as it came, shape checked and nothing else. */
export interface RawReading {
  /** ms since 1970. */
  readonly t: number;
  readonly v: number;
  readonly q: 0 | 1 | 2;
  /** The unit it says it is in, where it says one. */
  readonly u?: string;
}

/** What a message held: a reading, or why it is none. */
export type Parsed = RawReading | "malformed" | "not_a_number";

const MAX_READINGS = 1000;
/** A thousand readings fit four times over; anything longer is not worth decoding. */
const MAX_BYTES = 256 * 1024;
const MAX_UNIT = 16;
const INSTANT = z.regexes.datetime({ offset: true });

const utf8 = new TextDecoder("utf-8", { fatal: true });

function instantMs(t: unknown): number | null {
  if (typeof t === "number") return Number.isSafeInteger(t) && t > 0 ? t : null;
  if (typeof t !== "string" || !INSTANT.test(t)) return null;
  const ms = Date.parse(t);
  return Number.isNaN(ms) ? null : ms;
}

/** What devices write that have measured nothing: JSON knows no NaN, so some write null or a word. */
const NO_NUMBER = /^[+-]?(nan|inf(inity)?)$/i;
const isNoNumber = (v: unknown): boolean =>
  v === null || (typeof v === "number" && !Number.isFinite(v)) || (typeof v === "string" && NO_NUMBER.test(v));

/** `DeviceReading` of the contract by hand, some twenty times as fast; a test holds the two together. */
export function parseReading(came: unknown): Parsed {
  if (typeof came !== "object" || came === null || Array.isArray(came)) return "malformed";
  const { t, v, q, u } = came as Record<string, unknown>;
  const ms = instantMs(t);
  if (ms === null) return "malformed";
  if (q !== undefined && q !== 0 && q !== 1 && q !== 2) return "malformed";
  if (u !== undefined && (typeof u !== "string" || u.length > MAX_UNIT)) return "malformed";
  if (typeof v !== "number" || !Number.isFinite(v))
    return v !== undefined && isNoNumber(v) ? "not_a_number" : "malformed";
  return u === undefined ? { t: ms, v, q: q ?? 0 } : { t: ms, v, q: q ?? 0, u };
}

/** Words that stand where a number should, outside of texts: `"v":NaN`, as C's printf and Python's json write it. */
const BARE_WORD = /([:[,]\s*)[+-]?(?:nan|inf(?:inity)?)(?=\s*[,}\]])/gi;

/** JSON, also where a device has written NaN or Infinity bare, which then reads as null; undefined when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Seldom: only what is no JSON is looked at again.
  }
  try {
    return JSON.parse(text.replace(BARE_WORD, "$1null")) as unknown;
  } catch {
    return undefined;
  }
}

/** Up to here a look at each byte costs less than the decoder. */
const SHORT = 256;

/** The text of a short payload of ASCII, as nearly all are; undefined of any other. */
function shortText(payload: Uint8Array): string | undefined {
  const { length } = payload;
  if (length > SHORT || !(payload instanceof Buffer)) return undefined;
  for (let i = 0; i < length; i++) if ((payload[i] as number) >= 0x80) return undefined;
  return payload.toString("latin1");
}

function textOf(payload: Uint8Array): string | undefined {
  const short = shortText(payload);
  if (short !== undefined) return short;
  if (payload.byteLength > MAX_BYTES) return undefined;
  try {
    return utf8.decode(payload);
  } catch {
    return undefined;
  }
}

/**
 * The readings of an MQTT payload: one object, or an array of at most a thousand. Unlike the contract's `DeviceMessage`
 * one broken reading of an array does not take the others with it.
 */
export function parseMessage(payload: Uint8Array): Parsed[] {
  const text = textOf(payload);
  const json = text === undefined ? undefined : jsonOf(text);
  if (!Array.isArray(json)) return [parseReading(json)];
  if (json.length === 0 || json.length > MAX_READINGS) return ["malformed"];
  return json.map(parseReading);
}
