import fc from "fast-check";
import { expect, test } from "vitest";
import { TAG_STATES } from "#contract/gas.ts";
import { FRAME_KINDS, FRAME_STATES } from "#contract/live-layout.ts";
import { createFrameDecoder } from "./decode-frame.ts";
import { type FrameSketch, frameBytes } from "./testing/frame-bytes.ts";

const rowArb = fc.record({
  seq: fc.oneof(fc.nat(300), fc.integer({ min: 0, max: 0xffffffff })),
  value: fc.float(),
  ageS: fc.oneof(fc.constant(null), fc.nat(40), fc.nat(0xffffffff)),
  state: fc.nat(FRAME_STATES - 1),
});
const sketchArb: fc.Arbitrary<FrameSketch> = fc.record({
  kind: fc.constantFrom(...FRAME_KINDS),
  sequence: fc.integer({ min: 0, max: 0xffffffff }),
  serverTime: fc.integer({ min: 1e12, max: 4e12 }),
  newestAt: fc.integer({ min: 0, max: 4e12 }),
  rows: fc
    .uniqueArray(rowArb, { maxLength: 40, selector: (row) => row.seq })
    .map((rows) => rows.toSorted((a, b) => a.seq - b.seq)),
});

/** What a frame says, its columns cut to their length. */
function read(bytes: ArrayBuffer, decode = createFrameDecoder()) {
  const { count, seqs, values, at, states, ...head } = decode(bytes);
  const columns = { seqs, values, at, states };
  return { head, ...mapValues(columns, (column) => Array.from(column.subarray(0, count))) };
}
const mapValues = <K extends string, A, B>(record: Readonly<Record<K, A>>, change: (value: A) => B) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value as A)])) as Record<K, B>;

test("a row has room for every state there is", () => {
  expect(TAG_STATES).toHaveLength(FRAME_STATES);
});

test("every frame that can be written is read back as it was, whatever was read before it", () => {
  const decode = createFrameDecoder();
  fc.assert(
    fc.property(sketchArb, (sketch) => {
      const { rows, ...head } = sketch;
      const frame = read(frameBytes(sketch), decode);
      expect(frame.head).toEqual(head);
      expect(frame.seqs).toEqual(rows.map((r) => r.seq));
      expect(frame.values).toEqual(rows.map((r) => r.value));
      expect(frame.states).toEqual(rows.map((r) => r.state));
      expect(frame.at).toEqual(rows.map((r) => (r.ageS === null ? 0 : head.serverTime - r.ageS * 1000)));
    }),
  );
});

test("the bytes of the contract, written out by hand, are read", () => {
  const hex = [
    "474f4d32", // "GOM2"
    "01000000", // delta
    "07000000", // sequence
    "03000000", // three rows
    "0000000000886340", // 156.25 ms
    "0000000000000000", // no newest reading
    "000020400000c07f0000803f", // 2.5, NaN, 1
    "1a", // alarm, 3 s old
    "fc", // offline, never
    "f3", // stale, its age follows
    "01", // tag 1
    "00", // tag 2
    "c801", // tag 203
    "ac02", // 300 s
  ].join("");
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  expect(read(bytes.buffer)).toEqual({
    head: { kind: "delta", sequence: 7, serverTime: 156.25, newestAt: 0 },
    seqs: [1, 2, 203],
    values: [2.5, Number.NaN, 1],
    at: [-2843.75, 0, -299_843.75],
    states: [2, 4, 3],
  });
});

test("what is no frame is refused, whatever its bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(() => read(bytes.slice().buffer)).toThrow();
    }),
  );
});

test("a frame cut short, drawn out, or with any byte changed is refused or read whole, and spoils nothing that comes after", () => {
  const decode = createFrameDecoder();
  const good = frameBytes({ kind: "heartbeat", sequence: 1, serverTime: 1, newestAt: 0, rows: [] });
  fc.assert(
    fc.property(sketchArb, fc.nat(), fc.nat(255), fc.nat(), (sketch, place, byte, cut) => {
      const whole = new Uint8Array(frameBytes(sketch));
      expect(() => decode(whole.slice(0, cut % whole.length).buffer)).toThrow();
      expect(() => decode(Uint8Array.of(...whole, byte).buffer)).toThrow();
      const bent = whole.slice();
      bent[place % bent.length] = byte;
      let rows: ReturnType<typeof read> | null = null;
      try {
        rows = read(bent.buffer, decode);
      } catch {
        // Refused.
      }
      const seqs = rows?.seqs ?? [];
      expect(seqs.every((seq, i) => i === 0 || seq > (seqs[i - 1] as number))).toBe(true);
      expect(rows?.states.every((state) => state < FRAME_STATES) ?? true).toBe(true);
      expect(read(good, decode).seqs).toEqual([]);
    }),
  );
});

test("a count that the bytes do not hold makes no room", () => {
  const view = new DataView(frameBytes({ kind: "delta", sequence: 1, serverTime: 1, newestAt: 0, rows: [] }));
  view.setUint32(12, 0xffffffff, true);
  expect(() => read(view.buffer)).toThrow("32");
});
