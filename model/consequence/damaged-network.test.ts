import fc from "fast-check";
import { expect, test } from "vitest";
import { type GasNetwork, NATURAL_GAS } from "#model/hydraulics/gas-network.ts";
import { solveGas } from "#model/hydraulics/solve.ts";
import { damageAt, pressureUnder } from "./damaged-network.ts";
import { METHANE } from "./gas.ts";
import { coupledHole } from "./network-hole.ts";
import { holeFlow } from "./release.ts";

/** A line of three pipes, 500 m each, fed at one end. */
const line: GasNetwork = {
  demand: Float64Array.of(0, 0.02, 0.01, 0.03),
  sources: { node: Int32Array.of(0), pa: Float64Array.of(401_325) },
  pipes: {
    from: Int32Array.of(0, 1, 2),
    to: Int32Array.of(1, 2, 3),
    length: new Float64Array(3).fill(500),
    diameter: new Float64Array(3).fill(0.1),
    roughness: new Float64Array(3).fill(1e-5),
  },
};

test("a cut that loses nothing changes no pressure", () => {
  const whole = solveGas(line, NATURAL_GAS);
  fc.assert(
    fc.property(fc.nat(2), fc.double({ min: 0.05, max: 0.95, noNaN: true }), (pipe, share) => {
      const { network, node } = damageAt(line, pipe, share);
      const { pa } = solveGas(network, NATURAL_GAS);
      for (let i = 0; i < 4; i++) expect(Math.abs((pa[i] as number) - (whole.pa[i] as number))).toBeLessThan(1);
      expect(pa[node]).toBeLessThanOrEqual((whole.pa[pipe] as number) + 1);
      expect(pa[node]).toBeGreaterThanOrEqual((whole.pa[pipe + 1] as number) - 1);
    }),
    { numRuns: 20 },
  );
});

test("a hole in a network lets out what the network brings at the pressure that is left", () => {
  for (const diameterM of [0.005, 0.02, 0.05]) {
    const damaged = damageAt(line, 2, 0.5);
    const under = pressureUnder(damaged, NATURAL_GAS);
    const hole = { diameterM, cd: 0.85 };
    const found = coupledHole(hole, METHANE, under);
    expect(found.isSettled).toBe(true);
    expect(found.pa).toBeLessThan(found.paBefore);
    expect(found.solves).toBeLessThanOrEqual(10);
    expect(holeFlow(hole, under(found.kgS), METHANE).kgS / found.kgS).toBeCloseTo(1, 4);
  }
});

test("where customers starve by a hole they take less, and the hole lets out more for it", () => {
  const hole = { diameterM: 0.08, cd: 0.85 };
  const driven = {
    ...line,
    pressureDriven: { servicePa: new Float64Array(4).fill(350_000), leastPa: new Float64Array(4).fill(101_325) },
  };
  const flow = (network: GasNetwork) =>
    coupledHole(hole, METHANE, pressureUnder(damageAt(network, 2, 0.5), NATURAL_GAS));
  const [firm, yielding] = [flow(line), flow(driven)];
  expect([firm.isSettled, yielding.isSettled]).toEqual([true, true]);
  expect(yielding.kgS).toBeGreaterThan(firm.kgS);
  expect(yielding.pa).toBeGreaterThan(firm.pa);
});

test("a place without gas lets out nothing", () => {
  const found = coupledHole({ diameterM: 0.05, cd: 0.85 }, METHANE, () => Number.NaN);
  expect(found).toMatchObject({ kgS: 0, isSettled: true, solves: 1 });
});

test("a cut outside the pipe is refused", () => {
  expect(() => damageAt(line, 0, 1)).toThrow("between 0 and 1, got 1");
});
