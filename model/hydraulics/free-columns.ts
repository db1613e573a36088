type Column = Float64Array | Int32Array | Uint8Array;

/**
 * Gives the memory of columns back now: an engine lets some 60 MB of dead ones stand before it looks for them. Afterwards they are empty, and so is
 * everything that shares their memory. Only for columns that nobody else has.
 */
export function freeColumns(...columns: readonly Column[]): void {
  for (const { buffer } of columns) if (buffer instanceof ArrayBuffer && !buffer.detached) buffer.transfer(0);
}
