import { TILE_EXTENT } from "#contract/tiles.ts";

/** Bytes that grow, written as protobuf. */
export class ByteWriter {
  bytes: Uint8Array<ArrayBuffer>;
  length = 0;

  constructor(capacity = 1 << 16) {
    this.bytes = new Uint8Array(capacity);
  }

  reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  /** An unsigned 32-bit number. */
  varint(value: number): void {
    this.reserve(5);
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.bytes[this.length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.bytes[this.length++] = rest;
  }

  zigzag(value: number): void {
    this.varint((value << 1) ^ (value >> 31));
  }

  append(other: ByteWriter): void {
    this.reserve(other.length);
    this.bytes.set(other.bytes.subarray(0, other.length), this.length);
    this.length += other.length;
  }

  text(value: string): void {
    const most = value.length * 3;
    this.reserve(most);
    const { written } = encoder.encodeInto(value, this.bytes.subarray(this.length, this.length + most));
    this.length += written;
  }

  /** A field of known bytes: tag, length, content. */
  field(tag: number, content: ByteWriter): void {
    this.varint((tag << 3) | 2);
    this.varint(content.length);
    this.append(content);
  }

  taken(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length);
  }
}

const encoder = new TextEncoder();
const POINT = 1;
const LINE = 2;
const POLYGON = 3;

/**
 * Writes one layer of a Mapbox Vector Tile 2.1. For each feature: `begin`, then `attribute` for each key, then geometry by
 * `moveTo`, `lineTo` and `close` in tile units, then `end`.
 */
export class LayerWriter {
  readonly #name: string;
  readonly #keys: readonly string[];
  readonly #values = new Map<number | string | boolean, number>();
  readonly #valueBytes = new ByteWriter(1024);
  readonly #features = new ByteWriter();
  readonly #feature = new ByteWriter(256);
  readonly #tags = new ByteWriter(64);
  readonly #geometry = new ByteWriter(256);
  readonly #value = new ByteWriter(64);
  #x = 0;
  #y = 0;
  count = 0;

  constructor(name: string, keys: readonly string[]) {
    this.#name = name;
    this.#keys = keys;
  }

  get size(): number {
    return this.#features.length + this.#valueBytes.length;
  }

  begin(): void {
    this.#tags.length = 0;
    this.#geometry.length = 0;
    this.#x = 0;
    this.#y = 0;
  }

  /** `key` is the position in the layer's keys. Numbers are unsigned integers. */
  attribute(key: number, value: number | string | boolean): void {
    let at = this.#values.get(value);
    if (at === undefined) {
      at = this.#values.size;
      this.#values.set(value, at);
      this.#writeValue(value);
    }
    this.#tags.varint(key);
    this.#tags.varint(at);
  }

  #writeValue(value: number | string | boolean): void {
    const one = this.#value;
    one.length = 0;
    if (typeof value === "string") {
      one.varint((1 << 3) | 2);
      one.varint(Buffer.byteLength(value));
      one.text(value);
    } else {
      one.varint(((typeof value === "boolean" ? 7 : 5) << 3) | 0);
      one.varint(Number(value));
    }
    this.#valueBytes.field(4, one);
  }

  moveTo(x: number, y: number): void {
    this.#geometry.varint((1 << 3) | 1);
    this.#step(x, y);
  }

  /** Announces how many `point`s follow. */
  lineTo(count: number): void {
    this.#geometry.varint((count << 3) | 2);
  }

  point(x: number, y: number): void {
    this.#step(x, y);
  }

  close(): void {
    this.#geometry.varint((1 << 3) | 7);
  }

  #step(x: number, y: number): void {
    this.#geometry.zigzag(x - this.#x);
    this.#geometry.zigzag(y - this.#y);
    this.#x = x;
    this.#y = y;
  }

  /** Ends a feature; one without geometry is left out. */
  end(id: number, type: "point" | "line" | "polygon"): void {
    if (this.#geometry.length === 0) return;
    const feature = this.#feature;
    feature.length = 0;
    feature.varint((1 << 3) | 0);
    feature.varint(id);
    feature.field(2, this.#tags);
    feature.varint((3 << 3) | 0);
    feature.varint(type === "point" ? POINT : type === "line" ? LINE : POLYGON);
    feature.field(4, this.#geometry);
    this.#features.field(2, feature);
    this.count++;
  }

  /** Appends the layer to a tile; a layer without features is left out. */
  into(tile: ByteWriter): void {
    if (this.count === 0) return;
    const layer = new ByteWriter(this.size + 256);
    const name = new ByteWriter(64);
    name.text(this.#name);
    layer.varint((15 << 3) | 0);
    layer.varint(2);
    layer.field(1, name);
    layer.append(this.#features);
    for (const key of this.#keys) {
      name.length = 0;
      name.text(key);
      layer.field(3, name);
    }
    layer.append(this.#valueBytes);
    layer.varint((5 << 3) | 0);
    layer.varint(TILE_EXTENT);
    tile.field(3, layer);
  }
}
