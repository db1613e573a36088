import { STATE_MASK, type StateBytes, UNKNOWN_STATE } from "./state-bytes.ts";

/**
 * Puts the live states of the sensors `seqs` into the low bits, keeping the bits above; 255 (out of sight) reads as unknown. Touches the
 * bytes only when a state is another: most values change without.
 * @param live state by dense number, as the live store has it
 */
export function writeTagStatesAt(states: StateBytes, live: Uint8Array, seqs: Uint32Array): void {
  const { bytes } = states;
  let first = bytes.length;
  let last = -1;
  for (let i = 0; i < seqs.length; i++) {
    const seq = seqs[i] as number;
    if (seq >= bytes.length) continue;
    const told = live[seq] as number;
    const state = told > STATE_MASK ? UNKNOWN_STATE : told;
    const before = bytes[seq] as number;
    if ((before & STATE_MASK) === state) continue;
    bytes[seq] = (before & ~STATE_MASK) | state;
    if (seq < first) first = seq;
    if (seq > last) last = seq;
  }
  if (last !== -1) states.touch("flags", first, last + 1);
}
