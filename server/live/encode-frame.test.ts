import fc from "fast-check";
import { expect, test } from "vitest";
import { FRAME_HEAD, FRAME_KINDS, FRAME_ROW } from "#contract/live-frame.ts";
import { encodeFrame, withSequence } from "./encode-frame.ts";
import { readFrame } from "./testing/read-frame.ts";

const columns = (rows: readonly (readonly [number, number, number])[]) => ({
  value: Float32Array.from(rows, ([v]) => v),
  at: Float64Array.from(rows, ([, at]) => at),
  state: Uint8Array.from(rows, ([, , state]) => state),
});

test("a frame has the bytes that the contract lays out", () => {
  const { value, at, state } = columns([
    [0, 0, 0],
    [2.5, 307_000, 2],
    [Number.NaN, 0, 4],
    ...Array.from({ length: 200 }, () => [0, 0, 0] as const),
    [1, 10_000, 3],
  ]);
  const head = { kind: "delta", sequence: 7, serverTime: 310_000, newestAt: 307_000 } as const;
  expect(Buffer.from(encodeFrame(head, [1, 2, 203], { value, at, state })).toString("hex")).toBe(
    [
      "474f4d32", // "GOM2"
      "01000000", // delta
      "07000000", // sequence
      "03000000", // three rows
      "00000000c0eb1241", // 310 000 ms
      "00000000e0bc1241", // 307 000 ms
      "000020400000c07f0000803f", // 2.5, NaN, 1
      "1a", // alarm, 3 s old
      "fc", // offline, never
      "f3", // stale, its age follows
      "01", // tag 1
      "00", // tag 2
      "c801", // tag 203
      "ac02", // 300 s
    ].join(""),
  );
});

const DAY_S = 86_400;

test("rows are what the columns hold, to the second, and another sequence number changes nothing else", () => {
  const rowArb = fc.record({
    value: fc.float(),
    ageMs: fc.oneof(fc.constant(null), fc.integer({ min: -5000, max: 400_000 }), fc.nat(30 * DAY_S * 1000)),
    state: fc.nat(5),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...FRAME_KINDS),
      fc.array(rowArb, { minLength: 1, maxLength: 400 }),
      fc.array(fc.nat(399), { maxLength: 200 }),
      fc.nat(2 ** 31),
      (kind, rows, picked, sequence) => {
        const serverTime = 1_800_000_000_000;
        const cells = columns(
          rows.map(({ value, ageMs, state }) => [value, ageMs === null ? 0 : serverTime - ageMs, state] as const),
        );
        const seqs = [...new Set(picked.map((seq) => seq % rows.length))].sort((a, b) => a - b);
        const frame = encodeFrame({ kind, sequence: 1, serverTime, newestAt: 5 }, seqs, cells);
        const read = readFrame(frame);
        expect(read).toMatchObject({ kind, sequence: 1, serverTime, newestAt: 5, seqs });
        expect(read.values).toEqual(seqs.map((seq) => cells.value[seq]));
        expect(read.states).toEqual(seqs.map((seq) => cells.state[seq]));
        expect(read.ages).toEqual(
          seqs.map((seq) => {
            const ageMs = rows[seq]?.ageMs ?? null;
            return ageMs === null ? null : Math.max(0, Math.round(ageMs / 1000));
          }),
        );
        const other = withSequence(frame, sequence);
        expect(readFrame(other)).toEqual({ ...read, sequence });
        expect(withSequence(other, 1)).toEqual(frame);
      },
    ),
  );
});

test("rows that are near and fresh take six bytes", () => {
  const at = 1_800_000_000_000;
  const cells = columns(Array.from({ length: 10_000 }, (_, i) => [i, at - (i % 30) * 1000, 0] as const));
  const seqs = Uint32Array.from({ length: 1000 }, (_, i) => 10 * i);
  const frame = encodeFrame({ kind: "delta", sequence: 1, serverTime: at, newestAt: at }, seqs, cells);
  expect(frame.length).toBe(FRAME_HEAD + 1000 * (FRAME_ROW + 1));
});
