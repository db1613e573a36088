import fc from "fast-check";
import { expect, test } from "vitest";
import { interleaved, median, quantile, repeatsFor } from "./stats.ts";

const values = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 40 });

test("half of the values are not above the median, and half not below", () => {
  fc.assert(
    fc.property(values, (list) => {
      const middle = median(list);
      expect(list.filter((v) => v <= middle).length * 2).toBeGreaterThanOrEqual(list.length);
      expect(list.filter((v) => v >= middle).length * 2).toBeGreaterThanOrEqual(list.length);
    }),
  );
});

test("the median does not care for the order, and leaves the list as it was", () => {
  const list = [3, 1, 2];
  expect(median(list)).toBe(2);
  expect(list).toEqual([3, 1, 2]);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

test("nothing has no median and no quantile", () => {
  expect(median([])).toBeNaN();
  expect(quantile([], 0.95)).toBeNaN();
});

test("a share q of the values lies at or below the quantile, and it is one of them", () => {
  fc.assert(
    fc.property(values, fc.double({ min: 0.01, max: 1, noNaN: true }), (list, q) => {
      const found = quantile(list, q);
      expect(list).toContain(found);
      expect(list.filter((v) => v <= found).length).toBeGreaterThanOrEqual(Math.floor(q * list.length));
    }),
  );
});

test("sides take turns in going first, each as often as pairs are asked for", () => {
  expect(interleaved(3)).toEqual(["ours", "peer", "peer", "ours", "ours", "peer"]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20 }), (pairs) => {
      const turns = interleaved(pairs);
      expect(turns.filter((side) => side === "ours")).toHaveLength(pairs);
      expect(turns).toHaveLength(2 * pairs);
    }),
  );
});

test("a slow side is repeated less, and one that was stopped not at all", () => {
  expect(repeatsFor(3, false, 5)).toBe(5);
  expect(repeatsFor(55, false, 5)).toBe(2);
  expect(repeatsFor(60, true, 5)).toBe(1);
});
