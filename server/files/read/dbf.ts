import { FileProblem, shown } from "../row.ts";
import type { ByteQueue } from "./bytes.ts";
import { type Encoding, sniffBytes } from "./encoding.ts";

interface DbfField {
  readonly name: Buffer;
  readonly type: string;
  readonly at: number;
  readonly length: number;
}

export interface DbfHeader {
  readonly count: number;
  readonly recordLength: number;
  readonly fields: readonly DbfField[];
  /** Language driver id; 0x4D is GBK. */
  readonly ldid: number;
}

/** Reads the header of a dBASE table and leaves the queue at the first record. */
export async function readDbfHeader(queue: ByteQueue): Promise<DbfHeader> {
  if (!(await queue.fill(32)))
    throw new FileProblem("dbf_broken", "a .dbf header of 32 bytes", `${queue.left()} bytes`);
  const head = Buffer.from(queue.take(32));
  const headerLength = head.readUInt16LE(8);
  const recordLength = head.readUInt16LE(10);
  if (headerLength < 33 || recordLength < 1 || !(await queue.fill(headerLength - 32)))
    throw new FileProblem("dbf_broken", "a whole .dbf header", `header ${headerLength}, record ${recordLength} bytes`);
  const body = Buffer.from(queue.take(headerLength - 32));
  const fields: DbfField[] = [];
  let at = 1;
  for (let i = 0; i + 32 <= body.length && body[i] !== 0x0d; i += 32) {
    const end = body.indexOf(0, i);
    const length = body[i + 16] as number;
    fields.push({
      name: body.subarray(i, end < 0 || end > i + 11 ? i + 11 : end),
      type: String.fromCharCode(body[i + 11] as number),
      at,
      length,
    });
    at += length;
  }
  if (at > recordLength)
    throw new FileProblem("dbf_broken", `fields within a record of ${recordLength} bytes`, `${at} bytes of fields`);
  return { count: head.readUInt32LE(4), recordLength, fields, ldid: head[29] as number };
}

const GBK_DRIVERS = new Set([0x4d, 0x7a]);

/** By .cpg first, then the language driver of the header, then the bytes of the first records. */
export function dbfEncoding(header: DbfHeader, cpg: Encoding | null, sample: Buffer): Encoding {
  if (cpg) return cpg;
  if (GBK_DRIVERS.has(header.ldid)) return "GB18030";
  return sniffBytes(
    Buffer.concat([...header.fields.map((field) => field.name), Buffer.from(" "), sample, Buffer.from(" ")]),
  );
}

/** Decodes records into values: text and dates as text, numbers as numbers, logicals as booleans, blanks as null. */
export class DbfDecoder {
  readonly columns: readonly string[];
  readonly #fields: readonly DbfField[];
  readonly #decoder: InstanceType<typeof TextDecoder>;
  constructor(header: DbfHeader, encoding: Encoding) {
    this.#decoder = new TextDecoder(encoding);
    this.#fields = header.fields;
    this.columns = header.fields.map((field) => this.#decoder.decode(field.name).trim());
  }

  values(record: Buffer): unknown[] {
    return this.#fields.map((field) => this.#value(field, record.subarray(field.at, field.at + field.length)));
  }

  #value({ type, length }: DbfField, raw: Buffer): unknown {
    if (type === "N" || type === "F") return numberValue(raw.toString("latin1"));
    if (type === "L") return logicalValue(String.fromCharCode(raw[0] ?? 0x20));
    if (type === "D") return dateValue(raw.toString("latin1"));
    if (type === "I" && length === 4) return raw.readInt32LE(0);
    if ((type === "O" || type === "B") && length === 8) return raw.readDoubleLE(0);
    if (type !== "C") return shown(raw.toString("latin1"));
    const zero = raw.indexOf(0);
    const text = this.#decoder.decode(zero < 0 ? raw : raw.subarray(0, zero)).trimEnd();
    // A field filled to its end may have been cut within a character by the program that wrote it.
    return text === "" ? null : text.replace(/\uFFFD+$/, "");
  }
}

function numberValue(raw: string): number | string | null {
  const text = raw.replaceAll("\0", "").trim();
  if (text === "") return null;
  const value = Number(text);
  return Number.isNaN(value) ? text : value;
}

function logicalValue(char: string): boolean | null {
  if ("TtYy".includes(char)) return true;
  return "FfNn".includes(char) ? false : null;
}

function dateValue(raw: string): string | null {
  const text = raw.replaceAll("\0", "").trim();
  return text === "" || text === "00000000" ? null : text;
}
