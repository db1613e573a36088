/**
 * A photo is kept in pieces of at most this many bytes: WebKit loses Blobs in IndexedDB, one write stays small, and an upload reads no more than
 * it sends.
 */
export const CHUNK_BYTES = 262_144;

/** The bytes in order, in pieces of {@link CHUNK_BYTES}; the last may be shorter. Each piece is a copy of its own. */
export function cut(bytes: Uint8Array, size: number = CHUNK_BYTES): ArrayBuffer[] {
  const pieces: ArrayBuffer[] = [];
  for (let at = 0; at < bytes.byteLength; at += size) pieces.push(bytes.slice(at, at + size).buffer as ArrayBuffer);
  return pieces;
}

/** The pieces put together again. */
export function joined(pieces: readonly ArrayBuffer[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(new Uint8Array(piece), at);
    at += piece.byteLength;
  }
  return whole;
}
