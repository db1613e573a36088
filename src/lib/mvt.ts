/**
 * Reads vector tiles (MVT 2.1) where they lie: no object for a feature, no array for a geometry. A layer is looked through once for its
 * keys, values and number of features, then its features are stepped through as often as needed.
 */

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

const LAYER = 3;
const NAME = 1;
const FEATURE = 2;
const KEY = 3;
const VALUE = 4;
const EXTENT = 5;

const utf8 = new TextDecoder();

/** A place in the bytes of a protobuf message. Throws when the bytes end too early. */
class Cursor {
  readonly bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Unsigned, exact up to 2^53. */
  varint(): number {
    const { bytes } = this;
    let byte = bytes[this.at++] as number;
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    let factor = 0x80;
    for (let i = 0; i < 9; i++) {
      byte = bytes[this.at++] as number;
      if (byte === undefined) throw new Error("the tile ends within a number");
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 0x80;
    }
    throw new Error("a number in the tile does not end");
  }

  /** End of a block of bytes that begins here with its length. */
  block(limit: number): number {
    const end = this.varint() + this.at;
    if (!(end <= limit)) throw new Error(`a part of the tile ends at ${end}, behind its whole at ${limit}`);
    return end;
  }

  skip(wire: number, limit: number): void {
    if (wire === VARINT) this.varint();
    else if (wire === BYTES) this.at = this.block(limit);
    else if (wire === FIXED32) this.at += 4;
    else if (wire === FIXED64) this.at += 8;
    else throw new Error(`the tile has a field of unknown kind ${wire}`);
    if (this.at > limit) throw new Error("the tile ends within a field");
  }
}

const text = (bytes: Uint8Array, from: number, to: number) => utf8.decode(bytes.subarray(from, to));

/** Value of an attribute as a number; NaN where it is text. */
function readNumber(cursor: Cursor, end: number): number {
  let value = Number.NaN;
  while (cursor.at < end) {
    const tag = cursor.varint();
    const field = tag >>> 3;
    const view = () => new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset + cursor.at);
    if (field === 2 && (tag & 7) === FIXED32 && cursor.at + 4 <= end) value = view().getFloat32(0, true);
    if (field === 3 && (tag & 7) === FIXED64 && cursor.at + 8 <= end) value = view().getFloat64(0, true);
    if ((tag & 7) !== VARINT) {
      cursor.skip(tag & 7, end);
      continue;
    }
    const n = cursor.varint();
    if (field === 6) value = n % 2 === 0 ? n / 2 : -(n + 1) / 2;
    else value = n;
  }
  return value;
}

const MOVE_TO = 1;
const LINE_TO = 2;

/** One layer of a tile, and the feature of it that was stepped to last. */
export class TileLayer {
  readonly name: string;
  readonly extent: number;
  /** How many features it has. */
  readonly count: number;
  /** Number of the feature; −1 where it has none. */
  id = -1;
  /** 1 point, 2 line, 3 polygon. */
  type = 0;
  /** The wanted attributes of the feature, in the order they were asked for; 0 where missing or no number. */
  readonly values: Float64Array;
  readonly #cursor: Cursor;
  readonly #from: number;
  readonly #end: number;
  readonly #columnOfKey: Int8Array;
  readonly #valueOf: readonly number[];
  #next: number;
  #geometry = 0;
  #geometryEnd = 0;

  constructor(bytes: Uint8Array, from: number, end: number, wanted: readonly string[]) {
    const cursor = new Cursor(bytes, from);
    const keys: string[] = [];
    const values: number[] = [];
    let [name, extent, count] = ["", 4096, 0];
    while (cursor.at < end) {
      const tag = cursor.varint();
      const field = tag >>> 3;
      if ((tag & 7) !== BYTES) {
        if (field === EXTENT && (tag & 7) === VARINT) extent = cursor.varint();
        else cursor.skip(tag & 7, end);
        continue;
      }
      const to = cursor.block(end);
      if (field === FEATURE) count += 1;
      else if (field === NAME) name = text(bytes, cursor.at, to);
      else if (field === KEY) keys.push(text(bytes, cursor.at, to));
      else if (field === VALUE) values.push(readNumber(cursor, to));
      cursor.at = to;
    }
    this.name = name;
    this.extent = extent;
    this.count = count;
    this.values = new Float64Array(wanted.length);
    this.#columnOfKey = Int8Array.from(keys, (key) => wanted.indexOf(key));
    this.#valueOf = values;
    this.#cursor = cursor;
    this.#from = from;
    this.#next = from;
    this.#end = end;
  }

  /** Before the first feature again. */
  rewind(): void {
    this.#next = this.#from;
  }

  /** Steps to the next feature. @returns false after the last */
  next(): boolean {
    const cursor = this.#cursor;
    cursor.at = this.#next;
    while (cursor.at < this.#end) {
      const tag = cursor.varint();
      if (tag !== ((FEATURE << 3) | BYTES)) {
        cursor.skip(tag & 7, this.#end);
        continue;
      }
      const end = cursor.block(this.#end);
      this.#read(end);
      this.#next = end;
      return true;
    }
    this.#next = this.#end;
    return false;
  }

  #read(end: number): void {
    const cursor = this.#cursor;
    this.id = -1;
    this.type = 0;
    this.values.fill(0);
    this.#geometry = 0;
    this.#geometryEnd = 0;
    while (cursor.at < end) {
      const tag = cursor.varint();
      if (tag === 8) this.id = cursor.varint();
      else if (tag === 18) this.#readTags(cursor.block(end));
      else if (tag === 24) this.type = cursor.varint();
      else if (tag === 34) {
        this.#geometryEnd = cursor.block(end);
        this.#geometry = cursor.at;
        cursor.at = this.#geometryEnd;
      } else cursor.skip(tag & 7, end);
    }
  }

  #readTags(end: number): void {
    const cursor = this.#cursor;
    while (cursor.at < end) {
      const column = this.#columnOfKey[cursor.varint()];
      const value = this.#valueOf[cursor.varint()];
      if (column === undefined || column < 0 || value === undefined || Number.isNaN(value)) continue;
      this.values[column] = value;
    }
  }

  /** How many lines (or points) the feature has, and how many points in all: `[parts, points]` are added to. */
  measure(sums: { parts: number; points: number }): void {
    const cursor = this.#cursor;
    cursor.at = this.#geometry;
    while (cursor.at < this.#geometryEnd) {
      const command = cursor.varint();
      const action = command & 7;
      if (action !== MOVE_TO && action !== LINE_TO) continue;
      for (let n = command >>> 3; n > 0 && cursor.at < this.#geometryEnd; n--) {
        cursor.varint();
        cursor.varint();
        sums.points += 1;
        if (action === MOVE_TO) sums.parts += 1;
      }
    }
  }

  /**
   * Writes the feature's points from `at` (points) on, and where each part begins from `part` on.
   * @param units the extent that coordinates are told in
   * @returns points written
   */
  read(xy: Int16Array, at: number, units: number, offsets: Uint32Array | null, part: number): number {
    const cursor = this.#cursor;
    const scale = units / this.extent;
    let [x, y, i, p] = [0, 0, at, part];
    cursor.at = this.#geometry;
    while (cursor.at < this.#geometryEnd) {
      const command = cursor.varint();
      const action = command & 7;
      if (action !== MOVE_TO && action !== LINE_TO) continue;
      for (let n = command >>> 3; n > 0 && cursor.at < this.#geometryEnd; n--) {
        const dx = cursor.varint();
        const dy = cursor.varint();
        x += (dx >>> 1) ^ -(dx & 1);
        y += (dy >>> 1) ^ -(dy & 1);
        if (action === MOVE_TO && offsets) offsets[p++] = i;
        xy[2 * i] = short(x * scale);
        xy[2 * i + 1] = short(y * scale);
        i += 1;
      }
    }
    return i - at;
  }
}

/** Keeps a coordinate within 16 bits: what lies so far outside its tile is not seen in it. */
const short = (value: number) => Math.max(-32768, Math.min(32767, Math.round(value)));

/**
 * The layers of a tile that are wanted, with the numeric attributes wanted of each. Throws when the bytes are no vector tile.
 * @param wanted attributes by layer name
 */
export function readTile(
  bytes: Uint8Array,
  wanted: Readonly<Record<string, readonly string[]>>,
): Readonly<Record<string, TileLayer>> {
  const layers: Record<string, TileLayer> = {};
  const cursor = new Cursor(bytes);
  while (cursor.at < bytes.length) {
    const tag = cursor.varint();
    if (tag !== ((LAYER << 3) | BYTES)) {
      cursor.skip(tag & 7, bytes.length);
      continue;
    }
    const end = cursor.block(bytes.length);
    const attributes = wanted[layerName(bytes, cursor.at, end)];
    if (attributes) {
      const layer = new TileLayer(bytes, cursor.at, end, attributes);
      layers[layer.name] = layer;
    }
    cursor.at = end;
  }
  return layers;
}

function layerName(bytes: Uint8Array, from: number, end: number): string {
  const cursor = new Cursor(bytes, from);
  while (cursor.at < end) {
    const tag = cursor.varint();
    if (tag === ((NAME << 3) | BYTES)) {
      const to = cursor.block(end);
      return text(bytes, cursor.at, to);
    }
    cursor.skip(tag & 7, end);
  }
  return "";
}
