import { TILE_EXTENT } from "#contract/tiles.ts";

/** Bytes of a tile while it is written: one run that grows, used again for the next tile. */
export class TileBuffer {
  bytes: Uint8Array<ArrayBuffer>;
  at = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  /** Makes room for `more` bytes after `at`; `bytes` may be another array afterwards. */
  room(more: number): void {
    if (this.at + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(2 * this.bytes.length, this.at + more));
    grown.set(this.bytes.subarray(0, this.at));
    this.bytes = grown;
  }

  varint(value: number): void {
    this.room(5);
    this.at = putVarint(this.bytes, this.at, value);
  }

  /** Copies bytes of another run behind what is there. */
  copy(from: Uint8Array, start: number, end: number): void {
    this.room(end - start);
    const { bytes } = this;
    let { at } = this;
    // Short runs: a call of `set` costs more than the loop.
    for (let i = start; i < end; i++) bytes[at++] = from[i] as number;
    this.at = at;
  }

  text(value: string): void {
    const most = 3 * value.length;
    this.room(most + 5);
    if (value.length < 0x80 && this.#ascii(value)) return;
    const { written } = encoder.encodeInto(value, this.bytes.subarray(this.at + 5, this.at + 5 + most));
    const start = this.at + 5;
    this.at = putVarint(this.bytes, this.at, written);
    this.bytes.copyWithin(this.at, start, start + written);
    this.at += written;
  }

  /** Writes a short text of ASCII alone; false when there is something else in it. */
  #ascii(value: string): boolean {
    const { bytes, at } = this;
    const { length } = value;
    bytes[at] = length;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code >= 0x80) return false;
      bytes[at + 1 + i] = code;
    }
    this.at = at + 1 + length;
    return true;
  }
}

const encoder = new TextEncoder();

/** Writes an unsigned 32-bit number; gives the place after it. Five bytes at most. */
export function putVarint(bytes: Uint8Array, at: number, value: number): number {
  // Nearly all are of one byte or two.
  if (value >= 0 && value < 0x4000) {
    if (value < 0x80) {
      bytes[at] = value;
      return at + 1;
    }
    bytes[at] = value | 0x80;
    bytes[at + 1] = value >> 7;
    return at + 2;
  }
  let rest = value >>> 0;
  let to = at;
  while (rest > 0x7f) {
    bytes[to++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[to++] = rest;
  return to;
}

/** Writes a signed number of 31 bits, small ones of either sign short. */
export const putZigzag = (bytes: Uint8Array, at: number, value: number): number =>
  putVarint(bytes, at, (value << 1) ^ (value >> 31));

/**
 * Ends a field whose length was not known when it began: the content stands one byte after `lengthAt`, and moves on when its length
 * needs more than that. Gives the place after it.
 */
export function closeField(bytes: Uint8Array, lengthAt: number, end: number): number {
  const length = end - lengthAt - 1;
  if (length < 0x80) {
    bytes[lengthAt] = length;
    return end;
  }
  const more = length < 0x4000 ? 1 : length < 0x20_0000 ? 2 : length < 0x1000_0000 ? 3 : 4;
  bytes.copyWithin(lengthAt + 1 + more, lengthAt + 1, end);
  putVarint(bytes, lengthAt, length);
  return end + more;
}

/** Bytes that `closeField` may add. */
export const CLOSING = 4;

const LENGTH_DELIMITED = 2;
const field = (number: number) => (number << 3) | LENGTH_DELIMITED;
/** Fields of a tile and of a layer (vector_tile.proto 2.1). */
const TILE_LAYER = field(3);
const LAYER_NAME = field(1);
export const LAYER_FEATURE = field(2);
const LAYER_KEY = field(3);
const LAYER_VALUE = field(4);
const LAYER_EXTENT = 5 << 3;
const LAYER_VERSION = 15 << 3;
const VALUE_STRING = field(1);
const VALUE_UINT = 5 << 3;

/** Numbers up to this are looked up in a table. */
const SMALL = 0x10000;

/** Writes a text as one of a layer's values. */
export function textValue(values: TileBuffer, text: string): void {
  values.room(8 + CLOSING);
  values.bytes[values.at++] = LAYER_VALUE;
  const lengthAt = values.at++;
  values.bytes[values.at++] = VALUE_STRING;
  values.text(text);
  values.room(CLOSING);
  values.at = closeField(values.bytes, lengthAt, values.at);
}

function grownTo(column: Uint32Array<ArrayBuffer>, least: number): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(Math.max(least, 2 * column.length));
  grown.set(column);
  return grown;
}

/** One layer of a tile while it is written into `out`, and its values until they follow the features. Used again for the next. */
export class LayerBuffer {
  readonly out: TileBuffer;
  /** Place of each small number among the layer's values + 1; 0 = not there yet, ask `number`. */
  readonly placeOf = new Int32Array(SMALL);
  /** Features written. */
  count = 0;
  /** Another in each layer that is begun; never 0. */
  turn = 0;
  readonly values = new TileBuffer(1 << 14);
  readonly #used: number[] = [];
  #placeOfText = new Uint32Array(1 << 10);
  readonly #usedTexts: number[] = [];
  #size = 0;
  #start = 0;

  constructor(out: TileBuffer) {
    this.out = out;
  }

  begin(name: string): void {
    for (const number of this.#used) this.placeOf[number] = 0;
    this.#used.length = 0;
    for (const number of this.#usedTexts) this.#placeOfText[number] = 0;
    this.#usedTexts.length = 0;
    this.values.at = 0;
    this.#size = 0;
    this.count = 0;
    this.turn += 1;
    const { out } = this;
    this.#start = out.at;
    out.room(16 + 3 * name.length);
    out.bytes[out.at++] = TILE_LAYER;
    // Where the length will stand.
    out.at++;
    out.bytes[out.at++] = LAYER_VERSION;
    out.bytes[out.at++] = 2;
    out.bytes[out.at++] = LAYER_NAME;
    out.text(name);
  }

  /** Place + 1 of an unsigned number among the values; a large one comes anew each time. */
  number(value: number): number {
    const known = value < SMALL ? (this.placeOf[value] as number) : 0;
    if (known > 0) return known;
    const values = this.values;
    values.room(8);
    values.bytes[values.at++] = LAYER_VALUE;
    const lengthAt = values.at++;
    values.bytes[values.at++] = VALUE_UINT;
    values.at = closeField(values.bytes, lengthAt, putVarint(values.bytes, values.at, value));
    this.#size += 1;
    if (value < SMALL) {
      this.placeOf[value] = this.#size;
      this.#used.push(value);
    }
    return this.#size;
  }

  /** Place + 1 of the value that somebody has just put behind `values`. */
  added(): number {
    this.#size += 1;
    return this.#size;
  }

  /** Place + 1 of a text that goes by a number; `put` writes it behind `values` when it first comes. */
  text(number: number, put: (values: TileBuffer, number: number) => void): number {
    if (number >= this.#placeOfText.length) this.#placeOfText = grownTo(this.#placeOfText, number + 1);
    const known = this.#placeOfText[number] as number;
    if (known > 0) return known;
    put(this.values, number);
    this.#placeOfText[number] = this.added();
    this.#usedTexts.push(number);
    return this.#size;
  }

  /** Writes keys and values; a layer without features leaves no trace. */
  end(keys: readonly string[]): void {
    const { out } = this;
    if (this.count === 0) {
      out.at = this.#start;
      return;
    }
    for (const key of keys) {
      out.room(1);
      out.bytes[out.at++] = LAYER_KEY;
      out.text(key);
    }
    const values = this.values;
    out.room(values.at + 8 + CLOSING);
    out.bytes.set(values.bytes.subarray(0, values.at), out.at);
    out.at += values.at;
    out.bytes[out.at++] = LAYER_EXTENT;
    out.at = putVarint(out.bytes, out.at, TILE_EXTENT);
    out.at = closeField(out.bytes, this.#start + 1, out.at);
  }
}
