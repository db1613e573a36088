import { expect, test } from "vitest";
import { SolveReport } from "#contract/model-solve.ts";
import { type ModelAsk, openDesk } from "#model/network/desk.ts";
import { writeNetworkFile } from "#model/network/file.ts";
import { LiveDesk } from "#model/network/live-desk.ts";
import { readFacts } from "./files/facts.ts";
import { networkRowsOf } from "./network-rows.ts";
import { planWorld } from "./world/plan.ts";
import { buildCounty } from "./world/world.ts";

const world = planWorld({ ...readFacts(), tier: "tiny", seed: 1, asOf: Date.UTC(2026, 10, 22) });
const rows = networkRowsOf(buildCounty(world, "130123"), { version: "v1", seqOf: (_, i) => 100 + i });
/** The county with so many times its use. */
const fileOf = (times: number) =>
  writeNetworkFile({
    ...rows,
    nodes: { ...rows.nodes, annualM3: rows.nodes.annualM3.map((m3) => times * m3) },
  }).buffer;
const pick = (e: number) => ({ seq: 100 + e, lngLat: [114.5, 38.1] as [number, number] });
/** One at an end: most keep their gas when it is cut off. */
const LAST = rows.pipes.ids.length - 1;
const release = { holeMm: 20, wind: null, hour: 10, isWeekend: false };
const winter = { heatingShare: 0.6, pipelineM3D: null, storageM3: 0, storageM3D: 0, daysC: [-8, -12] };
const ASKS: readonly ModelAsk[] = [
  { kind: "isolate", pick: pick(LAST), stuck: [] },
  { kind: "trace", pick: pick(0), way: "upstream" },
  { kind: "trace", pick: pick(0), way: "downstream" },
  { kind: "profile", from: pick(0), to: pick(60) },
  { kind: "scenario", changes: [{ kind: "squeeze", pipe: rows.pipes.ids[LAST] as string }] },
  { kind: "consequence", pick: pick(0), wish: { ...release, opening: "hole" } },
  { kind: "consequence", pick: pick(0), wish: { ...release, opening: "rupture" } },
  { kind: "winter", wish: winter },
];
/** Whatever comes back from a worker has been copied. */
const sent = <T>(value: T): T => structuredClone(value);

test.each([1, 20])("at %d times the use every answer that rests on pressures says what they are worth", (times) => {
  const desk = openDesk(fileOf(times));
  for (const ask of ASKS) {
    const { answer } = sent(desk.answer(ask, () => 0));
    const told = "solve" in answer ? answer.solve : null;
    const solve = SolveReport.parse(told);
    expect(solve, ask.kind).toEqual(told);
    expect([ask.kind, solve.isConverged]).toEqual([ask.kind, true]);
    expect(solve.residual).toBeLessThan(1e-6);
    expect(solve.imbalanceM3h).toBeLessThan(1e-3 * Math.max(1, solve.balance.inM3h));
    expect(Math.abs(solve.balance.inM3h - solve.balance.outM3h)).toBeLessThan(1e-2 * Math.max(1, solve.balance.inM3h));
    const list = "result" in answer ? answer.result.assumptions : answer.assumptions;
    expect([ask.kind, list.includes("level_ground")]).toEqual([ask.kind, true]);
    expect([ask.kind, list.includes("starved_take_less")]).toEqual([
      ask.kind,
      solve.starved.nodes > 0 || list.includes("starved_take_less"),
    ]);
    if (times === 20 && ask.kind !== "consequence") {
      expect(solve.starved.customers, ask.kind).toBeGreaterThan(0);
      expect(solve.reasons.length).toBeGreaterThan(0);
      expect(list).toContain("starved_take_less");
    }
  }
});

test("what rests on the graph alone has nothing to say of pressures", () => {
  const { answer } = openDesk(fileOf(1)).answer({ kind: "trace", pick: pick(0), way: "pressure_system" }, () => 0);
  expect(answer).toMatchObject({ kind: "trace", solve: null });
});

test("the state as it is now says the same of every look, also of one in which nothing was solved", () => {
  for (const times of [1, 20]) {
    const desk = new LiveDesk(fileOf(times), []);
    const looks = [1, 2].map((tick) => sent(desk.look(new Float64Array(), tick, () => 0)));
    for (const { solve, assumptions, failed } of looks) {
      expect(SolveReport.parse(solve)).toEqual(solve);
      expect(solve.failed).toBe(failed);
      expect(assumptions).toContain("level_ground");
      expect(solve.starved.nodes > 0).toBe(times === 20);
    }
    expect(looks[1]?.solve.starved).toEqual(looks[0]?.solve.starved);
  }
});
