import { expect, test } from "vitest";
import type { IsolationAnswer, NearAnswer, ScenarioAnswer, ScenarioChange } from "#contract/model.ts";
import { EDGE, EDGE_STATE } from "#model/graph/network-graph.ts";
import { ask, desk, everyPipe, fedPipes, pick, rows } from "./county-desk.ts";

const scenario = (...changes: ScenarioChange[]) => ask<ScenarioAnswer>({ kind: "scenario", changes }).answer;
const idOf = (e: number) => rows.pipes.ids[e] as string;
const { net } = desk;
const valves = Array.from(net.graph.kind, (kind, e) => (kind === EDGE.valve ? e : -1)).filter((e) => e !== -1);
const nodeOf = (valve: number) => rows.nodes.ids[net.nodeOfEdge[valve] as number] as string;
const isOpen = (e: number) => ((net.graph.state[e] as number) & EDGE_STATE.open) !== 0;

test("demand added at a pipe comes in at the sources, and what is fed in comes off them", () => {
  const [today] = [desk.report.balance];
  let tried = 0;
  for (const e of fedPipes.slice(0, 30)) {
    const { solve, unknown, result } = scenario({ kind: "demand", pipe: idOf(e), m3h: 2 });
    expect(unknown).toEqual([]);
    if (solve.starved.nodes > 0) continue;
    tried++;
    expect(solve.balance.inM3h - today.inM3h).toBeCloseTo(2, 1);
    const none = scenario({ kind: "demand", pipe: idOf(e), m3h: 2 }, { kind: "demand", pipe: idOf(e), m3h: -2 });
    expect(none.solve.balance.inM3h).toBeCloseTo(today.inM3h, 1);
    expect(none.result.altered.fallen).toBe(0);
    expect(result.altered.unsupplied).toBe(result.today.unsupplied);
  }
  expect(tried).toBeGreaterThan(10);
});

test("much demand lets pressures fall, and says who no longer gets what they ask", () => {
  const worst = fedPipes.slice(0, 30).map((e) => scenario({ kind: "demand", pipe: idOf(e), m3h: 50_000 }));
  expect(worst.some(({ result }) => result.altered.fallen > 0 || result.altered.belowService > 0)).toBe(true);
  expect(worst.some(({ solve }) => solve.starved.nodes > 0 && solve.reasons.length > 0)).toBe(true);
});

test("closing a valve loses no less than today, opening it again is today", () => {
  let lost = 0;
  for (const valve of valves.filter(isOpen)) {
    const node = nodeOf(valve);
    const shut = scenario({ kind: "close_valve", node });
    expect(shut.unknown).toEqual([]);
    expect(shut.marks).toHaveLength(1);
    expect(shut.result.altered.unsupplied).toBeGreaterThanOrEqual(shut.result.today.unsupplied);
    if (shut.result.altered.unsupplied > shut.result.today.unsupplied) lost++;
    const again = scenario({ kind: "close_valve", node }, { kind: "open_valve", node });
    expect(again.result.altered.unsupplied).toBe(again.result.today.unsupplied);
    expect(again.result.altered.lowestKPa).toBeCloseTo(again.result.today.lowestKPa ?? Number.NaN, 6);
  }
  expect(lost).toBeGreaterThan(0);
});

test("a squeezed pipe and a barrier on it are the same to the gas", () => {
  for (const e of everyPipe.filter((_, i) => i % 5 === 0)) {
    const [squeezed, barred] = (["squeeze", "barrier"] as const).map((kind) => scenario({ kind, pipe: idOf(e) }));
    expect(squeezed?.result).toEqual(barred?.result);
  }
});

test("a damage kept as a change loses what its plan loses; with a valve stuck, what the next ring loses", () => {
  let rings = 0;
  for (const e of everyPipe.filter((_, i) => i % 7 === 0)) {
    const plan = ask<IsolationAnswer>({ kind: "isolate", pick: pick(e), stuck: [] }).answer;
    const kept = scenario({ kind: "damage", pipe: idOf(e), stuck: [] });
    expect(kept.result.customers).toEqual(plan.customers);
    const [first] = plan.valves;
    if (!first) continue;
    rings++;
    const ring = ask<IsolationAnswer>({ kind: "isolate", pick: pick(e), stuck: [first.node] }).answer;
    const stuck = scenario({ kind: "damage", pipe: idOf(e), stuck: [first.node] });
    expect(stuck.result.customers).toEqual(ring.customers);
  }
  expect(rings).toBeGreaterThan(5);
});

const near = (e: number, tool?: "close_valve" | "open_valve", changes: readonly ScenarioChange[] = []) => {
  const at = net.rows.nodes.lngLat;
  const n = net.recordOf[net.graph.from[e] as number] as number;
  const lngLat: [number, number] = [at[2 * n] as number, at[2 * n + 1] as number];
  return ask<NearAnswer>({ kind: "near", pick: { ...pick(e), lngLat }, ...(tool && { tool }), changes }).answer.valve;
};

test("a tool finds the nearest valve that it can do something with; what it has just done, another click finds again", () => {
  const open = new Set(valves.filter(isOpen).map(nodeOf));
  for (const e of fedPipes) {
    const nearest = near(e, "close_valve");
    expect(open, idOf(e)).toContain(nearest?.node);
    // No valve of this county is shut: only what the scenario shuts can be opened, wherever else valves are nearer.
    expect(near(e, "open_valve")).toBeNull();
    const shut = { kind: "close_valve", node: near(fedPipes[0] as number)?.node ?? "" } as const;
    expect(near(e, "open_valve", [shut])?.node).toBe(shut.node);
    expect(near(e, "close_valve", [shut])).toEqual(nearest);
  }
});

test("a click at a valve's symbol, where no pipe is, is that valve; far from all there is none", () => {
  const at = net.rows.nodes.lngLat;
  for (const e of valves.filter(isOpen)) {
    const n = net.nodeOfEdge[e] as number;
    const beside: [number, number] = [(at[2 * n] as number) + 1e-6, at[2 * n + 1] as number];
    const found = (lngLat: [number, number]) =>
      ask<NearAnswer>({ kind: "near", pick: { seq: null, lngLat }, tool: "close_valve" }).answer;
    expect(found(beside)).toMatchObject({ pipe: null, valve: { node: nodeOf(e) } });
    expect(found([beside[0] + 5, beside[1]]).valve).toBeNull();
  }
});

test("the valve nearest to a pipe clicked is one of the network", () => {
  const names = new Set(valves.map(nodeOf));
  const found = everyPipe.map((e) => ask<NearAnswer>({ kind: "near", pick: pick(e) }).answer);
  expect(found.map(({ pipe }) => pipe)).toEqual(everyPipe.map(idOf));
  for (const { valve } of found) if (valve) expect(names).toContain(valve.node);
  // Low pressure has few valves of its own: the next one stands before its regulator.
  for (const e of fedPipes) expect(found[e]?.valve, idOf(e)).not.toBeNull();
});
