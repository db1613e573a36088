/** Strings as one run of UTF-8 with offsets: a million ids are two buffers, not a million objects. Transferable. */
export interface PackedStrings {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** count + 1 numbers. */
  readonly offsets: Uint32Array<ArrayBuffer>;
  /** Open addressing by FNV-1a, position + 1, 0 = free; its length is a power of two. */
  readonly table: Uint32Array<ArrayBuffer>;
}

const encoder = new TextEncoder();
const scratch = new Uint8Array(1024);

function fnv(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  return hash >>> 0;
}

/** Packs strings in the order given; throws when one comes twice. */
export function packStrings(strings: readonly string[]): PackedStrings {
  let size = 0;
  for (const text of strings) size += Buffer.byteLength(text);
  const bytes = new Uint8Array(size);
  const offsets = new Uint32Array(strings.length + 1);
  const view = Buffer.from(bytes.buffer);
  let at = 0;
  strings.forEach((text, i) => {
    at += view.write(text, at);
    offsets[i + 1] = at;
  });
  return { bytes, offsets, table: tableOf(bytes, offsets) };
}

function tableOf(bytes: Uint8Array, offsets: Uint32Array): Uint32Array<ArrayBuffer> {
  const count = offsets.length - 1;
  const table = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(2, count * 2))));
  const mask = table.length - 1;
  for (let i = 0; i < count; i++) {
    const from = offsets[i] as number;
    const to = offsets[i + 1] as number;
    let slot = fnv(bytes, from, to) & mask;
    while (table[slot]) {
      if (isSame(bytes, offsets, (table[slot] as number) - 1, bytes, from, to))
        throw new Error(`"${Buffer.from(bytes.subarray(from, to)).toString()}" comes twice`);
      slot = (slot + 1) & mask;
    }
    table[slot] = i + 1;
  }
  return table;
}

function isSame(bytes: Uint8Array, offsets: Uint32Array, i: number, other: Uint8Array, from: number, to: number) {
  const start = offsets[i] as number;
  if ((offsets[i + 1] as number) - start !== to - from) return false;
  for (let k = 0; k < to - from; k++) if (bytes[start + k] !== other[from + k]) return false;
  return true;
}

export function stringAt({ bytes, offsets }: PackedStrings, i: number): string | undefined {
  if (!Number.isInteger(i) || i < 0 || i >= offsets.length - 1) return undefined;
  return Buffer.from(bytes.buffer, offsets[i], (offsets[i + 1] as number) - (offsets[i] as number)).toString("utf8");
}

/** Position of a string, or undefined. */
export function positionOf({ bytes, offsets, table }: PackedStrings, text: string): number | undefined {
  // Three bytes for each UTF-16 unit at most; what does not fit the scratch is encoded apart.
  const needle = text.length * 3 <= scratch.length ? scratch : encoder.encode(text);
  const length = needle === scratch ? encoder.encodeInto(text, scratch).written : needle.length;
  const mask = table.length - 1;
  for (let slot = fnv(needle, 0, length) & mask; table[slot]; slot = (slot + 1) & mask) {
    const i = (table[slot] as number) - 1;
    if (isSame(bytes, offsets, i, needle, 0, length)) return i;
  }
  return undefined;
}
