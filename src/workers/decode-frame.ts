import {
  AGE_LONG,
  AGE_NEVER,
  FRAME_HEAD,
  FRAME_KINDS,
  FRAME_MAGIC,
  FRAME_ROW,
  FRAME_STATES,
  type FrameKind,
} from "#contract/live-layout.ts";

/** A frame of `/live` as columns of `count` rows, which may be longer than that; they hold until the next frame is decoded. */
export interface LiveFrame {
  readonly kind: FrameKind;
  readonly sequence: number;
  /** ms since 1970, by the server's clock. */
  readonly serverTime: number;
  /** ms since 1970; 0 when none. */
  readonly newestAt: number;
  readonly count: number;
  /** Ascending. */
  readonly seqs: Uint32Array;
  readonly values: Float32Array;
  /** ms since 1970, to the second; 0 when the tag has never reported. */
  readonly at: Float64Array;
  readonly states: Uint8Array;
}

const LONGEST_VARINT = 5;
const LARGEST = 0xffffffff;

/** Reads varints one after the other; throws at the end of the bytes and on what is no varint. */
class Varints {
  #bytes: Uint8Array = new Uint8Array(0);
  at = 0;

  begin(bytes: Uint8Array, at: number): void {
    this.#bytes = bytes;
    this.at = at;
  }

  next(): number {
    const bytes = this.#bytes;
    const first = bytes[this.at++];
    // Nearly all are one byte.
    if (first !== undefined && first < 0x80) return first;
    let value = (first ?? 0) & 0x7f;
    for (let i = 1; i < LONGEST_VARINT; i++) {
      const byte = bytes[this.at++];
      if (byte === undefined) throw new Error("a frame ends within a number");
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80 && value <= LARGEST) return value;
    }
    throw new Error("a number of a frame is too long");
  }
}

/** Columns that grow and are written over again and again. */
class Columns {
  seqs = new Uint32Array(1024);
  at = new Float64Array(1024);
  states = new Uint8Array(1024);
  readonly #varints = new Varints();

  makeRoom(count: number): void {
    if (this.seqs.length >= count) return;
    this.seqs = new Uint32Array(2 * count);
    this.at = new Float64Array(2 * count);
    this.states = new Uint8Array(2 * count);
  }

  /** Splits each row's byte into state and age code, the code left in `at` until ages are known. */
  readMarks(marks: Uint8Array): void {
    for (let i = 0; i < marks.length; i++) {
      const mark = marks[i] as number;
      const state = mark & 7;
      if (state >= FRAME_STATES) throw new Error(`unknown state ${state}`);
      this.states[i] = state;
      this.at[i] = mark >>> 3;
    }
  }

  /** Reads numbers and then ages. @returns where they end */
  readVarints(bytes: Uint8Array, from: number, count: number, serverTime: number): number {
    const varints = this.#varints;
    varints.begin(bytes, from);
    let next = 0;
    for (let i = 0; i < count; i++) {
      const seq = next + varints.next();
      if (seq > LARGEST) throw new Error("a frame names a tag beyond all numbers");
      this.seqs[i] = seq;
      next = seq + 1;
    }
    for (let i = 0; i < count; i++) {
      const code = this.at[i] as number;
      if (code === AGE_NEVER) this.at[i] = 0;
      else this.at[i] = serverTime - (code === AGE_LONG ? varints.next() : code) * 1000;
    }
    return varints.at;
  }
}

/** A decoder that writes into columns of its own, again and again: a stream of frames leaves no garbage. */
export function createFrameDecoder(): (bytes: ArrayBuffer) => LiveFrame {
  const columns = new Columns();
  /** Reads a frame (layout: contract/live-layout.ts). Throws on anything that is no frame. */
  return (bytes) => {
    if (bytes.byteLength < FRAME_HEAD)
      throw new Error(`a frame has at least ${FRAME_HEAD} bytes, this one ${bytes.byteLength}`);
    const head = new DataView(bytes);
    const magic = head.getUint32(0, true);
    if (magic !== FRAME_MAGIC) throw new Error(`no frame: it begins with ${magic.toString(16)}`);
    const kind = FRAME_KINDS[head.getUint8(4)];
    if (kind === undefined) throw new Error(`unknown kind of frame ${head.getUint8(4)}`);
    const count = head.getUint32(12, true);
    const least = FRAME_HEAD + count * (FRAME_ROW + 1);
    // Before any column grows: a frame cannot make us hold more than it brought.
    if (bytes.byteLength < least)
      throw new Error(`a frame of ${count} rows has at least ${least} bytes, this one ${bytes.byteLength}`);
    const serverTime = head.getFloat64(16, true);
    columns.makeRoom(count);
    columns.readMarks(new Uint8Array(bytes, FRAME_HEAD + 4 * count, count));
    const end = columns.readVarints(new Uint8Array(bytes), FRAME_HEAD + FRAME_ROW * count, count, serverTime);
    if (end !== bytes.byteLength) throw new Error(`a frame ends after ${end} bytes, this one has ${bytes.byteLength}`);
    const [sequence, newestAt] = [head.getUint32(8, true), head.getFloat64(24, true)];
    const values = new Float32Array(bytes, FRAME_HEAD, count);
    const { seqs, at, states } = columns;
    return { kind, sequence, serverTime, newestAt, count, seqs, values, at, states };
  };
}
