import { AGE_LONG, AGE_NEVER, FRAME_KINDS, FRAME_MAGIC, type FrameKind } from "#contract/live-layout.ts";

export interface FrameSketch {
  readonly kind: FrameKind;
  readonly sequence: number;
  readonly serverTime: number;
  readonly newestAt: number;
  /** `seq` ascends; `ageS` null = never reported. */
  readonly rows: readonly {
    readonly seq: number;
    readonly value: number;
    readonly ageS: number | null;
    readonly state: number;
  }[];
}

const varint = (value: number): number[] =>
  value < 0x80 ? [value] : [(value % 0x80) + 0x80, ...varint(Math.floor(value / 0x80))];

/** Writes a frame straight from the contract's table, for tests of those who read them. */
export function frameBytes({ kind, sequence, serverTime, newestAt, rows }: FrameSketch): ArrayBuffer {
  const n = rows.length;
  const numbers = rows.flatMap(({ seq }, i) => varint(i === 0 ? seq : seq - (rows[i - 1]?.seq ?? 0) - 1));
  const ages = rows.flatMap(({ ageS }) => (ageS !== null && ageS >= AGE_LONG ? varint(ageS) : []));
  const bytes = new Uint8Array(32 + 5 * n + numbers.length + ages.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, FRAME_MAGIC, true);
  view.setUint8(4, FRAME_KINDS.indexOf(kind));
  view.setUint32(8, sequence, true);
  view.setUint32(12, n, true);
  view.setFloat64(16, serverTime, true);
  view.setFloat64(24, newestAt, true);
  rows.forEach(({ value, ageS, state }, i) => {
    view.setFloat32(32 + 4 * i, value, true);
    view.setUint8(32 + 4 * n + i, state + 8 * (ageS === null ? AGE_NEVER : Math.min(ageS, AGE_LONG)));
  });
  bytes.set(numbers, 32 + 5 * n);
  bytes.set(ages, 32 + 5 * n + numbers.length);
  return bytes.buffer;
}
