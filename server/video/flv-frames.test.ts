import fc from "fast-check";
import { expect, test } from "vitest";
import { FlvFrames } from "./flv-frames.ts";

const tag = (kind: number, body: readonly number[]): number[] => [
  kind,
  body.length >> 16,
  (body.length >> 8) & 255,
  body.length & 255,
  ...new Array<number>(7).fill(0),
  ...body,
  ...new Array<number>(4).fill(9),
];
const HEAD = new Array<number>(13).fill(1);
const filled = (first: readonly number[], size: number) => [...first, ...new Array<number>(size).fill(5)];

const H264_CONFIG = [0x17, 0];
const H264_KEY = [0x17, 1];
const H264_END = [0x17, 2];
const H265_FRAME = [0x2c, 1];
const ENHANCED_CONFIG = [0x90, 0x68];
const ENHANCED_FRAME = [0xa1, 0x68];
const SORENSON = [0x22, 0];
const PICTURES = [H264_KEY, H265_FRAME, ENHANCED_FRAME, SORENSON];

test("however a stream is cut into pieces, its pictures are counted once each, and nothing else", () => {
  const video = fc.constantFrom(...PICTURES, H264_CONFIG, H264_END, ENHANCED_CONFIG);
  const one = fc.oneof(
    fc.tuple(fc.constant(9), video, fc.nat(600)),
    fc.tuple(fc.constantFrom(8, 18), fc.constant(H264_KEY), fc.nat(600)),
  );
  fc.assert(
    fc.property(
      fc.array(one, { maxLength: 30 }),
      fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }),
      (list, sizes) => {
        const bytes = Uint8Array.from([
          ...HEAD,
          ...list.flatMap(([kind, first, size]) => tag(kind, filled(first, size))),
        ]);
        const frames = new FlvFrames();
        let counted = 0;
        for (let at = 0, i = 0; at < bytes.length; i += 1) {
          const size = sizes[i % sizes.length] ?? 1;
          counted += frames.pass(bytes.subarray(at, at + size));
          at += size;
        }
        expect(counted).toBe(list.filter(([kind, first]) => kind === 9 && PICTURES.includes(first)).length);
      },
    ),
  );
});

test("an empty tag is passed over", () => {
  const bytes = Uint8Array.from([...HEAD, ...tag(9, []), ...tag(9, [0x17]), ...tag(9, H264_KEY)]);
  expect(new FlvFrames().pass(bytes)).toBe(1);
});
