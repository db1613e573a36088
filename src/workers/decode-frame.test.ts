import fc from "fast-check";
import { expect, test } from "vitest";
import { FRAME_KINDS, NEVER } from "#contract/live-layout.ts";
import { decodeFrame } from "./decode-frame.ts";
import { type FrameSketch, frameBytes } from "./testing/frame-bytes.ts";

const rowArb = fc.record({
  seq: fc.integer({ min: 0, max: 0xffffffff }),
  value: fc.float(),
  ageS: fc.oneof(fc.constant(NEVER), fc.nat(1_000_000)),
  state: fc.nat(5),
});
const sketchArb: fc.Arbitrary<FrameSketch> = fc.record({
  kind: fc.constantFrom(...FRAME_KINDS),
  sequence: fc.integer({ min: 0, max: 0xffffffff }),
  serverTime: fc.integer({ min: 1e12, max: 4e12 }),
  newestAt: fc.integer({ min: 0, max: 4e12 }),
  rows: fc.array(rowArb, { maxLength: 20 }),
});

test("every frame that can be written is read back as it was", () => {
  fc.assert(
    fc.property(sketchArb, (sketch) => {
      const frame = decodeFrame(frameBytes(sketch));
      const { rows, ...head } = sketch;
      expect(frame).toMatchObject(head);
      expect(Array.from(frame.seqs)).toEqual(rows.map((r) => r.seq));
      expect(Array.from(frame.values)).toEqual(rows.map((r) => r.value));
      expect(Array.from(frame.states)).toEqual(rows.map((r) => r.state));
      expect(Array.from(frame.at)).toEqual(rows.map((r) => (r.ageS === NEVER ? 0 : head.serverTime - r.ageS * 1000)));
    }),
  );
});

test("the bytes of the contract, written out by hand, are read", () => {
  const hex =
    "474f4d3101000000070000000200000000000000" +
    "0088c340000000000058bb40010000000200000000002040" +
    "0000c07f03000000ffffffff0204";
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const frame = decodeFrame(bytes.buffer);
  expect(frame).toMatchObject({ kind: "delta", sequence: 7, serverTime: 10_000, newestAt: 7_000 });
  expect(frame.seqs).toEqual(Uint32Array.of(1, 2));
  expect(frame.values).toEqual(Float32Array.of(2.5, Number.NaN));
  expect(frame.at).toEqual(Float64Array.of(7_000, 0));
  expect(frame.states).toEqual(Uint8Array.of(2, 4));
});

test("what is no frame is refused, whatever its bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(() => decodeFrame(bytes.slice().buffer)).toThrow();
    }),
  );
  const whole = frameBytes({
    kind: "delta",
    sequence: 1,
    serverTime: 1,
    newestAt: 0,
    rows: [{ seq: 0, value: 1, ageS: 0, state: 0 }],
  });
  expect(() => decodeFrame(whole.slice(0, -1))).toThrow("45 bytes");
});
