import fc from "fast-check";
import { expect, test } from "vitest";
import { caseSeries } from "./case-series.ts";
import { pipeDistances } from "./pipe-distance.ts";
import { SEARCH_M, searchOrder } from "./places.ts";
import { makeSeries } from "./testing/make-series.ts";

const { network } = caseSeries(makeSeries({ seed: 5, days: 1, leaks: 0, faults: 0, operations: 0 })).district;
const distance = pipeDistances(network);
const n = network.demand.length;
const odds = fc.uniqueArray(
  fc.record({ node: fc.nat(n - 1), likelihood: fc.double({ min: -40, max: 0, noNaN: true }), m3H: fc.constant(100) }),
  { minLength: 1, maxLength: 20, selector: ({ node }) => node },
);

test("places share one probability, the first holding the most within reach", () => {
  fc.assert(
    fc.property(odds, (given) => {
      const places = searchOrder(given, distance);
      const sum = places.reduce((all, { probability }) => all + probability, 0);
      expect(sum).toBeLessThanOrEqual(1 + 1e-4);
      for (const [i, place] of places.entries())
        if (i > 0) expect(place.probability).toBeLessThanOrEqual((places[i - 1]?.probability ?? 0) + 1e-9);
      const likeliest = given.reduce((a, b) => (b.likelihood > a.likelihood ? b : a));
      if (given.length <= 3)
        expect(places.some((p) => (distance[p.node * n + likeliest.node] ?? 0) <= SEARCH_M)).toBe(true);
    }),
  );
});
