import fc from "fast-check";
import { expect, test } from "vitest";
import { layOver, metresIn, type Span, type Stamped, sharedMetres, unionOf } from "./spans.ts";

const MOST = 40;
const span: fc.Arbitrary<Span> = fc
  .tuple(fc.integer({ min: 0, max: MOST }), fc.integer({ min: 0, max: MOST }))
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const stamped: fc.Arbitrary<Stamped> = fc.tuple(span, fc.nat(5)).map(([one, at]) => ({ ...one, at }));
/** Metre by metre: what holds at each. */
const metres = Array.from({ length: MOST }, (_, i) => i + 0.5);
const holds = (spans: readonly Span[], m: number) => spans.some(({ from, to }) => from < m && m < to);

test("a union holds each metre that one of the spans holds, in order and apart", () => {
  fc.assert(
    fc.property(fc.array(span), (spans) => {
      const union = unionOf(spans);
      for (const m of metres) expect(holds(union, m)).toBe(holds(spans, m));
      union.forEach(({ from, to }, i) => {
        expect(to).toBeGreaterThan(from);
        if (i > 0) expect(from).toBeGreaterThan(union[i - 1]?.to ?? 0);
      });
    }),
  );
});

test("what two unions share is counted metre by metre", () => {
  fc.assert(
    fc.property(fc.array(span), fc.array(span), (a, b) => {
      const [one, two] = [unionOf(a), unionOf(b)];
      expect(sharedMetres(one, two)).toBe(metres.filter((m) => holds(one, m) && holds(two, m)).length);
      expect(metresIn(one)).toBe(sharedMetres(one, one));
    }),
  );
});

test("whatever order ways come in, each metre says when it was walked last", () => {
  fc.assert(
    fc.property(fc.array(stamped, { maxLength: 12 }), (ways) => {
      const laid = ways.reduce<Stamped[]>((lie, way) => layOver(lie, way), []);
      for (const m of metres) {
        const over = ways.filter((way) => holds([way], m)).map(({ at }) => at);
        expect(laid.filter((piece) => holds([piece], m)).map(({ at }) => at)).toEqual(
          over.length === 0 ? [] : [Math.max(...over)],
        );
      }
    }),
  );
});
