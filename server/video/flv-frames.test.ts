import fc from "fast-check";
import { expect, test } from "vitest";
import { FlvFrames } from "./flv-frames.ts";

const tag = (kind: number, size: number): number[] => [
  kind,
  size >> 16,
  (size >> 8) & 255,
  size & 255,
  ...new Array<number>(7).fill(0),
  ...new Array<number>(size + 4).fill(9),
];

test("however a stream is cut into pieces, its video tags are counted once each", () => {
  const tags = fc.array(fc.tuple(fc.constantFrom(8, 9, 18), fc.nat(600)), { maxLength: 30 });
  fc.assert(
    fc.property(tags, fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }), (list, sizes) => {
      const bytes = Uint8Array.from([
        ...new Array<number>(13).fill(1),
        ...list.flatMap(([kind, size]) => tag(kind, size)),
      ]);
      const frames = new FlvFrames();
      let counted = 0;
      for (let at = 0, i = 0; at < bytes.length; i += 1) {
        const size = sizes[i % sizes.length] ?? 1;
        counted += frames.pass(bytes.subarray(at, at + size));
        at += size;
      }
      expect(counted).toBe(list.filter(([kind]) => kind === 9).length);
    }),
  );
});
