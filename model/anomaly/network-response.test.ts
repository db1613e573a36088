import fc from "fast-check";
import { expect, test } from "vitest";
import { caseSeries } from "./case-series.ts";
import { NetworkResponse } from "./network-response.ts";
import { makeSeries } from "./testing/make-series.ts";

const { district } = caseSeries(makeSeries({ seed: 3, days: 1, leaks: 0, faults: 0, operations: 0 }));
const { network, gas, base } = district;
const response = new NetworkResponse(network, gas);
const sourceKPa = network.sources.pa.map((pa) => pa / 1000);
const steady = base.map((b) => b * 1.4);

test("a little more demand moves pressures and inflows as the response says", () => {
  const before = response.solve(steady, sourceKPa);
  fc.assert(
    fc.property(fc.nat(base.length - 1), fc.nat(base.length - 1), (seen, loaded) => {
      const after = response.solve(
        steady.map((q, i) => (i === loaded ? q + 0.5 : q)),
        sourceKPa,
      );
      const [pressure, inflow] = [before.pressure(seen), before.inflow(0)];
      const change = 0.5 * (pressure.perDemand[loaded] as number);
      expect(after.pressure(seen).value - pressure.value).toBeCloseTo(change, 4);
      const drawn = 0.5 * (inflow.perDemand[loaded] as number);
      expect(Math.abs(after.inflow(0).value - inflow.value - drawn)).toBeLessThan(0.01);
    }),
    { numRuns: 30 },
  );
});

test("what is taken anywhere comes in at the sources, and what one source gives less another gives more", () => {
  const solved = response.solve(steady, sourceKPa);
  const [one, other] = [solved.inflow(0), solved.inflow(1)];
  for (let i = 0; i < base.length; i++)
    expect((one.perDemand[i] as number) + (other.perDemand[i] as number)).toBeCloseTo(1, 9);
  expect((one.perSource[1] as number) + (other.perSource[1] as number)).toBeCloseTo(0, 6);
  expect(one.value + other.value).toBeCloseTo(
    steady.reduce((sum, q) => sum + q, 0),
    3,
  );
});

test("a demand that the network cannot bring is said to be unsolved, not answered", () => {
  const { isConverged, kPa } = response.solve(
    base.map((b) => b * 60),
    sourceKPa,
  );
  expect(isConverged).toBe(false);
  expect(kPa.every(Number.isNaN)).toBe(true);
});

test("what is no plain district is refused by name", () => {
  const one = Int32Array.of(1);
  const valves = { from: one, to: Int32Array.of(2), isOpen: Uint8Array.of(1) };
  expect(() => new NetworkResponse({ ...network, valves }, gas)).toThrow("got valves");
  const alone = { ...network, demand: new Float64Array(network.demand.length + 1) };
  expect(() => new NetworkResponse(alone, gas).solve(new Float64Array(alone.demand.length), sourceKPa)).toThrow(
    `node ${network.demand.length} is not`,
  );
});
