import { expect, test } from "vitest";
import type { ProfileAnswer } from "#contract/model.ts";
import { SolveReport } from "#contract/model-solve.ts";
import { EDGE } from "#model/graph/network-graph.ts";
import { mergeReports } from "#model/network/merge-reports.ts";
import { regulatorStates } from "#model/network/regulator-states.ts";
import { recordedInput, type SolveInput, solveDistricts } from "#model/network/solve-districts.ts";
import { solveReport } from "#model/network/solve-report.ts";
import { ask, desk, fedPipes, pick } from "./county-desk.ts";

const { net } = desk;
const input = recordedInput(net);
const solvedAt = (factor: number, over: Partial<SolveInput> = {}) =>
  solveDistricts(net, { ...input, ...over, demandM3h: input.demandM3h.map((m3h) => factor * m3h) });
const regulators = Array.from({ length: net.graph.edges }, (_, e) => e).filter(
  (e) => net.graph.kind[e] === EDGE.regulator,
);

test("a regulator holds its set point, is locked up or wide open: of every one with gas and a set point one of the three is told", () => {
  for (const factor of [0, 1, 10, 30]) {
    const solved = solvedAt(factor);
    const { active, lockedUp, wideOpen, places } = regulatorStates(net, solved);
    const known = regulators.filter((e) => solved.isFed[net.graph.from[e] as number] && !Number.isNaN(input.setKPa[e]));
    expect(active + lockedUp + wideOpen, `${factor}`).toBe(known.length);
    for (const { state, inletKPa, outletKPa, setKPa } of places) {
      if (state === "wide_open") expect(inletKPa).toBeLessThan(setKPa);
      // What passes a wide open one has at most what its inlet has.
      if (state === "wide_open") expect(outletKPa).toBeLessThanOrEqual(inletKPa * (1 + 1e-3) + 1e-3);
    }
    const ranks = places.map(({ state }) => (state === "wide_open" ? 0 : 1));
    expect(ranks).toEqual(ranks.toSorted());
  }
});

test("with nothing taken all are locked up; in a busy hour most are active; starved ones stand wide open", () => {
  expect(regulatorStates(net, solvedAt(0)).active).toBe(0);
  const usual = regulatorStates(net, solvedAt(1));
  expect(usual.active).toBeGreaterThan(usual.lockedUp + usual.wideOpen);
  expect(regulatorStates(net, solvedAt(30)).wideOpen).toBeGreaterThan(usual.wideOpen);
});

test("a set point above what the inlet has leaves that regulator wide open, by name", () => {
  const usual = solvedAt(1);
  const e = regulators.find(
    (one) => (usual.flowM3h[one] as number) > 1 && !Number.isNaN(input.setKPa[one]) && net.nodeOfEdge[one] !== -1,
  ) as number;
  const setKPa = input.setKPa.slice();
  setKPa[e] = (usual.kPa[net.graph.from[e] as number] as number) * 2;
  const { places, wideOpen } = regulatorStates(net, solvedAt(1, { setKPa }));
  expect(wideOpen).toBeGreaterThan(0);
  const id = net.rows.nodes.ids[net.nodeOfEdge[e] as number] as string;
  expect(places.find(({ node }) => node === id)?.state).toBe("wide_open");
});

test("after less has passed a regulator than was reckoned with, what stands above it carries that and no more", () => {
  for (const factor of [1, 10, 30]) {
    const solved = solvedAt(factor);
    // Sums over both sides of each regulator are the report's balance: drawn above is what is passed below.
    const { imbalanceM3h, balance } = solveReport(net, solved);
    expect(imbalanceM3h).toBeLessThan(1e-4 * balance.inM3h);
  }
});

test("regulators come with every report, and add up over counties", () => {
  const reports = [1, 30].map((factor) => solveReport(net, solvedAt(factor)));
  const merged = mergeReports(reports);
  expect(merged.regulators.wideOpen).toBe(reports.reduce((sum, { regulators: of }) => sum + of.wideOpen, 0));
  expect(SolveReport.parse(JSON.parse(JSON.stringify(merged)))).toEqual(merged);
});

test("a profile tells no pressure of a district that has no solution", () => {
  const [from, to] = [fedPipes[0] as number, fedPipes.at(-1) as number];
  const profile = () => ask<ProfileAnswer>({ kind: "profile", from: pick(from), to: pick(to) }).answer;
  const told = profile().way?.kPa ?? [];
  expect(told.some((kPa) => kPa !== null)).toBe(true);
  desk.today.failed.fill(1);
  try {
    expect(profile().way?.kPa.every((kPa) => kPa === null)).toBe(true);
  } finally {
    desk.today.failed.fill(0);
  }
});
