/** Bytes that grow. Numbers are written as contract/history-layout.ts says. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** A copy of what was written. */
  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  #room(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const wider = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + count));
    wider.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = wider;
  }

  u8(value: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = value;
  }

  all(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** A whole number from 0 until 2^53, seven bits to a byte, lowest first. */
  varint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.u8((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.u8(rest);
  }

  zigzag(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** Each of `count` numbers in `width` bits (at most 32), filled up to a whole byte. */
  packed(count: number, width: number, at: (i: number) => number): void {
    if (width === 0) return;
    let held = 0;
    let bits = 0;
    for (let i = 0; i < count; i++) {
      // 2^7 · 2^32 stays a whole number of doubles.
      held += at(i) * 2 ** bits;
      bits += width;
      while (bits >= 8) {
        this.u8(held % 256);
        held = Math.floor(held / 256);
        bits -= 8;
      }
    }
    if (bits > 0) this.u8(held);
  }
}

/** How many bits a whole number from 0 until 2^32 takes. */
export const bitsOf = (value: number): number => (value === 0 ? 0 : 32 - Math.clz32(value));

/** Reads what {@link ByteWriter} wrote; throws where the bytes end too early or a number is none. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  u8(): number {
    const byte = this.#bytes[this.at++];
    if (byte === undefined) throw new Error("a column file ends within a block");
    return byte;
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; scale < 2 ** 53; scale *= 0x80) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        if (value <= Number.MAX_SAFE_INTEGER) return value;
        break;
      }
    }
    throw new Error("a number of a column file is too long");
  }

  zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** Reads `count` numbers of `width` bits into `into`. */
  packed(count: number, width: number, into: Float64Array): void {
    if (width === 0) {
      into.fill(0, 0, count);
      return;
    }
    if (width > 32) throw new Error(`a column file packs into ${width} bits; 32 are the most`);
    const size = 2 ** width;
    let held = 0;
    let bits = 0;
    for (let i = 0; i < count; i++) {
      while (bits < width) {
        held += this.u8() * 2 ** bits;
        bits += 8;
      }
      into[i] = held % size;
      held = Math.floor(held / size);
      bits -= width;
    }
  }
}
