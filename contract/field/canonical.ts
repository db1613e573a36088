/** What JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * JSON in the one form that device and server hash (RFC 8785): members in the order of their names' UTF-16 units, no spaces, numbers and
 * texts as `JSON.stringify` writes them. A member that is undefined is absent. Throws on NaN and infinities: JSON has none.
 */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value as { readonly [key: string]: Json | undefined })
      .filter((member): member is [string, Json] => member[1] !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(",")}}`;
  }
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError(`JSON has no ${value}`);
  return JSON.stringify(value);
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** SHA-256 as 64 lower-case hex digits. */
export async function sha256Hex(bytes: Uint8Array<ArrayBuffer> | ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await globalThis.crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => HEX[byte]).join("");
}

/** The content hash of a record: SHA-256 over the UTF-8 of its canonical JSON. */
export async function contentHash(record: Json): Promise<string> {
  return await sha256Hex(new TextEncoder().encode(canonicalJson(record)));
}

/**
 * A UUID of version 7 (RFC 9562): 48 bits of milliseconds, then chance. Ids made later sort later, as far as the device's clock goes.
 * @param random at least 10 bytes of chance
 */
export function uuidV7(
  nowMs: number,
  random: Uint8Array = globalThis.crypto.getRandomValues(new Uint8Array(10)),
): string {
  const time = Math.max(0, Math.floor(nowMs)).toString(16).padStart(12, "0").slice(-12);
  const byte = (at: number) => random[at] ?? 0;
  const hex = (at: number) => HEX[byte(at)] ?? "00";
  const version = `7${(byte(0) & 15).toString(16)}${hex(1)}`;
  const variant = `${HEX[(byte(2) & 63) | 128]}${hex(3)}`;
  const tail = [4, 5, 6, 7, 8, 9].map(hex).join("");
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${variant}-${tail}`;
}
