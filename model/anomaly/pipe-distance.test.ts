import fc from "fast-check";
import { expect, test } from "vitest";
import { caseSeries } from "./case-series.ts";
import { lump, pipeDistances } from "./pipe-distance.ts";
import { makeSeries } from "./testing/make-series.ts";

const { network } = caseSeries(makeSeries({ seed: 5, days: 1, leaks: 0, faults: 0, operations: 0 })).district;
const distance = pipeDistances(network);
const n = network.demand.length;

test("pipe distances are symmetric, nothing to oneself, and never longer by a detour", () => {
  fc.assert(
    fc.property(fc.nat(n - 1), fc.nat(n - 1), fc.nat(n - 1), (a, b, c) => {
      const d = (x: number, y: number): number => distance[x * n + y] as number;
      expect(d(a, a)).toBe(0);
      expect(d(a, b)).toBeCloseTo(d(b, a), 9);
      expect(d(a, b)).toBeLessThanOrEqual(d(a, c) + d(c, b) + 1e-9);
    }),
  );
});

test("every node is in the lump whose seed is nearest, and few nodes are lumps of their own", () => {
  const nodes = Array.from({ length: n }, (_, i) => i);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: n + 5 }), (most) => {
      const { seeds, of } = lump(network, nodes, most);
      expect(seeds).toHaveLength(Math.min(most, n));
      expect(new Set(seeds).size).toBe(seeds.length);
      for (const [node, k] of of.entries()) {
        const own = distance[node * n + (seeds[k] as number)] as number;
        for (const seed of seeds) expect(own).toBeLessThanOrEqual((distance[node * n + seed] as number) + 1e-9);
      }
    }),
    { numRuns: 30 },
  );
});
