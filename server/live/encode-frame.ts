import {
  AGE_LONG,
  AGE_NEVER,
  FRAME_HEAD,
  FRAME_KINDS,
  FRAME_MAGIC,
  FRAME_ROW,
  type FrameKind,
} from "#contract/live-frame.ts";
import type { LatestColumns } from "./latest.ts";

const SEQUENCE_AT = 8;
/** Longest row: two varints of five bytes. */
const LONGEST_ROW = FRAME_ROW + 10;
const LONGEST_AGE = 0xffffffff;

export interface FrameHead {
  readonly kind: FrameKind;
  readonly sequence: number;
  /** ms since 1970. */
  readonly serverTime: number;
  readonly newestAt: number;
}

/** Written into again and again; a frame is copied out of it at its true length. */
let bytes = new Uint8Array(64 * 1024);
let view = new DataView(bytes.buffer);
/** Ages that do not fit into their row's byte, until the numbers before them are written. */
let longAges = new Uint32Array(1024);

function makeRoom(rows: number): void {
  const length = FRAME_HEAD + rows * LONGEST_ROW;
  if (bytes.length < length) {
    bytes = new Uint8Array(2 * length);
    view = new DataView(bytes.buffer);
  }
  if (longAges.length < rows) longAges = new Uint32Array(2 * rows);
}

function putVarint(at: number, value: number): number {
  let [next, rest] = [at, value];
  while (rest > 0x7f) {
    bytes[next++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[next++] = rest;
  return next;
}

const ageS = (serverTime: number, at: number): number =>
  Math.min(LONGEST_AGE, Math.max(0, Math.round((serverTime - at) / 1000)));

/** Writes one frame (layout: contract/live-layout.ts) with the rows `seqs`, which ascend; a heartbeat has none. */
export function encodeFrame(
  head: FrameHead,
  seqs: ArrayLike<number>,
  columns: Pick<LatestColumns, "value" | "at" | "state">,
): Uint8Array<ArrayBuffer> {
  const n = seqs.length;
  makeRoom(n);
  view.setUint32(0, FRAME_MAGIC, true);
  view.setUint32(4, FRAME_KINDS.indexOf(head.kind), true);
  view.setUint32(SEQUENCE_AT, head.sequence, true);
  view.setUint32(12, n, true);
  view.setFloat64(16, head.serverTime, true);
  view.setFloat64(24, head.newestAt, true);
  let end = FRAME_HEAD + FRAME_ROW * n;
  let long = 0;
  let before = -1;
  for (let i = 0; i < n; i++) {
    const seq = seqs[i] as number;
    view.setFloat32(FRAME_HEAD + 4 * i, columns.value[seq] as number, true);
    const at = columns.at[seq] as number;
    const age = ageS(head.serverTime, at);
    const code = at === 0 ? AGE_NEVER : Math.min(age, AGE_LONG);
    if (code === AGE_LONG) longAges[long++] = age;
    bytes[FRAME_HEAD + 4 * n + i] = (columns.state[seq] as number) | (code << 3);
    end = putVarint(end, seq - before - 1);
    before = seq;
  }
  for (let i = 0; i < long; i++) end = putVarint(end, longAges[i] as number);
  return bytes.slice(0, end);
}

/** The same frame under another sequence number: what one client is sent of a frame encoded for many. */
export function withSequence(frame: Uint8Array<ArrayBuffer>, sequence: number): Uint8Array<ArrayBuffer> {
  const copy = frame.slice();
  new DataView(copy.buffer).setUint32(SEQUENCE_AT, sequence, true);
  return copy;
}

/** The same in two parts, of which only the first is a copy: a large frame waits once for all clients that it is encoded for. */
export const partsWithSequence = (frame: Uint8Array<ArrayBuffer>, sequence: number) =>
  [withSequence(frame.subarray(0, FRAME_HEAD), sequence), frame.subarray(FRAME_HEAD)] as const;
