/**
 * Ascending strings as one run of bytes, each without what it begins with like the one before: ids of a million things are a few
 * megabytes, not a million objects. Every 16th stands whole, so that a string is found by halving. Transferable.
 */
export interface PackedStrings {
  readonly count: number;
  /** For each string: how many bytes it shares with the one before (0 for the first of a block), how many follow, and these. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each block of 16 begins. */
  readonly blocks: Uint32Array<ArrayBuffer>;
}

/** Strings as UTF-8 side by side: string i is bytes[starts[i]] up to, not with, ends[i]. */
export interface Texts {
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

const BLOCK = 16;
const encoder = new TextEncoder();

/** Takes strings apart that come with a separator (one ASCII character) between, without making a string of each. */
export function textsOf(joined: readonly string[], separator: string): Texts {
  const bytes = Buffer.from(joined.join(separator));
  const mark = separator.charCodeAt(0);
  let count = joined.length === 0 ? 0 : 1;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === mark) count++;
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  for (let i = 0, at = 0; i < count; i++) {
    starts[i] = at;
    while (at < bytes.length && bytes[at] !== mark) at++;
    ends[i] = at++;
  }
  return { bytes, starts, ends };
}

/** Below zero when text i comes before text k, byte by byte. */
export function compareTexts({ bytes, starts, ends }: Texts, i: number, k: number): number {
  return compareBytes(bytes, starts[i] as number, ends[i] as number, bytes, starts[k] as number, ends[k] as number);
}

function compareBytes(a: Uint8Array, aFrom: number, aTo: number, b: Uint8Array, bFrom: number, bTo: number): number {
  const length = Math.min(aTo - aFrom, bTo - bFrom);
  for (let i = 0; i < length; i++) {
    const difference = (a[aFrom + i] as number) - (b[bFrom + i] as number);
    if (difference !== 0) return difference;
  }
  return aTo - aFrom - (bTo - bFrom);
}

/** @param order which text stands at each position; without one, as they come. Throws when they do not ascend that way. */
export function packTexts(texts: Texts, order: Uint32Array | null): PackedStrings {
  const { bytes: from, starts, ends } = texts;
  const count = starts.length;
  const blocks = new Uint32Array(Math.ceil(count / BLOCK));
  // Two lengths of five bytes at most beside each string.
  let out = new Uint8Array(from.length + 4 * count + 64);
  let at = 0;
  let before = -1;
  for (let i = 0; i < count; i++) {
    const k = order ? (order[i] as number) : i;
    if (before !== -1 && compareTexts(texts, before, k) >= 0)
      throw new Error(`"${textAt(texts, k)}" comes twice or too late`);
    const start = starts[k] as number;
    const length = (ends[k] as number) - start;
    let shared = 0;
    if (i % BLOCK === 0) blocks[i / BLOCK] = at;
    else {
      const other = starts[before] as number;
      const most = Math.min(length, (ends[before] as number) - other);
      while (shared < most && from[start + shared] === from[other + shared]) shared++;
    }
    if (at + length + 10 > out.length) out = grown(out, at + length + 10);
    at = putLength(out, at, shared);
    at = putLength(out, at, length - shared);
    for (let b = shared; b < length; b++) out[at++] = from[start + b] as number;
    before = k;
  }
  return { count, bytes: out.slice(0, at), blocks };
}

/** Packs strings in the order given; throws when they do not ascend byte by byte. */
export const packStrings = (strings: readonly string[]): PackedStrings => {
  const runs = strings.map((text) => encoder.encode(text));
  const starts = new Uint32Array(runs.length);
  const ends = new Uint32Array(runs.length);
  let at = 0;
  runs.forEach((run, i) => {
    starts[i] = at;
    at += run.length;
    ends[i] = at;
  });
  return packTexts({ bytes: Buffer.concat(runs), starts, ends }, null);
};

const textAt = ({ bytes, starts, ends }: Texts, i: number) =>
  Buffer.from(bytes.subarray(starts[i], ends[i])).toString();

function grown(bytes: Uint8Array<ArrayBuffer>, least: number): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(Math.max(least, 2 * bytes.length));
  more.set(bytes);
  return more;
}

function putLength(bytes: Uint8Array, at: number, value: number): number {
  let to = at;
  let rest = value;
  while (rest > 0x7f) {
    bytes[to++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[to++] = rest;
  return to;
}

/** The string that was read last, and where the next one begins. */
const reading = { bytes: Buffer.alloc(256), length: 0, next: 0 };

function readNext(bytes: Uint8Array): void {
  const shared = readLength(bytes);
  const rest = readLength(bytes);
  if (reading.bytes.length < shared + rest) reading.bytes = Buffer.concat([reading.bytes], 2 * (shared + rest));
  for (let i = 0; i < rest; i++) reading.bytes[shared + i] = bytes[reading.next++] as number;
  reading.length = shared + rest;
}

function readLength(bytes: Uint8Array): number {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[reading.next++] as number;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
}

export function stringAt({ bytes, blocks, count }: PackedStrings, i: number): string | undefined {
  if (!Number.isInteger(i) || i < 0 || i >= count) return undefined;
  reading.next = blocks[Math.floor(i / BLOCK)] as number;
  for (let k = i % BLOCK; k >= 0; k--) readNext(bytes);
  return reading.bytes.toString("utf8", 0, reading.length);
}

/** Position of a string, or undefined. */
export function positionOf({ bytes, blocks, count }: PackedStrings, text: string): number | undefined {
  const needle = encoder.encode(text);
  const compare = () => compareBytes(reading.bytes, 0, reading.length, needle, 0, needle.length);
  // The last block that begins with the string or one before it.
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    reading.next = blocks[middle] as number;
    readNext(bytes);
    if (compare() <= 0) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return undefined;
  reading.next = blocks[low - 1] as number;
  const end = Math.min(count, low * BLOCK);
  for (let i = (low - 1) * BLOCK; i < end; i++) {
    readNext(bytes);
    const difference = compare();
    if (difference === 0) return i;
    if (difference > 0) return undefined;
  }
  return undefined;
}
