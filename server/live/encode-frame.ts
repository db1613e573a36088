import { FRAME_HEAD, FRAME_KINDS, FRAME_MAGIC, FRAME_ROW, type FrameKind, NEVER } from "#contract/live-frame.ts";
import type { LatestColumns } from "./latest.ts";

const SEQUENCE_AT = 8;

export interface FrameHead {
  readonly kind: FrameKind;
  readonly sequence: number;
  /** ms since 1970. */
  readonly serverTime: number;
  readonly newestAt: number;
}

const ageS = (serverTime: number, at: number): number =>
  at === 0 ? NEVER : Math.min(NEVER - 1, Math.max(0, Math.round((serverTime - at) / 1000)));

/** Writes one frame (layout: contract/live-layout.ts) with the rows `seqs`; a heartbeat has none. */
export function encodeFrame(
  head: FrameHead,
  seqs: ArrayLike<number>,
  columns: Pick<LatestColumns, "value" | "at" | "state">,
): Uint8Array<ArrayBuffer> {
  const n = seqs.length;
  const bytes = new Uint8Array(FRAME_HEAD + n * FRAME_ROW);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, FRAME_MAGIC, true);
  view.setUint8(4, FRAME_KINDS.indexOf(head.kind));
  view.setUint32(SEQUENCE_AT, head.sequence, true);
  view.setUint32(12, n, true);
  view.setFloat64(16, head.serverTime, true);
  view.setFloat64(24, head.newestAt, true);
  for (let i = 0; i < n; i++) {
    const seq = seqs[i] as number;
    view.setUint32(FRAME_HEAD + 4 * i, seq, true);
    view.setFloat32(FRAME_HEAD + 4 * (n + i), columns.value[seq] as number, true);
    view.setUint32(FRAME_HEAD + 4 * (2 * n + i), ageS(head.serverTime, columns.at[seq] as number), true);
    view.setUint8(FRAME_HEAD + 12 * n + i, columns.state[seq] as number);
  }
  return bytes;
}

/** The same frame under another sequence number: what one client is sent of a frame encoded for many. */
export function withSequence(frame: Uint8Array<ArrayBuffer>, sequence: number): Uint8Array<ArrayBuffer> {
  const copy = frame.slice();
  new DataView(copy.buffer).setUint32(SEQUENCE_AT, sequence, true);
  return copy;
}
