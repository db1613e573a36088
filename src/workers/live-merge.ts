import type { LiveFrame } from "./decode-frame.ts";
import type { LiveRows } from "./live-messages.ts";
import { type BufferPool, columnsOf, createBufferPool } from "./live-rows.ts";

/** State of a tag that is out of sight: the frame never named it. */
export const OUT_OF_SIGHT = 255;

/**
 * Gathers frames between two messages to the page: of many changes of a tag the page hears the last. What it holds is as long as the
 * numbering, however long the page does not look.
 */
export class LiveMerge {
  readonly #pool: BufferPool;
  #snapshot = "";
  #values = new Float32Array(0);
  #at = new Float64Array(0);
  #states = new Uint8Array(0);
  /** 1 for each tag that stands in `#dirty`. */
  #isDirty = new Uint8Array(0);
  #dirty = new Uint32Array(0);
  #count = 0;
  #reset = false;

  constructor(pool: BufferPool = createBufferPool()) {
    this.#pool = pool;
  }

  /** Rows that wait for the page. */
  get waiting(): number {
    return this.#count;
  }

  /** Another numbering, or another size of it: all values are void until the next snapshot frame. */
  renumber(snapshot: string, tags: number): void {
    this.#snapshot = snapshot;
    this.#values = new Float32Array(tags);
    this.#at = new Float64Array(tags);
    this.#states = new Uint8Array(tags);
    this.#isDirty = new Uint8Array(tags);
    this.#dirty = new Uint32Array(tags);
    this.#void();
  }

  #void() {
    this.#values.fill(Number.NaN);
    this.#at.fill(0);
    this.#states.fill(OUT_OF_SIGHT);
    this.#forgetDirty();
    this.#reset = true;
  }

  #forgetDirty() {
    this.#isDirty.fill(0);
    this.#count = 0;
  }

  /** Takes in a frame. Throws when it names a tag beyond the numbering. */
  take(frame: LiveFrame): void {
    if (frame.kind === "snapshot") this.#void();
    const tags = this.#states.length;
    for (let i = 0; i < frame.count; i++) {
      const seq = frame.seqs[i] as number;
      if (seq >= tags) throw new Error(`tag ${seq} of ${tags}`);
      this.#values[seq] = frame.values[i] as number;
      this.#at[seq] = frame.at[i] as number;
      this.#states[seq] = frame.states[i] as number;
      if (this.#isDirty[seq] === 1) continue;
      this.#isDirty[seq] = 1;
      this.#dirty[this.#count++] = seq;
    }
  }

  /** What changed since the last call; null when nothing did. The buffer is the receiver's, who may hand it back by `give`. */
  drain(): LiveRows | null {
    if (this.#count === 0 && !this.#reset) return null;
    const count = this.#count;
    const packed = { count, bytes: this.#pool.take(count) };
    const { seqs, values, at, states } = columnsOf(packed);
    for (let i = 0; i < count; i++) {
      const seq = this.#dirty[i] as number;
      seqs[i] = seq;
      values[i] = this.#values[seq] as number;
      at[i] = this.#at[seq] as number;
      states[i] = this.#states[seq] as number;
    }
    const rows = { ...packed, reset: this.#reset, snapshot: this.#snapshot, tags: this.#states.length };
    this.#forgetDirty();
    this.#reset = false;
    return rows;
  }

  /** Takes back the buffer of rows that have been read. */
  give(bytes: ArrayBuffer): void {
    this.#pool.give(bytes);
  }
}
