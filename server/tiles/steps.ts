/** Ascending numbers as LEB128 steps, each from the number before, the first from −1: a byte for most of a dense run. */
export function packSteps(ascending: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(5 * ascending.length);
  let at = 0;
  let before = -1;
  for (const value of ascending) {
    let step = value - before;
    before = value;
    while (step > 0x7f) {
      bytes[at++] = (step & 0x7f) | 0x80;
      step = Math.floor(step / 128);
    }
    bytes[at++] = step;
  }
  return bytes.subarray(0, at);
}
