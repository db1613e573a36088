import { expect, test } from "vitest";
import { SOLVE_PROBLEMS, SolveReport } from "#contract/model-solve.ts";
import { EDGE, EDGE_STATE } from "#model/graph/network-graph.ts";
import { GAS_PROBLEMS, NATURAL_GAS } from "#model/hydraulics/gas-network.ts";
import { solveGas } from "#model/hydraulics/solve.ts";
import { assemble } from "#model/network/assemble.ts";
import { gasNetworkOf, KGS_PER_M3H, paAt } from "#model/network/district-gas.ts";
import { mergeReports } from "#model/network/merge-reports.ts";
import { recordedInput, type SolveInput, solveDistricts } from "#model/network/solve-districts.ts";
import { solveAssumptions, solveReport } from "#model/network/solve-report.ts";
import { readFacts } from "./files/facts.ts";
import { networkRowsOf } from "./network-rows.ts";
import { planWorld } from "./world/plan.ts";
import { buildCounty } from "./world/world.ts";

const plan = planWorld({ ...readFacts(), tier: "tiny", seed: 1, asOf: Date.UTC(2026, 10, 22) });
const rows = networkRowsOf(buildCounty(plan, "130123"), { version: "v1", seqOf: (_, i) => 100 + i });
const net = assemble(rows);
const input = recordedInput(net);
const times = (factor: number): SolveInput => ({ ...input, demandM3h: input.demandM3h.map((m3h) => factor * m3h) });
const sum = (list: Float64Array): number => list.reduce((all, v) => all + v, 0);

/** The whole network as one, its regulators the solver's own, its customers driven by pressure. */
function atOnce({ demandM3h, setKPa, sourceKPa, state }: SolveInput) {
  const { graph } = net;
  const edges = (kind: number) =>
    Int32Array.from(graph.kind.keys()).filter(
      (e) => graph.kind[e] === kind && ((state[e] as number) & EDGE_STATE.open) !== 0,
    );
  const regulators = edges(EDGE.regulator).filter((e) => !Number.isNaN(setKPa[e]));
  const network = gasNetworkOf(net, {
    nodes: Int32Array.from({ length: graph.nodes }, (_, n) => n),
    ...{ pipes: edges(EDGE.pipe), valves: edges(EDGE.valve), isDriven: true },
    at: (n) => n,
    takenM3h: (n) => demandM3h[n] as number,
    held: Array.from(graph.sources, (n, i) => [n, sourceKPa[i] as number] as const),
  });
  const found = solveGas(
    {
      ...network,
      regulators: {
        from: regulators.map((e) => graph.from[e] as number),
        to: regulators.map((e) => graph.to[e] as number),
        pa: Float64Array.from(regulators, (e) => paAt(net, graph.to[e] as number, setKPa[e] as number)),
      },
    },
    NATURAL_GAS,
  );
  return {
    ...found,
    kPa: found.pa.map((pa, n) => pa / 1000 - (net.heights.airKPa[n] as number)),
    served: found.served.map((kgS) => kgS / KGS_PER_M3H),
  };
}

test.each([1, 4, 10, 30, 1000])(
  "at %d times the demand customers get what the whole network solved at once gives them",
  (factor) => {
    const asked = times(factor);
    const [parts, whole] = [solveDistricts(net, asked), atOnce(asked)];
    expect(whole.problems).toEqual([]);
    expect(sum(Float64Array.from(parts.failed))).toBe(0);
    const total = sum(whole.served);
    parts.kPa.forEach((kPa, n) => {
      const other = whole.kPa[n] as number;
      expect(Number.isNaN(kPa), `${n}`).toBe(Number.isNaN(other));
      if (Number.isNaN(kPa)) return;
      expect(kPa).toBeGreaterThanOrEqual(-1e-6);
      expect(Math.abs(kPa - other), `${kPa} for ${other} kPa at ${n}`).toBeLessThan(1e-3 * Math.max(1, other));
      const served = (asked.demandM3h[n] as number) - (parts.shortM3h[n] as number);
      expect(Math.abs(served - (whole.served[n] as number))).toBeLessThan(1e-5 * total);
    });
  },
);

test("what is solved again from a starved state is what is solved afresh, and back", () => {
  for (const [from, to] of [
    [30, 1],
    [1, 10],
    [10, 30],
  ] as const) {
    const [again, afresh] = [
      solveDistricts(net, times(to), solveDistricts(net, times(from))),
      solveDistricts(net, times(to)),
    ];
    again.kPa.forEach((kPa, n) => {
      if (!Number.isNaN(kPa)) expect(Math.abs(kPa - (afresh.kPa[n] as number))).toBeLessThan(1e-3 * Math.max(1, kPa));
      expect(Math.abs((again.shortM3h[n] as number) - (afresh.shortM3h[n] as number))).toBeLessThan(1e-2);
    });
  }
});

test("a report's gas in is its gas out, what is short is told by place, and why", () => {
  for (const factor of [1, 10, 30]) {
    const solved = solveDistricts(net, times(factor));
    const { balance, imbalanceM3h, residual, starved, reasons, isConverged } = solveReport(net, solved);
    expect(isConverged).toBe(true);
    expect(residual).toBeLessThan(1e-8);
    expect(imbalanceM3h).toBeLessThan(1e-4 * balance.inM3h);
    expect(Math.abs(balance.inM3h - balance.outM3h)).toBeLessThan(1e-3 * balance.inM3h);
    expect(balance.shortM3h).toBeCloseTo(sum(solved.shortM3h), 1);
    const asked = times(factor).demandM3h.reduce((all, m3h, n) => all + (solved.isFed[n] ? m3h : 0), 0);
    expect(balance.outM3h + balance.shortM3h).toBeCloseTo(asked, 0);
    expect(solveAssumptions(net, solved)).toEqual(
      factor === 1 ? ["level_ground"] : ["level_ground", "starved_take_less"],
    );
    if (factor === 1) {
      expect(starved).toEqual({ nodes: 0, customers: 0, places: [] });
      expect(reasons).toEqual([]);
      continue;
    }
    expect(starved.customers).toBeGreaterThan(0);
    const short = starved.places.map(({ askedM3h, servedM3h }) => askedM3h - servedM3h);
    expect(short).toEqual([...short].sort((a, b) => b - a));
    for (const { kPa, servedM3h, askedM3h } of starved.places) {
      expect(kPa).toBeLessThan(10);
      expect(servedM3h).toBeLessThan(askedM3h);
    }
    expect(reasons.map(({ problem }) => problem)).toContain("starved");
    const [named] = reasons.filter(({ narrow }) => narrow);
    expect(rows.pipes.ids).toContain(named?.narrow?.pipe);
    expect(named?.narrow?.share).toBeGreaterThan(0);
    expect(named?.bearable ?? 0).toBeLessThan(1);
  }
});

test("reports of several counties are one: sums, the worst residual, the most short first", () => {
  const reports = [10, 30].map((factor) => solveReport(net, solveDistricts(net, times(factor))));
  const merged = mergeReports(reports);
  const [a, b] = reports;
  expect(merged.balance.shortM3h).toBeCloseTo((a?.balance.shortM3h ?? 0) + (b?.balance.shortM3h ?? 0), 6);
  expect(merged.residual).toBe(Math.max(a?.residual ?? 0, b?.residual ?? 0));
  expect(merged.starved.customers).toBe((a?.starved.customers ?? 0) + (b?.starved.customers ?? 0));
  expect(SolveReport.parse(merged)).toEqual(merged);
  expect(mergeReports([])).toMatchObject({ isConverged: true, residual: 0 });
});

test("the words for problems are the solver's own and one more", () => {
  expect([...SOLVE_PROBLEMS]).toEqual([...GAS_PROBLEMS, "vacuum"]);
});
