/** A set of dense numbers as bits, 32 to a word: an eighth of a mask of bytes, and small enough to stay in a processor's cache. */
export type SeqBits = Uint32Array<ArrayBuffer>;

export const seqBits = (count: number): SeqBits => new Uint32Array(Math.ceil(count / 32));

export const hasBit = (bits: SeqBits, seq: number): boolean => (((bits[seq >>> 5] as number) >>> (seq & 31)) & 1) === 1;

export const setBit = (bits: SeqBits, seq: number): void => {
  bits[seq >>> 5] = (bits[seq >>> 5] as number) | (1 << (seq & 31));
};

/** Writes the numbers of a set into `into`, ascending, as far as there is room. @returns how many there are */
export function listBits(bits: SeqBits, into: Uint32Array): number {
  let n = 0;
  for (let word = 0; word < bits.length; word++) {
    let rest = bits[word] as number;
    while (rest !== 0) {
      const low = 31 - Math.clz32(rest & -rest);
      into[n++] = 32 * word + low;
      rest &= rest - 1;
    }
  }
  return n;
}

export function countBits(bits: SeqBits): number {
  let n = 0;
  for (let rest of bits) for (; rest !== 0; rest &= rest - 1) n += 1;
  return n;
}

/** The largest number of a set, or -1. */
export function lastBit(bits: SeqBits): number {
  for (let word = bits.length - 1; word >= 0; word--) {
    const rest = bits[word] as number;
    if (rest !== 0) return 32 * word + 31 - Math.clz32(rest);
  }
  return -1;
}
