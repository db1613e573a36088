import { HILBERT_SIZE } from "./hilbert.ts";

/** Things by group, and within a group along a curve, so that those drawn together lie together in memory. */
export interface CurveOrder {
  /** Which thing stands at each place. */
  readonly things: Uint32Array<ArrayBuffer>;
  /** Where each group begins, and at last how many things there are: groups + 1 numbers. */
  readonly starts: Uint32Array<ArrayBuffer>;
}

const DIGIT = 11;
const RADIX = 1 << DIGIT;
const MOST_GROUPS = 2 ** (4 * DIGIT) / HILBERT_SIZE;

/**
 * @param things in the order in which equals shall stay.
 * @param placeOf number on the curve, below `HILBERT_SIZE`.
 */
export function curveOrder(
  things: Uint32Array<ArrayBuffer>,
  groups: number,
  groupOf: (thing: number) => number,
  placeOf: (thing: number) => number,
): CurveOrder {
  if (groups > MOST_GROUPS) throw new Error(`${groups} groups, ${MOST_GROUPS} at most`);
  const { length } = things;
  // A key of 44 bits as two halves: a radix sort knows no larger integers.
  let low = new Uint32Array(length);
  let high = new Uint32Array(length);
  const starts = new Uint32Array(groups + 1);
  for (let i = 0; i < length; i++) {
    const thing = things[i] as number;
    const group = groupOf(thing);
    const key = group * HILBERT_SIZE + placeOf(thing);
    const top = Math.floor(key / (RADIX * RADIX));
    high[i] = top;
    low[i] = key - top * RADIX * RADIX;
    starts[group + 1] = (starts[group + 1] as number) + 1;
  }
  for (let g = 0; g < groups; g++) starts[g + 1] = (starts[g + 1] as number) + (starts[g] as number);
  let from = things;
  let to = new Uint32Array(length);
  let lowTo = new Uint32Array(length);
  let highTo = new Uint32Array(length);
  const counts = new Uint32Array(RADIX);
  for (let pass = 0; pass < 4; pass++) {
    const half = pass < 2 ? low : high;
    const shift = pass % 2 === 0 ? 0 : DIGIT;
    counts.fill(0);
    for (let i = 0; i < length; i++) {
      const digit = ((half[i] as number) >>> shift) & (RADIX - 1);
      counts[digit] = (counts[digit] as number) + 1;
    }
    let sum = 0;
    for (let d = 0; d < RADIX; d++) {
      const n = counts[d] as number;
      counts[d] = sum;
      sum += n;
    }
    for (let i = 0; i < length; i++) {
      const digit = ((half[i] as number) >>> shift) & (RADIX - 1);
      const at = counts[digit] as number;
      counts[digit] = at + 1;
      to[at] = from[i] as number;
      lowTo[at] = low[i] as number;
      highTo[at] = high[i] as number;
    }
    [from, to] = [to, from === things ? new Uint32Array(length) : from];
    [low, lowTo] = [lowTo, low];
    [high, highTo] = [highTo, high];
  }
  return { things: from, starts };
}
