/**
 * Ascending strings as one run of bytes, each without what it begins with like the one before: ids of a million things are a few
 * megabytes, not a million objects. Every 16th stands whole, so that a string is found by halving. Transferable.
 */
export interface PackedStrings {
  /** Strings in `bytes`; those that came later are not counted. */
  readonly count: number;
  /** For each string: how many bytes it shares with the one before (0 for the first of a block), how many follow, and these. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each block of 16 begins. */
  readonly blocks: Uint32Array<ArrayBuffer>;
  readonly later?: LaterStrings;
}

/** What came and went since the strings were packed. */
export interface LaterStrings {
  /** Those at the positions from `count` on. */
  readonly texts: readonly string[];
  /** Positions of these, but for those that have gone. */
  readonly positions: ReadonlyMap<string, number>;
  /** Positions whose string has gone. */
  readonly gone: ReadonlySet<number>;
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

/** Positions there are, those whose string has gone included. */
export const sizeOf = ({ count, later }: PackedStrings): number => count + (later?.texts.length ?? 0);

export function stringAt({ bytes, blocks, count, later }: PackedStrings, i: number): string | undefined {
  if (!Number.isInteger(i) || i < 0 || later?.gone.has(i)) return undefined;
  if (i >= count) return later?.texts[i - count];
  reading.next = blocks[Math.floor(i / BLOCK)] as number;
  for (let k = i % BLOCK; k >= 0; k--) readNext(bytes);
  return reading.bytes.toString("utf8", 0, reading.length);
}

/** Position of a string, or undefined. */
export function positionOf(strings: PackedStrings, text: string): number | undefined {
  const { later } = strings;
  const i = later?.positions.get(text) ?? packedPosition(strings, text).exact;
  return i === undefined || later?.gone.has(i) ? undefined : i;
}

/** Where a string is among the packed ones, and how many of these come before it. */
function packedPosition(
  { bytes, blocks, count }: PackedStrings,
  text: string,
): { readonly exact: number | undefined; readonly before: number } {
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
  if (low === 0) return { exact: undefined, before: 0 };
  reading.next = blocks[low - 1] as number;
  const end = Math.min(count, low * BLOCK);
  for (let i = (low - 1) * BLOCK; i < end; i++) {
    readNext(bytes);
    const difference = compare();
    if (difference === 0) return { exact: i, before: i };
    if (difference > 0) return { exact: undefined, before: i };
  }
  return { exact: undefined, before: end };
}

/** The strings without those at `gone` and with `added` at new positions behind all others, in the order given; none of them may be there. */
export function withChanges(strings: PackedStrings, gone: readonly number[], added: readonly string[]): PackedStrings {
  if (gone.length === 0 && added.length === 0) return strings;
  const size = sizeOf(strings);
  const positions = new Map(strings.later?.positions);
  for (const i of gone) positions.delete(stringAt(strings, i) ?? "");
  added.forEach((text, i) => void positions.set(text, size + i));
  return {
    ...strings,
    later: {
      texts: [...(strings.later?.texts ?? []), ...added],
      positions,
      gone: new Set([...(strings.later?.gone ?? []), ...gone]),
    },
  };
}

/** Below zero when a comes before b, byte by byte. */
export const compareBytewise = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Positions of all strings that are there, in the order of the strings. */
export function inOrder(strings: PackedStrings): Uint32Array<ArrayBuffer> {
  const { count, later } = strings;
  const added = [...(later?.positions ?? [])]
    .sort(([a], [b]) => compareBytewise(a, b))
    .map(([text, position]) => ({ position, before: packedPosition(strings, text).before }));
  const out = new Uint32Array(count + added.length);
  let at = 0;
  let next = 0;
  for (let i = 0; i <= count; i++) {
    for (; next < added.length && added[next]?.before === i; next++) out[at++] = added[next]?.position as number;
    if (i < count && !later?.gone.has(i)) out[at++] = i;
  }
  return out.slice(0, at);
}
