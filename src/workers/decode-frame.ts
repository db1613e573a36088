import { FRAME_HEAD, FRAME_KINDS, FRAME_MAGIC, FRAME_ROW, type FrameKind, NEVER } from "#contract/live-layout.ts";

/** A frame of `/live` as columns of equal length. */
export interface LiveFrame {
  readonly kind: FrameKind;
  readonly sequence: number;
  /** ms since 1970, by the server's clock. */
  readonly serverTime: number;
  /** ms since 1970; 0 when none. */
  readonly newestAt: number;
  readonly seqs: Uint32Array;
  readonly values: Float32Array;
  /** ms since 1970, to the second; 0 when the tag has never reported. */
  readonly at: Float64Array;
  readonly states: Uint8Array;
}

/** Reads a frame (layout: contract/live-layout.ts); values and states are views into `bytes`. Throws on anything that is no frame. */
export function decodeFrame(bytes: ArrayBuffer): LiveFrame {
  if (bytes.byteLength < FRAME_HEAD)
    throw new Error(`a frame has at least ${FRAME_HEAD} bytes, this one ${bytes.byteLength}`);
  const head = new DataView(bytes);
  const magic = head.getUint32(0, true);
  if (magic !== FRAME_MAGIC) throw new Error(`no frame: it begins with ${magic.toString(16)}`);
  const kind = FRAME_KINDS[head.getUint8(4)];
  if (kind === undefined) throw new Error(`unknown kind of frame ${head.getUint8(4)}`);
  const count = head.getUint32(12, true);
  const expected = FRAME_HEAD + count * FRAME_ROW;
  if (bytes.byteLength !== expected)
    throw new Error(`a frame of ${count} rows has ${expected} bytes, this one ${bytes.byteLength}`);
  const serverTime = head.getFloat64(16, true);
  const ages = new Uint32Array(bytes, FRAME_HEAD + 8 * count, count);
  return {
    kind,
    sequence: head.getUint32(8, true),
    serverTime,
    newestAt: head.getFloat64(24, true),
    seqs: new Uint32Array(bytes, FRAME_HEAD, count),
    values: new Float32Array(bytes, FRAME_HEAD + 4 * count, count),
    at: Float64Array.from(ages, (age) => (age === NEVER ? 0 : serverTime - age * 1000)),
    states: new Uint8Array(bytes, FRAME_HEAD + 12 * count, count),
  };
}
