import { HISTORY_HEAD, HISTORY_HOURS, HISTORY_MAGIC, HOUR_MS } from "#contract/history-layout.ts";
import { ByteReader, ByteWriter } from "./bits.ts";

/** A column file taken apart, its blocks still packed. */
export interface ColumnFile {
  /** Snapshot whose numbering `seqs` use. */
  readonly snapshot: string;
  /** Begin of the first hour, ms since 1970. */
  readonly from: number;
  /** Nothing later than this has been looked for, ms since 1970. */
  readonly knownUntil: number;
  /** Length of columns by dense number. */
  readonly tags: number;
  /** Ascending. */
  readonly seqs: Uint32Array;
  /** The blocks of each hour, one for each of `seqs`. */
  readonly hours: readonly Uint8Array[];
}

/** Puts a file together as contract/history-layout.ts lays it out. */
export function writeColumnFile({
  snapshot,
  from,
  knownUntil,
  tags,
  seqs,
  hours,
}: ColumnFile): Uint8Array<ArrayBuffer> {
  if (hours.length < 1 || hours.length > HISTORY_HOURS)
    throw new Error(`a column file holds 1 … ${HISTORY_HOURS} hours, not ${hours.length}`);
  const names = new ByteWriter();
  names.u8(snapshot.length);
  for (let i = 0; i < snapshot.length; i++) names.u8(snapshot.charCodeAt(i) & 0x7f);
  let next = 0;
  for (const seq of seqs) {
    names.varint(seq - next);
    next = seq + 1;
  }
  const parts = [names.bytes(), ...hours];
  const head = HISTORY_HEAD + 4 * hours.length;
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, head));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, HISTORY_MAGIC, true);
  view.setUint32(4, hours.length, true);
  view.setFloat64(8, from, true);
  view.setFloat64(16, knownUntil, true);
  view.setUint32(24, seqs.length, true);
  view.setUint32(28, tags, true);
  hours.forEach((part, i) => {
    view.setUint32(HISTORY_HEAD + 4 * i, part.length, true);
  });
  let at = head;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function readSeqs(from: ByteReader, count: number, tags: number): Uint32Array {
  const seqs = new Uint32Array(count);
  let next = 0;
  for (let i = 0; i < count; i++) {
    const seq = next + from.varint();
    if (seq >= tags) throw new Error(`a column file of ${tags} tags names tag ${seq}`);
    seqs[i] = seq;
    next = seq + 1;
  }
  return seqs;
}

/** Takes a file apart without unpacking its blocks. Throws on what is no column file. */
export function readColumnFile(buffer: ArrayBuffer): ColumnFile {
  if (buffer.byteLength < HISTORY_HEAD)
    throw new Error(`a column file has at least ${HISTORY_HEAD} bytes, this one ${buffer.byteLength}`);
  const view = new DataView(buffer);
  const magic = view.getUint32(0, true);
  if (magic !== HISTORY_MAGIC) throw new Error(`no column file: it begins with ${magic.toString(16)}`);
  const count = view.getUint32(4, true);
  const from = view.getFloat64(8, true);
  const [inSight, tags] = [view.getUint32(24, true), view.getUint32(28, true)];
  const least = HISTORY_HEAD + 4 * count + 1 + inSight;
  if (count < 1 || count > HISTORY_HOURS || from % HOUR_MS !== 0 || inSight > tags || buffer.byteLength < least)
    throw new Error(`a column file of ${count} hours and ${inSight} of ${tags} tags in ${buffer.byteLength} bytes`);
  const bytes = new Uint8Array(buffer);
  const reader = new ByteReader(bytes, HISTORY_HEAD + 4 * count);
  const snapshot = Array.from({ length: reader.u8() }, () => String.fromCharCode(reader.u8())).join("");
  const seqs = readSeqs(reader, inSight, tags);
  let at = reader.at;
  const hours = Array.from({ length: count }, (_, i) => {
    const length = view.getUint32(HISTORY_HEAD + 4 * i, true);
    at += length;
    return bytes.subarray(at - length, at);
  });
  if (at !== bytes.length) throw new Error(`a column file ends after ${at} bytes, this one has ${bytes.length}`);
  return { snapshot, from, knownUntil: view.getFloat64(16, true), tags, seqs, hours };
}
