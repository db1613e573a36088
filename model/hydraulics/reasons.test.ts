import { expect, test } from "vitest";
import { type GasNetwork, NATURAL_GAS } from "./gas-network.ts";
import { reasonsOf } from "./reasons.ts";
import { solveGas } from "./solve.ts";

const KGS = NATURAL_GAS.rhoN / 3600;
/** Source 0 – wide pipe – 1 – narrow pipe – 2 – wide pipe – customer 3. */
const line = (over: Partial<GasNetwork> = {}): GasNetwork => ({
  demand: Float64Array.of(0, 0, 0, 2000 * KGS),
  sources: { node: Int32Array.of(0), pa: Float64Array.of(300_000) },
  pipes: {
    from: Int32Array.of(0, 2, 2),
    to: Int32Array.of(1, 1, 3),
    length: Float64Array.of(500, 500, 500),
    diameter: Float64Array.of(0.2, 0.05, 0.2),
    roughness: Float64Array.of(1e-5, 1e-5, 1e-5),
  },
  ...over,
});
const why = (network: GasNetwork) => reasonsOf(network, NATURAL_GAS, solveGas(network, NATURAL_GAS));

test("a network that starves names its narrowest pipe and how much it could bear", () => {
  const [reason] = why(line());
  expect(reason).toMatchObject({ problem: "starved", worst: 3, way: [0, 1, 2], narrow: { pipe: 1 } });
  if (reason?.problem !== "starved") throw new Error("expected a reason of starving");
  expect(reason.narrow?.share).toBeGreaterThan(0.9);
  const scaled = (factor: number) => solveGas(line({ demand: line().demand.map((d) => factor * d) }), NATURAL_GAS);
  expect(scaled(reason.bearable).problems).toEqual([]);
  expect(scaled(reason.bearable + 0.02).problems).toContain("starved");
});

test("columns that can be no network are named, and nothing is solved", () => {
  const pipes = { ...line().pipes, diameter: Float64Array.of(0.2, Number.NaN, 0) };
  const network = line({ pipes, demand: Float64Array.of(0, 0, Number.POSITIVE_INFINITY, 0) });
  const s = solveGas(network, NATURAL_GAS);
  expect(s.problems).toEqual(["bad_input"]);
  expect(s.isConverged).toBe(false);
  expect([...s.pa]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  expect(reasonsOf(network, NATURAL_GAS, s)).toEqual([
    {
      problem: "bad_input",
      faults: [
        "node 2: expected a demand in kg/s, got Infinity",
        "pipe 1: expected a diameter above 0 m, got NaN",
        "pipe 2: expected a diameter above 0 m, got 0",
      ],
    },
  ]);
});

test("a network without a source says so, and how much is asked of it", () => {
  expect(why(line({ sources: { node: new Int32Array(), pa: new Float64Array() } }))).toContainEqual({
    problem: "no_source",
    nodes: 4,
    demandKgS: expect.closeTo(2000 * KGS, 9),
  });
});

test("gas trapped behind a regulator is told with the regulator and how much would come back", () => {
  const network = line({
    demand: Float64Array.of(0, 0, 0, -50 * KGS),
    regulators: { from: Int32Array.of(0), to: Int32Array.of(1), pa: Float64Array.of(200_000) },
    pipes: {
      from: Int32Array.of(1, 2),
      to: Int32Array.of(2, 3),
      length: Float64Array.of(10, 10),
      diameter: Float64Array.of(0.1, 0.1),
      roughness: Float64Array.of(1e-5, 1e-5),
    },
  });
  expect(why(network)).toEqual([
    { problem: "trapped_injection", regulators: [{ index: 0, backKgS: expect.closeTo(50 * KGS, 9) }] },
  ]);
});
