import { expect, test } from "vitest";
import type { IsolationAnswer, ProfileAnswer, ScenarioAnswer, TraceAnswer } from "#contract/model.ts";
import { MARK_CLASSES } from "#contract/model.ts";
import { Desk } from "#model/network/desk.ts";
import { readFacts } from "./files/facts.ts";
import { networkRowsOf } from "./network-rows.ts";
import { planWorld } from "./world/plan.ts";
import { buildCounty } from "./world/world.ts";

const plan = planWorld({ ...readFacts(), tier: "tiny", seed: 1, asOf: Date.UTC(2026, 10, 22) });
const part = buildCounty(plan, "130123");
const rows = networkRowsOf(part, { version: "v1", seqOf: (_, i) => 100 + i });
const desk = new Desk(rows);
const pick = (e: number) => ({ seq: 100 + e, lngLat: [114.5, 38.1] as [number, number] });
const ask = <A>(question: Parameters<Desk["answer"]>[0]) => {
  const { answer, marks } = desk.answer(question, () => 0);
  return { answer: answer as A, marks };
};
const everyPipe = Array.from({ length: rows.pipes.ids.length }, (_, e) => e);
const inClass = ({ seqs, classes }: { seqs: Uint32Array; classes: Uint8Array }, name: (typeof MARK_CLASSES)[number]) =>
  [...seqs].filter((_, i) => classes[i] === MARK_CLASSES.indexOf(name));

test("a plan cuts off the pipe clicked, numbers its valves in order and lists what it assumes", () => {
  for (const e of everyPipe) {
    const { answer, marks } = ask<IsolationAnswer>({ kind: "isolate", pick: pick(e), stuck: [] });
    expect(answer.pipe).toBe(rows.pipes.ids[e]);
    expect(answer.valves.map(({ order }) => order)).toEqual(answer.valves.map((_, i) => i + 1));
    expect(inClass(marks, "isolated")).toContain(100 + e);
    expect(answer.total).toBe(Object.values(answer.customers).reduce((a, b) => a + b, 0));
    expect(answer.assumptions.length).toBeGreaterThan(0);
    expect(answer.solved.isConverged).toBe(true);
    expect(answer.solved.unsupplied).toBeGreaterThanOrEqual(answer.total);
  }
});

test("the next ring of a stuck valve says what changes: it names the valve no more, and cuts off no less", () => {
  let rings = 0;
  for (const e of everyPipe) {
    const first = ask<IsolationAnswer>({ kind: "isolate", pick: pick(e), stuck: [] });
    const stuck = first.answer.valves[0];
    if (!stuck) continue;
    rings++;
    const { answer, marks } = ask<IsolationAnswer>({ kind: "isolate", pick: pick(e), stuck: [stuck.node] });
    expect(answer.stuck.map(({ node }) => node)).toEqual([stuck.node]);
    expect(answer.valves.map(({ node }) => node)).not.toContain(stuck.node);
    expect(answer.change?.customers).toBe(answer.total - first.answer.total);
    expect(answer.change?.added).toBe(answer.valves.filter(({ isAdded }) => isAdded).length);
    expect(answer.lengthM).toBeGreaterThanOrEqual(first.answer.lengthM);
    const before = new Set(inClass(first.marks, "isolated"));
    for (const seq of inClass(marks, "added")) expect(before.has(seq)).toBe(false);
  }
  expect(rings).toBeGreaterThan(0);
});

test("what is upstream of a pipe holds a source; up- and downstream together lie in what is connected", () => {
  for (const e of everyPipe) {
    const up = ask<TraceAnswer>({ kind: "trace", pick: pick(e), way: "upstream" });
    if (desk.today.isFed[desk.net.graph.from[e] as number] && desk.net.graph.state[e])
      expect(up.answer.sources.length).toBeGreaterThan(0);
    const down = ask<TraceAnswer>({ kind: "trace", pick: pick(e), way: "downstream" });
    expect(down.answer.total).toBeLessThanOrEqual(part.customers.length);
  }
});

test("a profile goes from one place to the other, its pressures falling or held by a regulator", () => {
  const { answer } = ask<ProfileAnswer>({ kind: "profile", from: pick(0), to: pick(rows.pipes.ids.length - 1) });
  expect(answer.way?.atM[0]).toBe(0);
  expect(answer.way?.atM).toEqual([...(answer.way?.atM ?? [])].sort((a, b) => a - b));
  expect(answer.way?.kPa).toHaveLength(answer.way?.atM.length ?? 0);
});

test("an empty scenario is today; a squeezed pipe is what cutting it does; what is not there is named", () => {
  const nothing = ask<ScenarioAnswer>({ kind: "scenario", changes: [] }).answer.result;
  const { iterations, residual, districts } = nothing.altered;
  expect(nothing.altered).toEqual({ ...nothing.today, iterations, residual, districts });
  expect(districts).toBe(0);
  const pipe = rows.pipes.ids[0] as string;
  const { answer } = ask<ScenarioAnswer>({
    kind: "scenario",
    changes: [
      { kind: "squeeze", pipe },
      { kind: "close_valve", node: "nowhere" },
      { kind: "demand", pipe, m3h: 1 },
    ],
  });
  expect(answer.unknown).toEqual([{ kind: "close_valve", node: "nowhere" }]);
  expect(answer.marks.map(({ change }) => change)).toEqual([0, 2]);
  expect(answer.result.altered.unsupplied).toBeGreaterThanOrEqual(answer.result.today.unsupplied);
});

test("a pipe of another network is refused", () => {
  expect(() => desk.answer({ kind: "isolate", pick: pick(9999), stuck: [] }, () => 0)).toThrow(
    "not in the network of 130123",
  );
});
