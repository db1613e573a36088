import fc from "fast-check";
import { expect, test } from "vitest";
import { FRAME_HEAD, FRAME_KINDS, FRAME_ROW } from "#contract/live-frame.ts";
import { encodeFrame, withSequence } from "./encode-frame.ts";

const columns = (rows: readonly (readonly [number, number, number])[]) => ({
  value: Float32Array.from(rows, ([v]) => v),
  at: Float64Array.from(rows, ([, at]) => at),
  state: Uint8Array.from(rows, ([, , state]) => state),
});

test("a frame has the bytes that the contract lays out", () => {
  const { value, at, state } = columns([
    [0, 0, 0],
    [2.5, 7_000, 2],
    [Number.NaN, 0, 4],
  ]);
  const frame = encodeFrame({ kind: "delta", sequence: 7, serverTime: 10_000, newestAt: 7_000 }, [1, 2], {
    value,
    at,
    state,
  });
  expect(Buffer.from(frame).toString("hex")).toBe(
    [
      "474f4d31", // "GOM1"
      "01000000", // delta
      "07000000", // sequence
      "02000000", // two rows
      "000000000088c340", // 10 000 ms
      "000000000058bb40", // 7 000 ms
      "0100000002000000", // tags 1 and 2
      "000020400000c07f", // 2.5 and NaN
      "03000000ffffffff", // 3 s old, never
      "0204", // alarm, offline
    ].join(""),
  );
});

test("length and row count follow from the rows, and another sequence number changes nothing else", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...FRAME_KINDS),
      fc.uniqueArray(fc.nat(50)),
      fc.nat(2 ** 31),
      (kind, seqs, sequence) => {
        const cells = columns(Array.from({ length: 51 }, (_, i) => [i, i * 1000, i % 6] as const));
        const frame = encodeFrame({ kind, sequence: 1, serverTime: 1e6, newestAt: 0 }, seqs, cells);
        expect(frame.length).toBe(FRAME_HEAD + seqs.length * FRAME_ROW);
        const other = withSequence(frame, sequence);
        expect(new DataView(other.buffer).getUint32(8, true)).toBe(sequence);
        expect(withSequence(other, 1)).toEqual(frame);
      },
    ),
  );
});
