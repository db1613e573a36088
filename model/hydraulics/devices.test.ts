import fc from "fast-check";
import { expect, test } from "vitest";
import { districtOf } from "./district.ts";
import { type GasNetwork, NATURAL_GAS } from "./gas-network.ts";
import { reportOf } from "./report.ts";
import { solveGas } from "./solve.ts";

const KGS = NATURAL_GAS.rhoN / 3600;

/** Source – pipe – closed or open valve – pipe – customer, and a regulator beside it. */
const chain = (over: Partial<GasNetwork>): GasNetwork => ({
  demand: Float64Array.of(0, 0, 0, 50 * KGS),
  sources: { node: Int32Array.of(0), pa: Float64Array.of(300_000) },
  pipes: {
    from: Int32Array.of(0, 2),
    to: Int32Array.of(1, 3),
    length: Float64Array.of(100, 100),
    diameter: Float64Array.of(0.1, 0.1),
    roughness: Float64Array.of(1e-5, 1e-5),
  },
  ...over,
});
const link = { from: Int32Array.of(1), to: Int32Array.of(2) };

test("what no open way leads to is reported, not solved", () => {
  const s = solveGas(chain({ valves: { ...link, isOpen: Uint8Array.of(0) } }), NATURAL_GAS);
  expect(s.isConverged).toBe(true);
  expect(s.unsupplied).toEqual([2, 3]);
  expect(s.pa[3]).toBeNaN();
});

test("a regulator holds its set point, stands wide open when starved, and lets nothing back", () => {
  const regulated = (pa: number) => solveGas(chain({ regulators: { ...link, pa: Float64Array.of(pa) } }), NATURAL_GAS);
  const held = regulated(150_000);
  expect(held.regulatorState).toEqual(["active"]);
  expect(held.pa[2]).toBeCloseTo(150_000, 6);
  expect(held.regulatorFlow[0]).toBeCloseTo(50 * KGS, 9);
  const starved = regulated(400_000);
  expect(starved.regulatorState).toEqual(["wide_open"]);
  expect(starved.pa[2]).toBeCloseTo(starved.pa[1] as number, 6);
  const back = solveGas(
    chain({
      regulators: { ...link, pa: Float64Array.of(150_000) },
      sources: { node: Int32Array.of(0, 3), pa: Float64Array.of(300_000, 200_000) },
    }),
    NATURAL_GAS,
  );
  expect(back.regulatorState).toEqual(["closed"]);
  expect(back.regulatorFlow[0]).toBe(0);
});

test("more demand than a network can carry is said, where it fails", () => {
  const s = solveGas(
    chain({ demand: Float64Array.of(0, 0, 0, 1e6 * KGS), valves: { ...link, isOpen: Uint8Array.of(1) } }),
    NATURAL_GAS,
  );
  expect(s.starved).toContain(3);
});

test("a starved network serves what it can, counts what it cannot, and says so", () => {
  const demand = Float64Array.of(0, 0, 0, 8000 * KGS);
  const open = { ...link, isOpen: Uint8Array.of(1) };
  const pressureDriven = { servicePa: new Float64Array(4).fill(250_000), leastPa: new Float64Array(4).fill(110_000) };
  const net = chain({ demand, valves: open, pressureDriven });
  const s = solveGas(net, NATURAL_GAS);
  expect(s.problems).toEqual([]);
  expect(s.served[3]).toBeLessThan(8000 * KGS);
  expect(s.served[3]).toBeGreaterThan(0);
  expect(s.sourceFlow[0]).toBeCloseTo(s.served[3] as number, 9);
  const report = reportOf(net, NATURAL_GAS, s, { servicePa: pressureDriven.servicePa });
  expect(report.belowService).toEqual([3]);
  expect(report.balance.inKgS).toBeCloseTo(report.balance.outKgS, 9);
  expect(report.balance.unservedKgS).toBeCloseTo(8000 * KGS - (s.served[3] as number), 9);
});

test("compressors hold a ratio, their outlet, their inlet or a rise", () => {
  const with1 = (kind: number, value: number, sources = { node: Int32Array.of(0), pa: Float64Array.of(300_000) }) =>
    solveGas(
      chain({ sources, compressors: { ...link, kind: Uint8Array.of(kind), value: Float64Array.of(value) } }),
      NATURAL_GAS,
    );
  const ratio = with1(0, 1.5);
  expect((ratio.pa[2] as number) / (ratio.pa[1] as number)).toBeCloseTo(1.5, 9);
  expect(with1(1, 400_000).pa[2]).toBeCloseTo(400_000, 5);
  const rise = with1(3, 50_000);
  expect((rise.pa[2] as number) - (rise.pa[1] as number)).toBeCloseTo(50_000, 4);
  for (const s of [ratio, rise]) {
    expect(s.problems).toEqual([]);
    expect(s.compressorFlow[0]).toBeCloseTo(50 * KGS, 9);
  }
  // Held at its inlet it draws what makes that pressure; a source beyond takes the difference.
  const inlet = with1(2, 290_000, { node: Int32Array.of(0, 3), pa: Float64Array.of(300_000, 400_000) });
  expect(inlet.pa[1]).toBeCloseTo(290_000, 5);
  expect(inlet.compressorFlow[0]).toBeCloseTo(inlet.flow[0] as number, 9);
  expect((inlet.sourceFlow[0] as number) + (inlet.sourceFlow[1] as number)).toBeCloseTo(50 * KGS, 9);
});

test("a valve with a loss costs pressure and tells its flow", () => {
  const valves = { ...link, isOpen: Uint8Array.of(1), zeta: Float64Array.of(2000), diameter: Float64Array.of(0.1) };
  const s = solveGas(chain({ valves }), NATURAL_GAS);
  expect(s.valveFlow[0]).toBeCloseTo(50 * KGS, 9);
  expect(s.pa[2]).toBeLessThan(s.pa[1] as number);
});

test("gas stands lighter uphill: its column is the only difference at rest", () => {
  const s = solveGas(
    chain({
      demand: new Float64Array(4),
      height: Float64Array.of(0, 100, 100, 100),
      valves: { ...link, isOpen: Uint8Array.of(1) },
    }),
    NATURAL_GAS,
  );
  const density = (p: number) => (0.73 * 273.15 * p) / (288.15 * 101_325 * NATURAL_GAS.z(p));
  const mean = (density(s.pa[0] as number) + density(s.pa[1] as number)) / 2;
  expect((s.pa[0] as number) - (s.pa[1] as number)).toBeCloseTo(mean * NATURAL_GAS.gravity * 100, 6);
});

test("a network without a source, or with more demand than it can bring, says why", () => {
  const none = solveGas(chain({ sources: { node: new Int32Array(), pa: new Float64Array() } }), NATURAL_GAS);
  expect(none.problems).toContain("no_source");
  expect(none.isConverged).toBe(false);
  const much = chain({ demand: Float64Array.of(0, 0, 0, 1e6 * KGS), valves: { ...link, isOpen: Uint8Array.of(1) } });
  expect(solveGas(much, NATURAL_GAS).problems).toContain("starved");
});

test("a district solved by itself stands as it does in the whole", () => {
  const whole = chain({ regulators: { ...link, pa: Float64Array.of(150_000) } });
  const all = solveGas(whole, NATURAL_GAS);
  const low = districtOf(whole, [2, 3], all);
  expect([...solveGas(low.network, NATURAL_GAS).pa]).toEqual([...all.pa.slice(2)].map((pa) => expect.closeTo(pa, 3)));
  const high = districtOf(whole, [0, 1], all);
  expect(solveGas(high.network, NATURAL_GAS).pa[1]).toBeCloseTo(all.pa[1] as number, 3);
  expect([[...low.nodes], [...low.pipes]]).toEqual([[2, 3], [1]]);
});

test("valves without loss carry what lies behind them; a ring of them cannot tell", () => {
  const two = { from: Int32Array.of(1, 1), to: Int32Array.of(2, 2) };
  const one = solveGas(chain({ valves: { ...two, isOpen: Uint8Array.of(1, 0) } }), NATURAL_GAS);
  expect(one.valveFlow[0]).toBeCloseTo(50 * KGS, 9);
  expect(one.valveFlow[1]).toBe(0);
  const ring = solveGas(chain({ valves: { ...two, isOpen: Uint8Array.of(1, 1) } }), NATURAL_GAS);
  expect([...ring.valveFlow]).toEqual([Number.NaN, Number.NaN]);
});

/** Two chains of six nodes 300 m apart, the upper one fed at its start, regulators from one to the other anywhere. */
const twoLevels = fc.record({
  demand: fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 12, maxLength: 12 }),
  // Never the same as a set point to the last figure: which of two states is right would be a matter of rounding.
  sourceKPa: fc.integer({ min: 1150, max: 3000 }).map((x) => x / 10 + 0.037),
  /** A second source at the end of the lower chain. */
  lowerKPa: fc.option(fc.integer({ min: 1030, max: 1120 }).map((x) => x / 10 + 0.053)),
  regulators: fc.array(
    fc.record({
      inlet: fc.integer({ min: 0, max: 5 }),
      outlet: fc.integer({ min: 6, max: 10 }),
      kPa: fc.integer({ min: 1030, max: 1100 }).map((x) => x / 10),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

test("each regulator works as its pressures say, and all gas is accounted for", () => {
  fc.assert(
    fc.property(twoLevels, ({ demand, sourceKPa, lowerKPa, regulators }) => {
      const starts = [0, 1, 2, 3, 4, 6, 7, 8, 9, 10];
      const s = solveGas(
        {
          demand: Float64Array.from(demand, (q) => q * KGS),
          sources: {
            node: Int32Array.from(lowerKPa === null ? [0] : [0, 11]),
            pa: Float64Array.from(lowerKPa === null ? [sourceKPa * 1000] : [sourceKPa * 1000, lowerKPa * 1000]),
          },
          pipes: {
            from: Int32Array.from(starts),
            to: Int32Array.from(starts, (n) => n + 1),
            length: new Float64Array(10).fill(300),
            diameter: new Float64Array(10).fill(0.2),
            roughness: new Float64Array(10).fill(1e-5),
          },
          regulators: {
            from: Int32Array.from(regulators, (r) => r.inlet),
            to: Int32Array.from(regulators, (r) => r.outlet),
            pa: Float64Array.from(regulators, (r) => r.kPa * 1000),
          },
        },
        NATURAL_GAS,
      );
      if (s.problems.includes("starved")) return;
      expect(s.problems).toEqual([]);
      const given = s.sourceFlow.reduce((sum, m) => sum + m, 0);
      expect(given).toBeCloseTo(
        demand.reduce((sum, q) => sum + q * KGS, 0),
        6,
      );
      const through = s.regulatorFlow.reduce((sum, m) => sum + m, 0);
      if (lowerKPa === null)
        expect(through).toBeCloseTo(
          demand.slice(6).reduce((sum, q) => sum + q * KGS, 0),
          6,
        );
      for (const [r, { inlet, outlet, kPa }] of regulators.entries()) {
        const [before, behind] = [s.pa[inlet] as number, s.pa[outlet] as number];
        const state = s.regulatorState[r];
        const near = 1e-6 * kPa * 1000;
        if (state === "wide_open") {
          expect(Math.abs(behind - before)).toBeLessThan(near);
          expect(s.regulatorFlow[r]).toBeGreaterThanOrEqual(-1e-8);
          expect(before).toBeLessThanOrEqual(kPa * 1000 + near);
        } else {
          // Active or shut, nothing flows back, and what it should have held stands no lower.
          expect(s.regulatorFlow[r]).toBeGreaterThanOrEqual(-1e-8);
          expect(behind).toBeGreaterThanOrEqual(Math.min(kPa * 1000, before) - near);
        }
      }
    }),
    { numRuns: 200 },
  );
});
