import type { LiveFrame } from "./decode-frame.ts";
import type { LiveRows } from "./live-messages.ts";

/** State of a tag that is out of sight: the frame never named it. */
export const OUT_OF_SIGHT = 255;

/** Gathers frames between two messages to the page: of many changes of a tag the page hears the last. */
export class LiveMerge {
  #snapshot = "";
  #values = new Float32Array(0);
  #at = new Float64Array(0);
  #states = new Uint8Array(0);
  #dirty = new Set<number>();
  #reset = false;

  /** Another numbering, or another size of it: all values are void until the next snapshot frame. */
  renumber(snapshot: string, tags: number): void {
    this.#snapshot = snapshot;
    this.#values = new Float32Array(tags);
    this.#at = new Float64Array(tags);
    this.#states = new Uint8Array(tags);
    this.#void();
  }

  #void() {
    this.#values.fill(Number.NaN);
    this.#at.fill(0);
    this.#states.fill(OUT_OF_SIGHT);
    this.#dirty.clear();
    this.#reset = true;
  }

  /** Takes in a frame. Throws when it names a tag beyond the numbering. */
  take(frame: LiveFrame): void {
    if (frame.kind === "snapshot") this.#void();
    const tags = this.#states.length;
    for (let i = 0; i < frame.seqs.length; i++) {
      const seq = frame.seqs[i] as number;
      if (seq >= tags) throw new Error(`tag ${seq} of ${tags}`);
      this.#values[seq] = frame.values[i] as number;
      this.#at[seq] = frame.at[i] as number;
      this.#states[seq] = frame.states[i] as number;
      this.#dirty.add(seq);
    }
  }

  /** What changed since the last call, in arrays of its own; null when nothing did. */
  drain(): LiveRows | null {
    if (this.#dirty.size === 0 && !this.#reset) return null;
    const seqs = Uint32Array.from(this.#dirty);
    const rows = {
      reset: this.#reset,
      snapshot: this.#snapshot,
      tags: this.#states.length,
      seqs,
      values: Float32Array.from(seqs, (seq) => this.#values[seq] as number),
      at: Float64Array.from(seqs, (seq) => this.#at[seq] as number),
      states: Uint8Array.from(seqs, (seq) => this.#states[seq] as number),
    };
    this.#dirty.clear();
    this.#reset = false;
    return rows;
  }
}
