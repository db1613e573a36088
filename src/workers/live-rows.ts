/** Rows of live values in one buffer, so that a message to the page is one transfer and the page hands the same buffer back. */
export interface PackedRows {
  readonly count: number;
  /** At least `ROW_BYTES` × count bytes: times (f64), numbers (u32), values (f32), states (u8), each `count` long. */
  readonly bytes: ArrayBuffer;
}

export const ROW_BYTES = 17;
const SMALLEST = 64 * 1024;

/** Columns of packed rows, as views: they hold for as long as the buffer is not handed on. */
export interface RowColumns {
  readonly seqs: Uint32Array;
  readonly values: Float32Array;
  /** ms since 1970; 0 when never. */
  readonly at: Float64Array;
  readonly states: Uint8Array;
}

export const columnsOf = ({ count, bytes }: PackedRows): RowColumns => ({
  at: new Float64Array(bytes, 0, count),
  seqs: new Uint32Array(bytes, 8 * count, count),
  values: new Float32Array(bytes, 12 * count, count),
  states: new Uint8Array(bytes, 16 * count, count),
});

/** Buffers that travel to the page and back. Two are enough for one message under way and one being written. */
export function createBufferPool(most = 2) {
  const idle: ArrayBuffer[] = [];
  return {
    /** A buffer for `count` rows: one that came back when it is large enough, else a new one with room to spare. */
    take(count: number): ArrayBuffer {
      const needed = count * ROW_BYTES;
      while (idle.length > 0) {
        const buffer = idle.pop() as ArrayBuffer;
        if (buffer.byteLength >= needed) return buffer;
      }
      return new ArrayBuffer(Math.max(SMALLEST, Math.ceil((needed * 1.5) / 8) * 8));
    },
    give(buffer: ArrayBuffer): void {
      if (idle.length < most) idle.push(buffer);
    },
  };
}
export type BufferPool = ReturnType<typeof createBufferPool>;
