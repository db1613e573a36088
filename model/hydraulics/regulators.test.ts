import fc from "fast-check";
import { expect, test } from "vitest";
import { type GasNetwork, type GasSolution, NATURAL_GAS } from "./gas-network.ts";
import { GasSolver, solveGas } from "./solve.ts";
import { type LevelsAsk, levelsNetwork } from "./testing/two-levels.ts";

const asks = (over: Partial<LevelsAsk>) =>
  fc.record({
    seed: fc.nat(),
    width: fc.constant(5),
    height: fc.constant(4),
    levelsKPa: fc.constantFrom([400, 200], [400, 200, 110]),
    regulators: fc.integer({ min: 1, max: over.regulators ?? 12 }),
    backwards: fc.constantFrom(0, 0.15),
    m3H: fc.constantFrom(...(over.m3H === undefined ? [2, 20, 60] : [over.m3H])),
    isDriven: fc.constant(over.isDriven ?? false),
  });

const largest = (s: GasSolution): number => s.flow.reduce((most, m) => Math.max(most, Math.abs(m)), 1e-6);

/** What is left over at each node when all that comes and goes there is summed, kg/s. */
function leftOver({ pipes, regulators, sources }: GasNetwork, s: GasSolution): Float64Array {
  const out = s.served.slice();
  const pass = (a: number | undefined, b: number | undefined, m: number): void => {
    out[a as number] = (out[a as number] as number) + m;
    out[b as number] = (out[b as number] as number) - m;
  };
  for (const [e, m] of s.flow.entries()) pass(pipes.from[e], pipes.to[e], m);
  for (const [r, m] of s.regulatorFlow.entries()) pass(regulators?.from[r], regulators?.to[r], m);
  for (const [k, n] of sources.node.entries()) out[n] = (out[n] as number) - (s.sourceFlow[k] as number);
  return out;
}

/** Each regulator: no gas back; outlet no lower than set point or inlet allow; gas passes only where it is just that. */
function expectLawful(network: GasNetwork, s: GasSolution): void {
  const { from, to, pa } = network.regulators as NonNullable<GasNetwork["regulators"]>;
  const still = 1e-7 * largest(s);
  for (const [r, m] of s.regulatorFlow.entries()) {
    const [inlet, outlet] = [s.pa[from[r] as number] as number, s.pa[to[r] as number] as number];
    if (s.regulatorState[r] === "unfed" || network.sources.node.includes(to[r] as number)) continue;
    const [wanted, near] = [Math.min(pa[r] as number, inlet), 1e-6 * (pa[r] as number)];
    expect(m, `regulator ${r}`).toBeGreaterThanOrEqual(-still);
    expect(outlet, `regulator ${r}`).toBeGreaterThanOrEqual(wanted - near);
    if (m > still) expect(Math.abs(outlet - wanted), `regulator ${r}`).toBeLessThanOrEqual(near);
  }
  for (const [i, off] of leftOver(network, s).entries()) expect(Math.abs(off), `node ${i}`).toBeLessThan(still);
}

test("many regulators side by side, starving or not, find states that fit, and all gas is accounted for", () => {
  fc.assert(
    fc.property(asks({}), (ask) => {
      const network = levelsNetwork(ask);
      const s = solveGas(network, NATURAL_GAS);
      if (s.problems.includes("starved")) return;
      expect(s.problems).toEqual([]);
      expectLawful(network, s);
    }),
    { numRuns: 400 },
  );
});

test("where there is far too little gas, regulators stand open side by side and customers share what comes", () => {
  fc.assert(
    fc.property(asks({ m3H: 400, isDriven: true }), (ask) => {
      const network = levelsNetwork(ask);
      const s = solveGas(network, NATURAL_GAS);
      expect(s.problems).toEqual([]);
      expectLawful(network, s);
      for (const [i, got] of s.served.entries()) expect(got).toBeLessThanOrEqual(network.demand[i] as number);
    }),
    { numRuns: 150 },
  );
});

test.each([
  { seed: 1095869632, regulators: 3, m3H: 2 },
  { seed: 2109070353, regulators: 5, m3H: 20 },
  { seed: 1720143476, regulators: 2, m3H: 20 },
  { seed: 1030445955, regulators: 3, m3H: 60 },
  { seed: 207300649, regulators: 2, m3H: 2 },
])("parts that hold only each other, round in a circle, get their gas from a source ($seed)", (over) => {
  const ask = { width: 5, height: 4, levelsKPa: [400, 200, 110], backwards: 0.15, isDriven: false, ...over };
  const network = levelsNetwork(ask);
  const s = solveGas(network, NATURAL_GAS);
  expect(s.problems).toEqual([]);
  expectLawful(network, s);
});

test.each([
  { seed: 7380509, regulators: 6, levelsKPa: [400, 200], backwards: 0 },
  { seed: 18126592, regulators: 5, levelsKPa: [400, 200, 110], backwards: 0 },
  { seed: 19496579, regulators: 12, levelsKPa: [400, 200], backwards: 0 },
  { seed: 40497767, regulators: 12, levelsKPa: [400, 200], backwards: 0 },
  { seed: 1834585220, regulators: 10, levelsKPa: [400, 200, 110], backwards: 0.15 },
])("where no beginning leads to states that fit, demand rises to it in parts ($seed)", (over) => {
  const network = levelsNetwork({ width: 5, height: 4, m3H: 400, isDriven: true, ...over });
  const s = solveGas(network, NATURAL_GAS);
  expect(s.problems).toEqual([]);
  expectLawful(network, s);
});

test("a network solved again for other demands stands as if it were solved anew", () => {
  fc.assert(
    fc.property(asks({ m3H: 20 }), fc.double({ min: 0.3, max: 2, noNaN: true }), (ask, factor) => {
      const network = levelsNetwork({ ...ask, backwards: 0, regulators: 3 });
      const solver = new GasSolver(network, NATURAL_GAS);
      const start = solver.solve();
      const demand = network.demand.map((q) => factor * q);
      const warm = solver.solve({ demand, start });
      if (warm.problems.includes("starved")) return;
      expectLawful({ ...network, demand }, warm);
    }),
    { numRuns: 100 },
  );
});

const KGS = NATURAL_GAS.rhoN / 3600;
/** Two regulators side by side from node 0 to node 1, and a pipe to a customer at 2. */
const pair = (over: { sourceKPa: number; setKPa: [number, number]; m3H: number }): GasNetwork => ({
  demand: Float64Array.of(0, 0, over.m3H * KGS),
  sources: { node: Int32Array.of(0), pa: Float64Array.of((over.sourceKPa + 101.325) * 1000) },
  pipes: {
    from: Int32Array.of(1),
    to: Int32Array.of(2),
    length: Float64Array.of(100),
    diameter: Float64Array.of(0.1),
    roughness: Float64Array.of(1e-5),
  },
  regulators: {
    from: Int32Array.of(0, 0),
    to: Int32Array.of(1, 1),
    pa: Float64Array.from(over.setKPa, (kPa) => (kPa + 101.325) * 1000),
  },
});

test("two that starve side by side share alike; of two set points the higher leads and the lower is shut", () => {
  const open = solveGas(pair({ sourceKPa: 150, setKPa: [200, 210], m3H: 80 }), NATURAL_GAS);
  expect(open.regulatorState).toEqual(["wide_open", "wide_open"]);
  expect([...open.regulatorFlow]).toEqual([expect.closeTo(40 * KGS, 9), expect.closeTo(40 * KGS, 9)]);
  const led = solveGas(pair({ sourceKPa: 400, setKPa: [200, 210], m3H: 80 }), NATURAL_GAS);
  expect(led.regulatorState).toEqual(["closed", "active"]);
  expect([...led.regulatorFlow]).toEqual([0, expect.closeTo(80 * KGS, 9)]);
  const alike = solveGas(pair({ sourceKPa: 400, setKPa: [200, 200], m3H: 80 }), NATURAL_GAS);
  expect(alike.regulatorState).toEqual(["active", "active"]);
  expect(alike.regulatorFlow[0]).toBeCloseTo(40 * KGS, 9);
});

test("gas fed in behind a regulator with nobody to take it is said to be trapped", () => {
  const s = solveGas(pair({ sourceKPa: 400, setKPa: [200, 200], m3H: -80 }), NATURAL_GAS);
  expect(s.problems).toEqual(["trapped_injection"]);
});
