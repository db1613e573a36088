import { expect, test } from "vitest";
import { CUSTOMER_CLASSES } from "#contract/gas.ts";
import type { IsolationAnswer, ProfileAnswer, ScenarioAnswer, TraceAnswer } from "#contract/model.ts";
import { MODEL_ASSUMPTIONS } from "#contract/model-assumptions.ts";
import type { ConsequenceAnswer, GasReading, MethaneAnswer, WinterAnswer } from "#contract/model-incident.ts";
import { distanceM as metres } from "#model/alarms/distance.ts";
import { RADIATION_LEVELS } from "#model/consequence/jet-fire.ts";
import type { Desk } from "#model/network/desk.ts";
import { ask, desk, everyPipe, fedPipes, inClass, pick, rows } from "./county-desk.ts";

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

test("a plan says how long it takes to bring gas back, which fewer valves would do, and what ties really bring", () => {
  let relit = 0;
  for (const e of everyPipe) {
    const { answer } = ask<IsolationAnswer>({ kind: "isolate", pick: pick(e), stuck: [] });
    const { relight, least, ties, total, valves, lengthM } = answer;
    expect(relight?.connections ?? 0).toBe(total);
    if (relight) {
      relit++;
      expect(relight.hours * 60 * relight.fitters).toBeGreaterThanOrEqual(12 * total);
    }
    if (least) {
      expect(least.planValves).toBe(valves.filter(({ isRequired }) => isRequired).length);
      expect(least.valves.length).toBeLessThan(least.planValves);
      expect(least.lengthM).toBeGreaterThanOrEqual(lengthM);
      expect(least.customers).toBeGreaterThanOrEqual(total);
    }
    for (const tie of ties) expect(tie.served).toBeLessThanOrEqual(tie.customers);
  }
  expect(relit).toBeGreaterThan(0);
});

test("an open plan next door is told where both need a valve, cut the same pipe, or starve somebody together; one far off is not", () => {
  let [found, apart] = [0, 0];
  const openPlan = (e: number) => ({
    id: `case ${e}`,
    name: `plan ${e}`,
    pipe: rows.pipes.ids[e] as string,
    stuck: [],
  });
  const alone = everyPipe.map((e) => ask<IsolationAnswer>({ kind: "isolate", pick: pick(e), stuck: [] }).answer);
  for (const e of everyPipe.slice(0, 40)) {
    const others = [...everyPipe.slice(0, 60).map(openPlan), { ...openPlan(0), id: "gone", pipe: "nowhere" }];
    const { answer } = ask<IsolationAnswer>({ kind: "isolate", pick: pick(e), stuck: [], others });
    expect(answer.cases).toBe(59);
    const named = new Set(answer.conflicts.map(({ id }) => id));
    expect(named.has(`case ${e}`)).toBe(false);
    const mine = new Set(alone[e]?.valves.map(({ node }) => node));
    for (let k = 0; k < 60; k++) {
      if (k === e) continue;
      const shared = alone[k]?.valves.filter(({ node }) => mine.has(node)) ?? [];
      if (shared.length > 0) expect(named.has(`case ${k}`), `${e} and ${k}`).toBe(true);
      else if (!named.has(`case ${k}`)) apart++;
    }
    for (const { sharedValves, sharedM, customersLostTogether } of answer.conflicts) {
      found++;
      expect(sharedValves.length + sharedM + customersLostTogether).toBeGreaterThan(0);
    }
  }
  expect([found > 0, apart > 0]).toEqual([true, true]);
});

test("a line drawn across pipes stands for closed ones: none of them is cut off with the damage, nor the damaged one counted", () => {
  const { from, to, recordOf } = { ...desk.net.graph, recordOf: desk.net.recordOf };
  const place = (n: number, k: 0 | 1) => rows.nodes.lngLat[2 * (recordOf[n] as number) + k] as number;
  let kept = 0;
  for (const e of fedPipes.slice(0, 60)) {
    const free = ask<IsolationAnswer>({ kind: "isolate", pick: pick(e), stuck: [] });
    const f = inClass(free.marks, "isolated").find((seq) => seq !== 100 + e);
    if (f === undefined) continue;
    const [a, b] = [from[f - 100] as number, to[f - 100] as number];
    const [lng, lat] = [(place(a, 0) + place(b, 0)) / 2, (place(a, 1) + place(b, 1)) / 2];
    const [east, north] = [(place(b, 0) - place(a, 0)) / 20, (place(b, 1) - place(a, 1)) / 20];
    const across: [number, number][] = [
      [lng - north, lat + east],
      [lng + north, lat - east],
    ];
    const { answer, marks } = ask<IsolationAnswer>({ kind: "isolate", pick: pick(e), stuck: [], lines: [across] });
    expect(answer.barriers?.pipes).toContain(rows.pipes.ids[f - 100]);
    expect(answer.barriers?.pipes).not.toContain(answer.pipe);
    expect(answer.assumptions).toContain("straight_pipes");
    expect(inClass(marks, "isolated")).toContain(100 + e);
    expect(inClass(marks, "added")).toContain(f);
    if (answer.lengthM < free.answer.lengthM) kept++;
  }
  expect(kept).toBeGreaterThan(0);
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
    const all = ask<TraceAnswer>({ kind: "trace", pick: pick(e), way: "connected" });
    const level = ask<TraceAnswer>({ kind: "trace", pick: pick(e), way: "pressure_system" });
    const joined = new Set(all.marks.seqs);
    for (const { marks, answer } of [up, down, level]) {
      expect([...marks.seqs].filter((seq) => !joined.has(seq))).toEqual([]);
      expect(answer.total).toBeLessThanOrEqual(all.answer.total);
    }
    expect(all.answer.assumptions).not.toContain("steps_stand_for_flow");
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

const RELEASE = { opening: "hole", holeMm: 20, wind: null, hour: 10, isWeekend: false } as const;
test("a hole's release is one that the network can keep: the pressure gives way and the flow falls with it", () => {
  for (const e of fedPipes.slice(0, 25)) {
    const lngLat = desk.net.rows.nodes.lngLat;
    const at = [lngLat[2 * (desk.net.recordOf[desk.net.graph.from[e] as number] as number)], 0].map(Number) as [
      number,
      number,
    ];
    const small = ask<ConsequenceAnswer>({ kind: "consequence", pick: { seq: 100 + e, lngLat: at }, wish: RELEASE });
    const large = ask<ConsequenceAnswer>({
      kind: "consequence",
      pick: { seq: 100 + e, lngLat: at },
      wish: { ...RELEASE, holeMm: 60 },
    });
    const [a, b] = [small.answer.release, large.answer.release];
    if (!a || !b) throw new Error("a pipe with gas releases some");
    expect(a.kPa).toBeLessThanOrEqual(a.beforeKPa + 1e-6);
    expect(b.kPa).toBeLessThanOrEqual(a.kPa + 1e-6);
    expect(b.normalM3H).toBeGreaterThanOrEqual(a.normalM3H * 0.999);
    expect(small.answer.assumptions).toContain("plume_missing");
    expect(small.answer.assumptions).toContain("cordon_screening");
    expect(small.answer.cordon?.reachM).toBeGreaterThanOrEqual(100);
    for (const { distanceM, ring } of small.answer.contours)
      for (const corner of ring) expect(metres(at, corner) / distanceM).toBeCloseTo(1, 1);
    expect(small.answer.contours.map(({ wM2 }) => wM2)).toEqual([...RADIATION_LEVELS]);
    expect(small.answer.people.now).toBeLessThanOrEqual(small.answer.people.atMost);
  }
});

test("wind draws a sector towards where it goes, and more people are at home at night than at noon", () => {
  const e = fedPipes.find((one) => {
    const n = desk.net.recordOf[desk.net.graph.to[one] as number] as number;
    return (rows.nodes.customers[n * CUSTOMER_CLASSES.length] as number) > 0;
  }) as number;
  const n = desk.net.recordOf[desk.net.graph.to[e] as number] as number;
  const lngLat: [number, number] = [rows.nodes.lngLat[2 * n] as number, rows.nodes.lngLat[2 * n + 1] as number];
  const wind = { ms: 2, fromDeg: 270, stability: "F" } as const;
  const of = (wish: object) =>
    ask<ConsequenceAnswer>({
      kind: "consequence",
      pick: { seq: 100 + e, lngLat },
      wish: { ...RELEASE, ...wish },
    }).answer;
  expect(of({ wind }).plume?.towardsDeg).toBe(90);
  expect(of({ wind }).parts.map(({ name }) => name)).toContain("plume");
  const homes = (hour: number) =>
    of({ hour }).people.byKind.find(({ kind }) => kind === "residential")?.people ?? Number.NaN;
  expect(homes(2)).toBeGreaterThan(homes(12));
});

test("methane found beside a pipe leads to that pipe, names what to open next, and draws a cordon from a fifth of the limit on", () => {
  const e = fedPipes[3] as number;
  const [a, b] = [desk.net.graph.from[e], desk.net.graph.to[e]].map((n) => desk.net.recordOf[n as number] as number);
  const middle: [number, number] = [0, 1].map(
    (k) =>
      ((rows.nodes.lngLat[2 * (a as number) + k] as number) + (rows.nodes.lngLat[2 * (b as number) + k] as number)) / 2,
  ) as [number, number];
  const reading: GasReading = {
    ...{ id: "M1", lngLat: middle, space: "sewer", lel: 40, ethanePpm: 400, h2sPpm: null, hasOdorant: null },
    ...{ tagId: null, history: [] },
  };
  const { answer } = ask<MethaneAnswer>({ kind: "methane", readings: [reading] });
  expect(answer.judged).toMatchObject({ reading: "M1", kind: "pipeline_gas" });
  expect(answer.judged?.evidence.map(({ sign }) => sign)).toContain("ethane_present");
  expect(answer.pipes[0]?.probability).toBeGreaterThan(0);
  expect(answer.line.at(-1)?.heat).toBe(1);
  expect(answer.cordon.rings).toHaveLength(1);
  const weak = ask<MethaneAnswer>({ kind: "methane", readings: [{ ...reading, lel: 5, ethanePpm: null }] });
  expect(weak.answer.cordon.rings).toEqual([]);
});

test("a colder forecast asks for more gas; without a pipeline's figure nothing is called short; a small one calls for tankers", () => {
  const wish = { daysC: [0, 0, 0], pipelineM3D: null, storageM3: 0, storageM3D: 0, heatingShare: 0.7 };
  const of = (over: object) => ask<WinterAnswer>({ kind: "winter", wish: { ...wish, ...over } }).answer;
  const [mild, cold] = [of({}), of({ daysC: [-10, -10, -10] })];
  expect(cold.days[2]?.demandM3).toBeGreaterThan(mild.days[2]?.demandM3 ?? Infinity);
  expect([mild.daysCovered, mild.trucks]).toEqual([null, 0]);
  const short = of({ pipelineM3D: 1, storageM3: 10, storageM3D: 10 });
  expect(short.daysCovered).toBe(0);
  expect(short.trucks).toBeGreaterThan(0);
  expect(mild.curve.map(({ m3 }) => m3)).toEqual(mild.curve.map(({ m3 }) => m3).toSorted((x, y) => x - y));
  for (let i = 1; i < cold.weakest.length; i++)
    expect(cold.weakest[i]?.marginKPa ?? -Infinity).toBeGreaterThanOrEqual(cold.weakest[i - 1]?.marginKPa ?? -Infinity);
});

test("every answer survives being written down, names the version of its network, and lists what it assumes", () => {
  const pickOf = pick(fedPipes[0] as number);
  const asks: Parameters<Desk["answer"]>[0][] = [
    { kind: "isolate", pick: pickOf, stuck: [] },
    { kind: "trace", pick: pickOf, way: "downstream" },
    { kind: "profile", from: pickOf, to: pick(fedPipes[1] as number) },
    { kind: "scenario", changes: [] },
    { kind: "consequence", pick: pickOf, wish: RELEASE },
    { kind: "cordon", pick: pickOf, wish: null },
    { kind: "cordon", pick: pickOf, wish: RELEASE },
    { kind: "methane", readings: [] },
    { kind: "criticality" },
    {
      kind: "winter",
      wish: { daysC: [0], pipelineM3D: null, storageM3: 0, storageM3D: 0, heatingShare: 0.7 },
    },
  ];
  for (const question of asks) {
    const { answer } = desk.answer(question, () => 0);
    expect(JSON.parse(JSON.stringify(answer)), question.kind).toEqual(answer);
    expect(answer.version).toBe("v1");
    const list = answer.kind === "scenario" ? answer.result.assumptions : answer.assumptions;
    expect(list.length, question.kind).toBeGreaterThan(0);
    for (const one of list) expect(MODEL_ASSUMPTIONS).toContain(one);
  }
});
