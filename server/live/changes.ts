import { listBits, type SeqBits, seqBits, setBit } from "./seq-bits.ts";

/** Which tags changed since the last beat, each once: as large as the largest number heard of, however much changes. */
export function createChanges() {
  let bits: SeqBits = seqBits(0);
  let list = new Uint32Array(0);
  const makeRoom = (seq: number) => {
    if (seq >>> 5 < bits.length) return;
    const grown = seqBits(2 * (seq + 1));
    grown.set(bits);
    bits = grown;
    list = new Uint32Array(32 * grown.length);
  };
  return {
    add(changed: ArrayLike<number>) {
      for (let i = 0; i < changed.length; i++) {
        const seq = changed[i] as number;
        makeRoom(seq);
        setBit(bits, seq);
      }
    },
    /** Ascending; it holds until the next `take`. */
    take(): Uint32Array {
      const n = listBits(bits, list);
      bits.fill(0);
      return list.subarray(0, n);
    },
    reset() {
      bits.fill(0);
    },
  };
}
