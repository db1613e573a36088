import { FRAME_HEAD, FRAME_KINDS, FRAME_MAGIC, FRAME_ROW, type FrameKind } from "#contract/live-layout.ts";

export interface FrameSketch {
  readonly kind: FrameKind;
  readonly sequence: number;
  readonly serverTime: number;
  readonly newestAt: number;
  readonly rows: readonly {
    readonly seq: number;
    readonly value: number;
    readonly ageS: number;
    readonly state: number;
  }[];
}

/** Writes a frame straight from the contract's table, for tests of those who read them. */
export function frameBytes({ kind, sequence, serverTime, newestAt, rows }: FrameSketch): ArrayBuffer {
  const n = rows.length;
  const view = new DataView(new ArrayBuffer(FRAME_HEAD + n * FRAME_ROW));
  view.setUint32(0, FRAME_MAGIC, true);
  view.setUint8(4, FRAME_KINDS.indexOf(kind));
  view.setUint32(8, sequence, true);
  view.setUint32(12, n, true);
  view.setFloat64(16, serverTime, true);
  view.setFloat64(24, newestAt, true);
  rows.forEach(({ seq, value, ageS, state }, i) => {
    view.setUint32(32 + 4 * i, seq, true);
    view.setFloat32(32 + 4 * (n + i), value, true);
    view.setUint32(32 + 4 * (2 * n + i), ageS, true);
    view.setUint8(32 + 12 * n + i, state);
  });
  return view.buffer;
}
