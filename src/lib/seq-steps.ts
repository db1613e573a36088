/**
 * Dense numbers as they travel in JSON: base64 of LEB128 steps from the number before, the first from −1, ascending.
 * @throws when a step is cut off, or they are not as many as told
 */
export function unpackSteps(base64: string, count: number): Uint32Array {
  const text = atob(base64);
  const seqs = new Uint32Array(count);
  let at = 0;
  for (let i = 0, seq = -1; i < count; i++) {
    let step = 0;
    let byte = 0x80;
    for (let shift = 1; byte >= 0x80; shift *= 0x80) {
      if (at >= text.length) throw new Error(`${count} numbers were told, ${i} came`);
      byte = text.charCodeAt(at++);
      step += (byte & 0x7f) * shift;
    }
    seq += step;
    seqs[i] = seq;
  }
  if (at !== text.length) throw new Error(`${count} numbers were told, more came`);
  return seqs;
}
