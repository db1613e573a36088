import type { ValueType } from "#server/features/property.ts";

/**
 * Gathers one column of a group of rows; numbers, days and places in buffers that live as long as the file, so that no row has bytes or dates of its
 * own that wait for its group to be encoded.
 */
export interface GroupColumn {
  push(value: unknown): void;
  /** What was gathered, as Parquet's writer takes it: `undefined` is nothing. It holds until the next `push`, which begins anew. */
  take(): ArrayLike<unknown>;
}

const DAY_MS = 86_400_000;
/** Texts of a column that are kept to be said again. */
const FEW = 2_000;
/** What a buffer begins with: it grows. */
const BYTES_A_PLACE = 96;

const NUMBER_OF: Readonly<Record<Exclude<ValueType, "text" | "boolean">, (value: unknown) => number>> = {
  number: Number,
  integer: Number,
  /** Days since 1970. */
  date: (value) => Math.floor(Date.parse(`${String(value)}T00:00:00Z`) / DAY_MS),
  /** ms, UTC. */
  instant: (value) => (value instanceof Date ? value.getTime() : Number(value)),
};

const isNothing = (value: unknown): value is null | undefined => value === null || value === undefined;

/** Numbers, days and instants; NaN stands for nothing. */
class NumberColumn implements GroupColumn {
  readonly #numberOf: (value: unknown) => number;
  readonly #values: Float64Array;
  #count = 0;

  constructor(capacity: number, numberOf: (value: unknown) => number) {
    this.#numberOf = numberOf;
    this.#values = new Float64Array(capacity);
  }

  push(value: unknown): void {
    const number = isNothing(value) ? Number.NaN : this.#numberOf(value);
    this.#values[this.#count++] = Number.isFinite(number) ? number : Number.NaN;
  }

  take(): ArrayLike<unknown> {
    const values = this.#values.subarray(0, this.#count);
    this.#count = 0;
    const isWhole = !values.some(Number.isNaN);
    return isWhole ? values : Array.from(values, (number) => (Number.isNaN(number) ? undefined : number));
  }
}

class FlagColumn implements GroupColumn {
  #values: (boolean | undefined)[] = [];

  push(value: unknown): void {
    this.#values.push(isNothing(value) ? undefined : value === true);
  }

  take(): ArrayLike<unknown> {
    const values = this.#values;
    this.#values = [];
    return values;
  }
}

/**
 * Well-known bytes, of which each row has its own, one after the other in one buffer. Texts are not kept so: the writer keeps the least and the most
 * of a group until the file ends, and the next group would write over them.
 */
class PlaceColumn implements GroupColumn {
  /** How long each is; -1 is nothing. */
  readonly #lengths: Int32Array;
  #bytes: Buffer;
  #end = 0;
  #count = 0;

  constructor(capacity: number) {
    this.#lengths = new Int32Array(capacity);
    this.#bytes = Buffer.alloc(capacity * BYTES_A_PLACE);
  }

  push(value: unknown): void {
    let length = -1;
    if (typeof value === "string") {
      this.#makeRoom(this.#end + value.length / 2);
      length = this.#bytes.write(value, this.#end, "hex");
      this.#end += length;
    }
    this.#lengths[this.#count++] = length;
  }

  #makeRoom(bytes: number): void {
    if (bytes <= this.#bytes.byteLength) return;
    const more = Buffer.alloc(Math.max(2 * this.#bytes.byteLength, bytes));
    more.set(this.#bytes.subarray(0, this.#end));
    this.#bytes = more;
  }

  take(): ArrayLike<unknown> {
    const { buffer, byteOffset } = this.#bytes;
    let at = byteOffset;
    const views = Array.from(this.#lengths.subarray(0, this.#count), (length) => {
      if (length < 0) return undefined;
      at += length;
      return new Uint8Array(buffer, at - length, length);
    });
    this.#end = 0;
    this.#count = 0;
    return views;
  }
}

/** Texts: the same one once for all rows that say it, while a column says few. */
class TextColumn implements GroupColumn {
  readonly #known = new Map<string, string>();
  #texts: (string | undefined)[] = [];

  push(value: unknown): void {
    this.#texts.push(isNothing(value) ? undefined : this.#once(String(value)));
  }

  #once(text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size < FEW) this.#known.set(text, text);
    return text;
  }

  take(): ArrayLike<unknown> {
    const texts = this.#texts;
    this.#texts = [];
    return texts;
  }
}

/** Gathers the values of a column (`place`: well-known bytes as hexadecimal digits) of at most `capacity` rows at a time. */
export function groupColumn(type: ValueType | "place", capacity: number): GroupColumn {
  if (type === "place") return new PlaceColumn(capacity);
  if (type === "text") return new TextColumn();
  if (type === "boolean") return new FlagColumn();
  return new NumberColumn(capacity, NUMBER_OF[type]);
}
