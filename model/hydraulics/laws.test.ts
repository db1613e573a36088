import fc from "fast-check";
import { expect, test } from "vitest";
import { FRICTION_LAWS, type Friction, friction, leastRe } from "./friction.ts";
import { type GasNetwork, NATURAL_GAS } from "./gas-network.ts";
import { GasSolver, solveGas } from "./solve.ts";
import { SparseSystem } from "./sparse.ts";

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
      const most = Math.max(...s.flow.map(Math.abs), 1e-6);
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
  // Where two formulas meet the slope has a corner, and so has a difference over it.
  const corners = [2000, 4000, 2058, 2142, 3430, 3570];
  fc.assert(
    fc.property(fc.constantFrom(...FRICTION_LAWS), res, kds, (law, some, kd) => {
      const re = Math.max(some, 1.01 * leastRe(law));
      const h = 1e-5;
      const [low, mid, high] = [at(law, re * (1 - h), kd), at(law, re, kd), at(law, re * (1 + h), kd)];
      expect(Math.abs(high.lambda - low.lambda)).toBeLessThan(2e-3 * mid.lambda);
      if (corners.some((corner) => Math.abs(re / corner - 1) < 2 * h)) return;
      const slope = (high.lambda - low.lambda) / (2 * h);
      expect(Math.abs(slope - mid.slope)).toBeLessThan(1e-5 * (mid.lambda + Math.abs(mid.slope)) + 1e-9);
      // More flow never meets less resistance: λ Re² rises.
      expect(mid.slope).toBeGreaterThan(-2 * mid.lambda);
    }),
    { numRuns: 500 },
  );
});

test("every law solves every grid, in few steps", () => {
  const laws = FRICTION_LAWS.filter((law) => law !== "fixed" && law !== "power");
  fc.assert(
    fc.property(fc.constantFrom(...laws), grids, (law, grid) => {
      const s = solveGas(network(grid), { ...NATURAL_GAS, law });
      expect(s.problems.filter((p) => p !== "starved")).toEqual([]);
      expect(s.iterations).toBeLessThanOrEqual(15);
    }),
    { numRuns: 100 },
  );
});

test("numbering nodes and pipes another way moves the answer with them and changes nothing", () => {
  const orders = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 31, maxLength: 31 });
  fc.assert(
    fc.property(grids, orders, (grid, order) => {
      const net = network(grid);
      const sorted = (n: number) =>
        Array.from({ length: n }, (_, i) => i).sort((a, b) => (order[a] ?? 0) - (order[b] ?? 0));
      const [nodes, pipes] = [sorted(W * H), sorted(31)];
      const place = Int32Array.from(nodes, (_, i) => nodes.indexOf(i));
      const by = (column: Float64Array, list: readonly number[]) => Float64Array.from(list, (i) => column[i] as number);
      const other: GasNetwork = {
        demand: by(net.demand, nodes),
        sources: { ...net.sources, node: net.sources.node.map((n) => place[n] as number) },
        pipes: {
          from: Int32Array.from(pipes, (e) => place[net.pipes.from[e] as number] as number),
          to: Int32Array.from(pipes, (e) => place[net.pipes.to[e] as number] as number),
          length: by(net.pipes.length, pipes),
          diameter: by(net.pipes.diameter, pipes),
          roughness: by(net.pipes.roughness, pipes),
        },
      };
      const [s, t] = [solveGas(net, NATURAL_GAS), solveGas(other, NATURAL_GAS)];
      for (const [i, n] of nodes.entries())
        expect(Math.abs((s.pa[n] as number) - (t.pa[i] as number))).toBeLessThan(0.01);
      const most = Math.max(...s.flow.map(Math.abs), 1e-6);
      for (const [i, e] of pipes.entries())
        expect(Math.abs((s.flow[e] as number) - (t.flow[i] as number))).toBeLessThan(1e-6 * most + 1e-10);
    }),
    { numRuns: 30 },
  );
});

test("starting from a solution near by gives the same answer in fewer steps", () => {
  fc.assert(
    fc.property(grids, (grid) => {
      const net = network(grid);
      const solver = new GasSolver(net, NATURAL_GAS);
      const before = solver.solve();
      const demand = net.demand.map((q) => 1.02 * q);
      const warm = solver.solve({ demand, start: before });
      const cold = solveGas({ ...net, demand }, NATURAL_GAS);
      for (const [i, pa] of cold.pa.entries()) expect(Math.abs(pa - (warm.pa[i] as number))).toBeLessThan(0.01);
      expect(warm.iterations).toBeLessThanOrEqual(cold.iterations);
    }),
    { numRuns: 30 },
  );
});

test("the factor solves its system, whatever the graph", () => {
  const graph = fc.integer({ min: 1, max: 40 }).chain((size) => {
    const node = fc.integer({ min: 0, max: size - 1 });
    const edge = fc.record({ a: node, b: node, w: fc.double({ min: 0.01, max: 100, noNaN: true }) });
    return fc.record({
      size: fc.constant(size),
      edges: fc.array(edge, { maxLength: 120 }).map((list) => list.filter(({ a, b }) => a !== b)),
    });
  });
  fc.assert(
    fc.property(graph, ({ size, edges }) => {
      const [from, to] = [Int32Array.from(edges, (e) => e.a), Int32Array.from(edges, (e) => e.b)];
      const system = new SparseSystem(size, from, to);
      system.factor(
        Float64Array.from(edges, (e) => e.w),
        new Float64Array(size).fill(0.1),
      );
      const right = Float64Array.from({ length: size }, (_, i) => Math.sin(i + 1));
      const x = new Float64Array(size);
      system.solve(right, x);
      const left = right.map((b, i) => b - 0.1 * (x[i] as number));
      for (const { a, b, w } of edges) {
        const m = w * ((x[a] as number) - (x[b] as number));
        left[a] = (left[a] as number) - m;
        left[b] = (left[b] as number) + m;
      }
      for (const off of left) expect(Math.abs(off)).toBeLessThan(1e-9);
    }),
    { numRuns: 300 },
  );
});
