import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyBox, readShape, widenBox, widenByShape } from "./wkb-box.ts";

/** A line in well-known bytes as PostGIS writes it. */
function lineOf(positions: readonly (readonly [number, number])[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(9 + positions.length * 16));
  view.setUint8(0, 1);
  view.setUint32(1, 2, true);
  view.setUint32(5, positions.length, true);
  for (const [i, [x, y]] of positions.entries()) {
    view.setFloat64(9 + i * 16, x, true);
    view.setFloat64(17 + i * 16, y, true);
  }
  return new Uint8Array(view.buffer);
}

/** Zero without a sign: which of two equal ones a box keeps means nothing. */
const degrees = fc.double({ min: -180, max: 180, noNaN: true }).map((n) => n + 0);
const lines = fc.array(fc.array(fc.tuple(degrees, degrees), { minLength: 2, maxLength: 6 }), { maxLength: 8 });

test("a box that grows by bytes is the box of the shapes read from them", () => {
  fc.assert(
    fc.property(lines, (all) => {
      const [byBytes, byShapes] = [emptyBox(), emptyBox()];
      for (const bytes of all.map(lineOf)) {
        widenByShape(byBytes, bytes);
        widenBox(byShapes, readShape(bytes).box);
      }
      expect(byBytes).toEqual(byShapes);
    }),
  );
});
