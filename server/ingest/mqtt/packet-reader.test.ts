import fc from "fast-check";
import { expect, test } from "vitest";
import { PacketReader } from "./packet-reader.ts";
import { MalformedPacket } from "./packets.ts";

const MOST = 100_000;

function length(size: number): number[] {
  return size < 0x80 ? [size] : [(size & 0x7f) | 0x80, ...length(size >> 7)];
}
const packet = (head: number, body: Uint8Array) => Buffer.from([head, ...length(body.length), ...body]);

function heard(pieces: readonly Buffer[]): { head: number; body: string }[] {
  const reader = new PacketReader(MOST);
  const all: { head: number; body: string }[] = [];
  for (const piece of pieces)
    reader.push(piece, (head, bytes, from, to) => all.push({ head, body: bytes.toString("hex", from, to) }));
  return all;
}

const body = fc.oneof(fc.uint8Array({ maxLength: 12 }), fc.uint8Array({ minLength: 120, maxLength: 140 }));
const packets = fc.array(fc.record({ head: fc.integer({ min: 0, max: 255 }), body }), { maxLength: 8 });

test("wherever a stream is cut, the same packets come out of it, in order", () => {
  fc.assert(
    fc.property(packets, fc.array(fc.nat(), { maxLength: 20 }), (sent, cuts) => {
      const stream = Buffer.concat(sent.map((one) => packet(one.head, one.body)));
      const at = [...new Set(cuts.map((cut) => (stream.length === 0 ? 0 : cut % stream.length)))].sort((a, b) => a - b);
      const pieces = [0, ...at].map((from, i) => stream.subarray(from, at[i] ?? stream.length));
      expect(heard(pieces)).toEqual(
        sent.map((one) => ({ head: one.head, body: Buffer.from(one.body).toString("hex") })),
      );
    }),
  );
});

test("byte by byte as well, three bytes of length and all", () => {
  const sent = packet(0x30, new Uint8Array(20_000).fill(7));
  expect(heard(Array.from(sent, (byte) => Buffer.from([byte])))).toEqual([{ head: 0x30, body: "07".repeat(20_000) }]);
});

test("a packet that announces more than is taken is refused before it has come", () => {
  expect(() => heard([Buffer.from([0x30, ...length(MOST + 1)])])).toThrow(MalformedPacket);
});

test("a length that does not end is refused", () => {
  expect(() => heard([Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff])])).toThrow(/four bytes/);
});
