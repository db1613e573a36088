import fc from "fast-check";
import { expect, test } from "vitest";
import { nearestId } from "./pick-ids.ts";

const SIZE = 29;
/** Two squares beside each other; marks are [square, x, y, number]. */
function picture(marks: readonly (readonly [number, number, number, number])[]): Uint8Array {
  const bytes = new Uint8Array(SIZE * 2 * SIZE * 4);
  for (const [square, x, y, id] of marks)
    bytes.set([id & 255, (id >> 8) & 255, (id >> 16) & 255, 255], (y * SIZE * 2 + square * SIZE + x) * 4);
  return bytes;
}
const at = (bytes: Uint8Array, left: number, reach: number) =>
  nearestId(bytes, { width: SIZE * 2, left, size: SIZE, reach });

test("the nearest number within reach is found, in its own square alone", () => {
  const pixel = fc.tuple(fc.nat(1), fc.nat(SIZE - 1), fc.nat(SIZE - 1), fc.nat(0xffffff));
  fc.assert(
    fc.property(fc.array(pixel, { maxLength: 12 }), fc.nat(14), (marks, reach) => {
      const bytes = picture(marks);
      for (const square of [0, 1]) {
        const last = new Map(marks.filter(([s]) => s === square).map(([, x, y, id]) => [`${x} ${y}`, { x, y, id }]));
        const far = ({ x, y }: { x: number; y: number }) => Math.hypot(x - 14, y - 14);
        const near = [...last.values()].filter((m) => far(m) <= reach);
        const best = Math.min(...near.map(far));
        const found = at(bytes, square * SIZE, reach);
        if (near.length === 0) expect(found).toBeNull();
        else expect(near.filter((m) => far(m) === best).map(({ id }) => id)).toContain(found);
      }
    }),
  );
});

test("number 0 is a number, not nothing", () => {
  expect(at(picture([[0, 14, 14, 0]]), 0, 5)).toBe(0);
  expect(at(picture([]), 0, 5)).toBeNull();
});
