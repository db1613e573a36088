import { Binary } from "./binary.ts";

/**
 * How values travel, as text, on both engines alike; so that no query gives one type embedded and another native.
 * Numbers are type oids of PostgreSQL's own types, which never change.
 */
type Parse = (text: string) => unknown;

const asNumber: Parse = Number;
const asText: Parse = (text) => text;

const asInt8: Parse = (text) => {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
};

const asBytes: Parse = (text) => {
  const bytes = new Uint8Array((text.length - 2) / 2);
  Buffer.from(bytes.buffer).write(text.slice(2), "hex");
  return bytes;
};

/** timestamptz as PostgreSQL writes it (ISO style), e.g. "2026-11-22 08:00:00.5+08". */
const asInstant: Parse = (text) => {
  if (text === "infinity" || text === "-infinity") return text === "infinity" ? Infinity : -Infinity;
  const zone = /[+-]\d\d$/.test(text) ? `${text}:00` : text;
  return new Date(zone.replace(" ", "T"));
};

const SCALARS: Readonly<Record<number, Parse>> = {
  16: (text) => text === "t", // bool
  17: asBytes, // bytea
  18: asText, // "char"
  19: asText, // name
  20: asInt8, // int8
  21: asNumber, // int2
  23: asNumber, // int4
  25: asText, // text
  26: asNumber, // oid
  114: JSON.parse, // json
  700: asNumber, // float4
  701: asNumber, // float8
  1042: asText, // bpchar
  1043: asText, // varchar
  1082: asText, // date
  1114: asText, // timestamp
  1184: asInstant, // timestamptz
  1186: asText, // interval
  1700: asNumber, // numeric
  2950: asText, // uuid
  3802: JSON.parse, // jsonb
};

const ARRAY_OF: Readonly<Record<number, number>> = {
  1000: 16,
  1001: 17,
  1002: 18,
  1003: 19,
  1016: 20,
  1005: 21,
  1007: 23,
  1009: 25,
  1028: 26,
  199: 114,
  1021: 700,
  1022: 701,
  1014: 1042,
  1015: 1043,
  1182: 1082,
  1115: 1114,
  1185: 1184,
  1187: 1186,
  1231: 1700,
  2951: 2950,
  3807: 3802,
};

/** Reads an array literal such as `{a,"b c",NULL,{1,2}}`; an unquoted NULL is null. */
export function parseArray(text: string, parse: Parse): unknown[] {
  let at = text.indexOf("{");
  const quoted = (): string => {
    let value = "";
    for (at += 1; at < text.length && text[at] !== '"'; at += 1) {
      if (text[at] === "\\") at += 1;
      value += text[at];
    }
    at += 1;
    return value;
  };
  const plain = (): unknown => {
    const start = at;
    while (at < text.length && text[at] !== "," && text[at] !== "}") at += 1;
    const value = text.slice(start, at);
    return value === "NULL" ? null : parse(value);
  };
  const list = (): unknown[] => {
    const items: unknown[] = [];
    at += 1;
    while (text[at] !== "}") {
      if (at >= text.length) throw new Error(`array literal ends early: ${text.slice(0, 40)}`);
      if (text[at] === ",") at += 1;
      if (text[at] === "{") items.push(list());
      else items.push(text[at] === '"' ? parse(quoted()) : plain());
    }
    at += 1;
    return items;
  };
  return list();
}

/** One parser per type oid; types that are not named stay text. */
export const PARSERS: Readonly<Record<number, Parse>> = {
  ...SCALARS,
  ...Object.fromEntries(
    Object.entries(ARRAY_OF).map(([oid, item]) => [oid, (text: string) => parseArray(text, SCALARS[item] ?? asText)]),
  ),
};

const arrayItem = (value: unknown): string => {
  if (Array.isArray(value)) return arrayLiteral(value);
  const text = encodeValue(value);
  return text === null ? "NULL" : `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
};

const arrayLiteral = (values: readonly unknown[]): string => `{${values.map(arrayItem).join(",")}}`;

/** A value on its way to PostgreSQL: text, or bytes where it is in binary format already. */
export const encodeParameter = (value: unknown): string | Uint8Array<ArrayBuffer> | null =>
  value instanceof Binary ? value.bytes : encodeValue(value);

/** A value as PostgreSQL reads it in text form; throws on what has none (a function, a symbol, an invalid Date). */
export function encodeValue(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array)
    return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}`;
  if (Array.isArray(value)) return arrayLiteral(value);
  if (ArrayBuffer.isView(value) && "length" in value)
    return arrayLiteral(Array.from(value as unknown as ArrayLike<unknown>));
  if (typeof value === "object") return JSON.stringify(value);
  throw new TypeError(`a ${typeof value} cannot be a value in a query`);
}
