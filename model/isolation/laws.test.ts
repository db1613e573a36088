import fc from "fast-check";
import { expect, test } from "vitest";
import {
  buildGraph,
  conductsFrom,
  EDGE,
  EDGE_STATE,
  isClosable,
  isOpen,
  type NetworkGraph,
} from "#model/graph/network-graph.ts";
import { reach, supplied } from "#model/graph/reach.ts";
import { networks } from "#model/graph/testing/random-network.ts";
import { closingOrder } from "./closing-order.ts";
import { conflictsOf } from "./conflicts.ts";
import { affectedConsumers, CONSUMER_CLASSES } from "./consumers.ts";
import { fewestValves } from "./fewest-valves.ts";
import { gasVolumeM3 } from "./inventory.ts";
import { isolate, nextRing } from "./isolate.ts";
import { relightJob } from "./relight.ts";
import { indexSegments } from "./segments.ts";
import { squeezePoints } from "./squeeze.ts";
import { tiesFor } from "./ties.ts";

const damaged = fc.tuple(networks, fc.nat()).map(([graph, at]) => ({ graph, edge: at % graph.edges }));
const ends = (graph: NetworkGraph, e: number) => [graph.from[e] as number, graph.to[e] as number];

/** What drains into the damage when `shut` valves are closed: regulators let gas through either way. */
const drains = (graph: NetworkGraph, edge: number, shut: ReadonlySet<number>) =>
  reach(graph, ends(graph, edge), (e) => isOpen(graph, e) && (e === edge || !shut.has(e)));

test("no gas of an outside source comes to the area once its valves are closed", () => {
  fc.assert(
    fc.property(damaged, ({ graph, edge }) => {
      const plan = isolate(indexSegments(graph), { edge });
      const shut = new Set([...plan.required, ...plan.optional]);
      for (const e of shut) expect(isClosable(graph, e)).toBe(true);
      const area = drains(graph, edge, shut);
      expect(new Set(area.nodes)).toEqual(new Set(plan.nodes));
      expect(graph.sources.filter((s) => area.mark[s])).toEqual(plan.sources);
    }),
    { numRuns: 500 },
  );
});

test("each required valve is needed and each optional one is not", () => {
  fc.assert(
    fc.property(damaged, ({ graph, edge }) => {
      const plan = isolate(indexSegments(graph), { edge });
      const shut = new Set([...plan.required, ...plan.optional]);
      const outside = graph.sources.filter((s) => !plan.sources.includes(s));
      const comesIn = (without: readonly number[]) => {
        const fed = reach(
          graph,
          outside,
          (e, at) => conductsFrom(graph, e, at) && (!shut.has(e) || without.includes(e)),
        );
        return plan.nodes.some((n) => fed.mark[n] === 1);
      };
      for (const e of plan.required) expect(comesIn([e]), `required ${e}`).toBe(true);
      expect(comesIn([...plan.optional])).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test("a broken or inaccessible valve stops gas no more than one that does not close", () => {
  const marks = fc.constantFrom(
    EDGE_STATE.broken,
    EDGE_STATE.inaccessible,
    EDGE_STATE.broken | EDGE_STATE.inaccessible,
  );
  fc.assert(
    fc.property(damaged, fc.array(fc.tuple(fc.nat(), marks), { maxLength: 4 }), ({ graph, edge }, marked) => {
      const spoilt = new Map(marked.map(([at, mark]) => [at % graph.edges, mark]));
      const found = isolate(
        indexSegments({ ...graph, state: graph.state.map((state, e) => state | (spoilt.get(e) ?? 0)) }),
        { edge },
      );
      const due = isolate(
        indexSegments(graph),
        { edge },
        { inoperable: [...spoilt.keys()].filter((e) => isClosable(graph, e)) },
      );
      const sets = ({ required, optional, nodes, sources }: typeof due) =>
        [required, optional, nodes, sources].map((list) => new Set(list));
      expect(sets(found)).toEqual(sets(due));
      expect(found.customers).toBe(due.customers);
    }),
    { numRuns: 500 },
  );
});

test("who loses gas is found as by walking the whole network again", () => {
  fc.assert(
    fc.property(damaged, ({ graph, edge }) => {
      const plan = isolate(indexSegments(graph), { edge });
      const shut = new Set([...plan.required, ...plan.optional]);
      const area = new Set(plan.nodes);
      const outside = graph.sources.filter((s) => !area.has(s));
      const after = reach(graph, outside, (e, at) => conductsFrom(graph, e, at) && !shut.has(e));
      const lost = supplied(graph).nodes.filter((n) => area.has(n) || !after.mark[n]);
      expect(new Set(plan.lostNodes)).toEqual(new Set(lost));
      expect(plan.customers).toBe(lost.reduce((sum, n) => sum + (graph.customers?.[n] ?? 0), 0));
    }),
    { numRuns: 500 },
  );
});

/** Every choice of valves, by number of valves or by the sum of what each takes. */
function leastByTrying(graph: NetworkGraph, edge: number, minutesOf = (_valve: number) => 1): number | null {
  const valves = Array.from({ length: graph.edges }, (_, e) => e).filter((e) => e !== edge && isClosable(graph, e));
  let least: number | null = null;
  for (let bits = 0; bits < 1 << valves.length; bits++) {
    const shut = new Set(valves.filter((_, i) => bits & (1 << i)));
    const weight = [...shut].reduce((sum, valve) => sum + minutesOf(valve), 0);
    if (least !== null && weight >= least) continue;
    const { mark } = drains(graph, edge, shut);
    if (!graph.sources.some((s) => mark[s])) least = weight;
  }
  return least;
}

test("no smaller set of valves parts the damage from all sources", () => {
  fc.assert(
    fc.property(damaged, ({ graph, edge }) => {
      const found = fewestValves(indexSegments(graph), { edge });
      expect(found ? found.valves.length : null).toBe(leastByTrying(graph, edge));
      if (!found) return;
      const { mark } = drains(graph, edge, new Set(found.valves));
      expect(graph.sources.some((s) => mark[s])).toBe(false);
      expect(new Set(found.plan.nodes)).toEqual(new Set(Array.from(mark.keys()).filter((n) => mark[n])));
    }),
    { numRuns: 300 },
  );
});

test("valves weighed by minutes: no set that parts the damage from gas takes less in sum (by trying all)", () => {
  fc.assert(
    fc.property(damaged, fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 64, maxLength: 64 }), (at, minutes) => {
      const { graph, edge } = at;
      const minutesOf = (valve: number): number => minutes[valve % minutes.length] as number;
      const found = fewestValves(indexSegments(graph), { edge }, { minutesOf });
      expect(found ? found.weight : null).toBe(leastByTrying(graph, edge, minutesOf));
      if (!found) return;
      expect(found.valves.reduce((sum, valve) => sum + minutesOf(valve), 0)).toBe(found.weight);
      const { mark } = drains(graph, edge, new Set(found.valves));
      expect(graph.sources.some((s) => mark[s])).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test("a squeeze keeps on exactly those who have gas when the pipe is cut there", () => {
  fc.assert(
    fc.property(damaged, ({ graph, edge }) => {
      const pipes = buildGraph({ ...graph, peDnMm: Float64Array.from(graph.kind, (k) => (k === EDGE.pipe ? 110 : 0)) });
      const plan = isolate(indexSegments(pipes), { edge });
      for (const squeeze of squeezePoints(pipes, plan)) {
        const cut = new Set(squeeze.pipes);
        const isMended = cut.has(edge);
        const passes = (e: number) => isOpen(pipes, e) && !cut.has(e);
        // What drains: nothing when the damaged pipe is shut off on both sides.
        const area = isMended
          ? new Set<number>()
          : new Set(reach(pipes, ends(pipes, edge), (e) => passes(e) && (e === edge || !isClosable(pipes, e))).nodes);
        const after = reach(
          pipes,
          pipes.sources.filter((s) => !area.has(s)),
          (e, at) =>
            passes(e) &&
            conductsFrom(pipes, e, at) &&
            !area.has(pipes.from[e] === at ? (pipes.to[e] as number) : (pipes.from[e] as number)),
        );
        const kept = plan.lostNodes.filter((n) => after.mark[n] === 1);
        expect(squeeze.customersKept).toBe(kept.reduce((sum, n) => sum + (pipes.customers?.[n] ?? 0), 0));
      }
    }),
    { numRuns: 500 },
  );
});

test("a tie feeds what gas reaches once it is opened, and what it names", () => {
  fc.assert(
    fc.property(damaged, ({ graph, edge }) => {
      const plan = isolate(indexSegments(graph), { edge });
      const shut = new Set([...plan.required, ...plan.optional]);
      const fed = (open: number) =>
        reach(
          graph,
          graph.sources.filter((s) => !plan.nodes.includes(s)),
          (e, at) => (e === open || conductsFrom(graph, e, at)) && !shut.has(e),
        ).mark;
      for (const tie of tiesFor(graph, plan, supplied(graph).mark)) {
        const [before, now] = [fed(-1), fed(tie.valve)];
        const regained = Array.from(now.keys()).filter((n) => now[n] && !before[n] && plan.lostNodes.includes(n));
        expect(new Set(tie.nodes)).toEqual(new Set(regained));
        expect(plan.nodes.some((n) => now[n])).toBe(false);
      }
    }),
    { numRuns: 500 },
  );
});

/** Source 0 –v0– 1 –p– 2 –v1– 3 –p– 4 –v2– 5 –p– 6; tie v3 (closed) from 6 to a second source 7; all pipes PE dn 110. */
const row = buildGraph({
  nodes: 8,
  from: Int32Array.of(0, 1, 2, 3, 4, 5, 6),
  to: Int32Array.of(1, 2, 3, 4, 5, 6, 7),
  kind: Uint8Array.of(EDGE.valve, EDGE.pipe, EDGE.valve, EDGE.pipe, EDGE.valve, EDGE.pipe, EDGE.valve),
  state: Uint8Array.of(3, 1, 3, 1, 3, 1, EDGE_STATE.operable),
  sources: Int32Array.of(0, 7),
  customers: Float64Array.of(0, 1, 2, 4, 8, 16, 32, 0),
  lengthM: Float64Array.of(0, 100, 0, 100, 0, 100, 0),
  diameterMm: Float64Array.of(100, 100, 100, 100, 100, 100, 100),
  peDnMm: Float64Array.of(0, 110, 0, 110, 0, 110, 0),
  xyM: Float64Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? i * 500 : 0)),
});
const index = indexSegments(row);
const plan = isolate(index, { edge: 3 });

test("a valve that does not close moves the ring by one, and only that is told", () => {
  expect([[...plan.required], [...plan.optional], plan.customers]).toEqual([[2], [4], 60]);
  const next = nextRing(index, plan, [2]);
  expect([[...next.added], [...next.dropped], [...next.addedNodes], next.addedCustomers]).toEqual([[0], [], [1, 2], 3]);
  expect(() => nextRing(index, plan, [3])).toThrow("edge 3");
});

test("a tie feeds what hung behind the area, and never the area", () => {
  const ties = tiesFor(row, plan, supplied(row).mark);
  expect(ties.map((t) => [t.valve, [...t.nodes].sort(), t.customers])).toEqual([[6, [5, 6], 48]]);
});

test("squeezing the damaged pipe on both sides keeps on who stands before it", () => {
  const [best] = squeezePoints(row, plan);
  expect(best).toMatchObject({ pipes: [3], customersKept: 4 });
  expect([...(best?.valvesSpared ?? [])]).toEqual([2, 4]);
  expect(squeezePoints(row, plan, { maxDnMm: 90 })).toEqual([]);
});

test("crews close required valves first, the nearest crew each", () => {
  const steps = closingOrder(row, plan, [{ xM: 4000, yM: 0 }]);
  expect(steps.map((s) => [s.valve, s.isRequired])).toEqual([
    [2, true],
    [4, false],
  ]);
  expect((steps[1]?.closedAfterMin ?? 0) > (steps[0]?.closedAfterMin ?? 0)).toBe(true);
  expect(() => closingOrder(row, plan, [])).toThrow("at least one crew");
});

test("customers are counted by class, hospitals first, and each is visited before gas burns again", () => {
  const cls = (name: (typeof CONSUMER_CLASSES)[number]) => CONSUMER_CLASSES.indexOf(name);
  const consumers = {
    node: Int32Array.of(1, 4, 5, 6),
    cls: Uint8Array.of(cls("school"), cls("household"), cls("hospital"), cls("school")),
    count: Float64Array.of(1, 20, 1, 2),
  };
  const affected = affectedConsumers(consumers, plan.lostNodes);
  expect([...affected.rows]).toEqual([2, 3, 1]);
  expect([...affected.critical]).toEqual([2, 3]);
  expect(affected.byClass).toMatchObject({ hospital: 1, school: 2, household: 20, industry: 0 });
  const job = relightJob(plan, consumers, affected);
  expect(job.visits.map((v) => v.cls)).toEqual(["hospital", "school", "household"]);
  expect(job.hours).toBeCloseTo((60 + 90 + 240) / 60 / 10, 9);
});

test("the gas of an area is counted in normal cubic metres above what the air holds", () => {
  const gas = { temperature: 273.15, pN: 101_325, tN: 273.15, z: () => 1 };
  const pa = new Float64Array(8).fill(2 * 101_325);
  expect(gasVolumeM3(row, plan.edges, pa, gas)).toBeCloseTo((Math.PI / 4) * 0.01 * 100, 9);
});

test("two cases that together cut off what each alone leaves on are in conflict", () => {
  const fed = buildGraph({ ...row, state: Uint8Array.of(3, 1, 3, 1, 3, 1, 3) });
  const both = indexSegments(fed);
  const mine = isolate(both, { edge: 1 });
  const other = isolate(both, { edge: 5 });
  const [conflict] = conflictsOf(both, mine, [{ id: "B", closed: [...other.required], area: other.nodes }]);
  expect(conflict && [...conflict.lostTogether]).toEqual([3, 4]);
  expect(conflict?.customersLostTogether).toBe(12);
});
