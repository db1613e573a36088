import fc from "fast-check";
import { expect, test } from "vitest";
import { type Spot, simplify, simplifyTo } from "./polyline.ts";

const lines: fc.Arbitrary<readonly Spot[]> = fc.array(fc.record({ x: fc.nat(500), y: fc.nat(500) }), { maxLength: 60 });

const distance = (at: Spot, line: readonly Spot[]): number =>
  Math.min(
    ...line.slice(1).map((to, i) => {
      const from = line[i] as Spot;
      const length = (to.x - from.x) ** 2 + (to.y - from.y) ** 2;
      const t = length === 0 ? 0 : ((at.x - from.x) * (to.x - from.x) + (at.y - from.y) * (to.y - from.y)) / length;
      const held = Math.min(1, Math.max(0, t));
      return Math.hypot(from.x + held * (to.x - from.x) - at.x, from.y + held * (to.y - from.y) - at.y);
    }),
  );

test("what is left out lies within the tolerance of what is kept, which is the line's own points in their order", () => {
  fc.assert(
    fc.property(lines, fc.integer({ min: 1, max: 40 }), (line, off) => {
      const kept = simplify(line, off);
      let from = 0;
      for (const spot of kept) {
        const at = line.indexOf(spot, from);
        expect(at).toBeGreaterThanOrEqual(from);
        from = at;
      }
      expect([kept[0], kept.at(-1)]).toEqual([line[0], line.at(-1)]);
      if (kept.length > 1) for (const spot of line) expect(distance(spot, kept)).toBeLessThanOrEqual(off + 1e-9);
    }),
  );
});

test("a straight stroke of the hand is two points; a corner stays", () => {
  const stroke = Array.from({ length: 50_000 }, (_, i) => ({ x: i, y: Math.min(i, 20_000) }));
  expect(simplify(stroke, 1)).toEqual([stroke[0], stroke[20_000], stroke.at(-1)]);
});

test("there are never more points than may be, however jagged the line", () => {
  fc.assert(
    fc.property(lines, fc.integer({ min: 2, max: 20 }), (line, most) => {
      expect(simplifyTo(line, 1, most).length).toBeLessThanOrEqual(most);
    }),
  );
});
