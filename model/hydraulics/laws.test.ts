import fc from "fast-check";
import { expect, test } from "vitest";
import { type FRICTION_LAWS, type Friction, friction } from "./friction.ts";
import { type GasNetwork, NATURAL_GAS } from "./gas-network.ts";
import { solveGas } from "./solve.ts";

const KGS = NATURAL_GAS.rhoN / 3600;
const [W, H] = [5, 4];

interface Grid {
  readonly demand: readonly number[];
  readonly mm: readonly number[];
  readonly sourceKPa: number;
}

const grids = fc.record({
  demand: fc.array(fc.double({ min: 0, max: 30, noNaN: true }), { minLength: W * H, maxLength: W * H }),
  mm: fc.array(fc.constantFrom(50, 80, 100, 150, 200), { minLength: 31, maxLength: 31 }),
  sourceKPa: fc.double({ min: 120, max: 400, noNaN: true }),
});

/** A grid of pipes 200 m long, fed at one corner. */
function network({ demand, mm, sourceKPa }: Grid): GasNetwork {
  const ends: [number, number][] = [];
  for (let y = 0; y < H; y++)
    for (let x = 0; x < W; x++) {
      const i = y * W + x;
      if (x + 1 < W) ends.push([i, i + 1]);
      if (y + 1 < H) ends.push([i, i + W]);
    }
  return {
    demand: Float64Array.from(demand, (q) => q * KGS),
    sources: { node: Int32Array.of(0), pa: Float64Array.of((sourceKPa + 101.325) * 1000) },
    pipes: {
      from: Int32Array.from(ends, ([a]) => a),
      to: Int32Array.from(ends, ([, b]) => b),
      length: new Float64Array(ends.length).fill(200),
      diameter: Float64Array.from(ends, (_, e) => (mm[e] ?? 100) / 1000),
      roughness: new Float64Array(ends.length).fill(1e-5),
    },
  };
}

test("every node balances, every pipe keeps its law, pressure falls along the flow", () => {
  fc.assert(
    fc.property(grids, (grid) => {
      const net = network(grid);
      const s = solveGas(net, NATURAL_GAS);
      expect(s.isConverged).toBe(true);
      expect(s.residual).toBeLessThan(1e-9);
      const out = net.demand.slice();
      for (let e = 0; e < s.flow.length; e++) {
        const [a, b, m] = [net.pipes.from[e] as number, net.pipes.to[e] as number, s.flow[e] as number];
        out[a] = (out[a] as number) + m;
        out[b] = (out[b] as number) - m;
        expect(((s.pa[a] as number) - (s.pa[b] as number)) * m).toBeGreaterThan(-1e-12);
      }
      for (const left of out.subarray(1)) expect(Math.abs(left)).toBeLessThan(1e-10);
    }),
    { numRuns: 60 },
  );
});

test("drawing a pipe the other way turns its flow's sign and nothing else", () => {
  fc.assert(
    fc.property(grids, fc.array(fc.boolean(), { minLength: 31, maxLength: 31 }), (grid, turned) => {
      const net = network(grid);
      const other: GasNetwork = {
        ...net,
        pipes: {
          ...net.pipes,
          from: net.pipes.from.map((a, e) => (turned[e] ? (net.pipes.to[e] as number) : a)),
          to: net.pipes.to.map((b, e) => (turned[e] ? (net.pipes.from[e] as number) : b)),
        },
      };
      const [s, t] = [solveGas(net, NATURAL_GAS), solveGas(other, NATURAL_GAS)];
      const most = Math.max(...s.flow.map(Math.abs), 1e-9);
      for (let i = 0; i < s.pa.length; i++)
        expect(Math.abs((s.pa[i] as number) - (t.pa[i] as number))).toBeLessThan(0.01);
      for (let e = 0; e < s.flow.length; e++)
        expect(Math.abs((s.flow[e] as number) - (turned[e] ? -1 : 1) * (t.flow[e] as number))).toBeLessThan(
          1e-6 * most,
        );
    }),
    { numRuns: 30 },
  );
});

test("friction is continuous and its slope is its slope", () => {
  const at = (law: (typeof FRICTION_LAWS)[number], re: number, kd: number): Friction => {
    const f: Friction = { lambda: 0, slope: 0 };
    friction(law, re, kd, f);
    return f;
  };
  const res = fc.double({ min: 1.05, max: 7, noNaN: true }).map((x) => 10 ** x);
  const kds = fc.double({ min: 1e-6, max: 0.02, noNaN: true });
  fc.assert(
    fc.property(fc.constantFrom("gb", "colebrook", "nikuradse" as const), res, kds, (law, re, kd) => {
      const h = 1e-5;
      const [low, mid, high] = [at(law, re * (1 - h), kd), at(law, re, kd), at(law, re * (1 + h), kd)];
      expect(Math.abs(high.lambda - low.lambda)).toBeLessThan(1e-3 * mid.lambda);
      const isCorner = law === "gb" && (Math.abs(re / 2000 - 1) < 2 * h || Math.abs(re / 4000 - 1) < 2 * h);
      if (!isCorner) expect((high.lambda - low.lambda) / (2 * h)).toBeCloseTo(mid.slope, 6);
    }),
  );
});

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
  expect(starved.pa[2]).toBe(starved.pa[1]);
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
