import { FRAME_KINDS, type FrameKind } from "#contract/live-frame.ts";

export interface ReadFrame {
  readonly kind: FrameKind | undefined;
  readonly sequence: number;
  readonly serverTime: number;
  readonly newestAt: number;
  readonly seqs: number[];
  readonly values: number[];
  readonly states: number[];
  /** Seconds; null = never reported. */
  readonly ages: (number | null)[];
}

/** Reads a frame by the contract's table, for tests: it shares no code with the page's decoder. */
export function readFrame(data: Uint8Array | ArrayBuffer): ReadFrame {
  const bytes = Buffer.from(data instanceof ArrayBuffer ? new Uint8Array(data) : data);
  const n = bytes.readUInt32LE(12);
  const rows = Array.from({ length: n }, (_, i) => i);
  let at = 32 + 5 * n;
  const varint = (): number => {
    const low = bytes.readUInt8(at++);
    return low < 0x80 ? low : low - 0x80 + 0x80 * varint();
  };
  const marks = rows.map((i) => bytes.readUInt8(32 + 4 * n + i));
  let next = 0;
  const seqs = rows.map(() => {
    const seq = next + varint();
    next = seq + 1;
    return seq;
  });
  const ages = marks.map((mark) => (mark >> 3 === 31 ? null : mark >> 3 === 30 ? varint() : mark >> 3));
  if (at !== bytes.length) throw new Error(`${bytes.length - at} bytes are left`);
  return {
    kind: FRAME_KINDS[bytes.readUInt8(4)],
    sequence: bytes.readUInt32LE(8),
    serverTime: bytes.readDoubleLE(16),
    newestAt: bytes.readDoubleLE(24),
    seqs,
    values: rows.map((i) => bytes.readFloatLE(32 + 4 * i)),
    states: marks.map((mark) => mark & 7),
    ages,
  };
}
