import { expect, test } from "vitest";
import { PRESSURE_LEVELS } from "#contract/gas.ts";
import { NATURAL_GAS } from "#model/hydraulics/gas-network.ts";
import { assemble } from "#model/network/assemble.ts";
import { Desk } from "#model/network/desk.ts";
import { paAt } from "#model/network/district-gas.ts";
import { airKPaAt } from "#model/network/heights.ts";
import { recordedInput, solveDistricts } from "#model/network/solve-districts.ts";
import { solveAssumptions } from "#model/network/solve-report.ts";
import { readFacts } from "./files/facts.ts";
import { networkRowsOf } from "./network-rows.ts";
import { planWorld } from "./world/plan.ts";
import { buildCounty } from "./world/world.ts";

const plan = planWorld({ ...readFacts(), tier: "tiny", seed: 1, asOf: Date.UTC(2026, 10, 22) });
const level = networkRowsOf(buildCounty(plan, "130123"), { version: "v1", seqOf: (_, i) => 100 + i });
const raised = (of: (n: number) => number) => ({
  ...level,
  nodes: { ...level.nodes, elevationM: Float32Array.from(level.nodes.ids, (_, n) => of(n)) },
});
const solved = (rows: typeof level, factor = 1) => {
  const net = assemble(rows);
  const input = recordedInput(net);
  return { net, found: solveDistricts(net, { ...input, demandM3h: input.demandM3h.map((m3h) => factor * m3h) }) };
};

test("gas at rest stands under its own weight, and a gauge reads it against the air of the place", () => {
  const { net, found } = solved(
    raised((n) => (n % 7) * 40),
    0,
  );
  const flat = solved(level, 0);
  let held = 0;
  const { of } = found.districts;
  const lightest = new Map<number, number>();
  found.kPa.forEach((kPa, n) => {
    if (Number.isNaN(kPa)) return;
    const d = of[n] as number;
    const pa = paAt(net, n, kPa);
    // p e^(g h / (Z R T)) is the same all over a district without flow; Z is that of its pressure.
    const r = NATURAL_GAS.pN / (NATURAL_GAS.rhoN * NATURAL_GAS.tN);
    const h = net.heights.m[n] as number;
    const sea = pa * Math.exp((NATURAL_GAS.gravity * h) / (NATURAL_GAS.z(pa) * r * NATURAL_GAS.temperature));
    const other = lightest.get(d);
    if (other === undefined) lightest.set(d, sea);
    else expect(Math.abs(sea / other - 1)).toBeLessThan(2e-5);
    held++;
  });
  expect(held).toBeGreaterThan(100);
  // Natural gas is lighter than air: low pressure rises on a hill, and on level ground it is the same everywhere.
  const low = PRESSURE_LEVELS.indexOf("LP");
  const ends = Array.from({ length: net.pipes }, (_, e) => e).filter((e) => level.pipes.level[e] === low);
  for (const e of ends) {
    const [a, b] = [net.graph.from[e] as number, net.graph.to[e] as number];
    const rise = (net.heights.m[b] as number) - (net.heights.m[a] as number);
    const gain = (found.kPa[b] as number) - (found.kPa[a] as number);
    if (Number.isNaN(gain)) continue;
    expect(Math.abs((flat.found.kPa[b] as number) - (flat.found.kPa[a] as number))).toBeLessThan(1e-6);
    if (rise !== 0) expect(gain / rise).toBeGreaterThan(0.003);
  }
});

test("a whole county lifted up has the pressures it had, but for thinner air", () => {
  const [low, high] = [solved(level), solved(raised(() => 500))];
  low.found.kPa.forEach((kPa, n) => {
    const other = high.found.kPa[n] as number;
    expect(Number.isNaN(kPa)).toBe(Number.isNaN(other));
    if (!Number.isNaN(kPa)) expect(Math.abs(kPa - other)).toBeLessThan(0.01 * Math.max(1, kPa));
  });
  expect(airKPaAt(0)).toBe(101.325);
  expect(airKPaAt(500)).toBeCloseTo(95.46, 1);
});

test("heights that are not told are taken from the next along the pipes, and every result says so", () => {
  const one = assemble(raised((n) => (n === 3 ? 120 : Number.NaN)));
  expect(one.heights.known).toBe("some");
  expect(one.heights.m[3]).toBe(120);
  expect(new Set(one.heights.m)).toEqual(new Set([120]));
  expect(solveAssumptions(one)).toEqual(["heights_between"]);
  const all = assemble(raised((n) => n));
  expect(all.heights.known).toBe("told");
  expect(solveAssumptions(all)).toEqual([]);
  expect(assemble(level).heights.known).toBe("none");
  const asked = { kind: "scenario", changes: [] } as const;
  const said = (rows: typeof level) => {
    const { answer } = new Desk(rows).answer(asked, () => 0);
    return answer.kind === "scenario" ? answer.result.assumptions : [];
  };
  expect(said(level)).toContain("level_ground");
  expect(said(raised((n) => n % 50))).not.toContain("level_ground");
});
