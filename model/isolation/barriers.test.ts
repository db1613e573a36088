import fc from "fast-check";
import { expect, test } from "vitest";
import { buildGraph, conductsFrom, EDGE, isClosable, isOpen, type NetworkGraph } from "#model/graph/network-graph.ts";
import { reach, supplied } from "#model/graph/reach.ts";
import { networks } from "#model/graph/testing/random-network.ts";
import { pipesAcross, withBarriers } from "./barriers.ts";
import { damagedNodes } from "./damage.ts";
import { fewestValves } from "./fewest-valves.ts";
import { isolate } from "./isolate.ts";
import { indexSegments } from "./segments.ts";
import { squeezePoints } from "./squeeze.ts";

const several = fc
  .tuple(networks, fc.array(fc.nat(), { minLength: 1, maxLength: 4 }))
  .map(([graph, at]) => ({ graph, edges: [...new Set(at.map((i) => i % graph.edges))] }));

/** What drains into damaged edges when `shut` valves are closed: regulators let gas through either way. */
const drains = (graph: NetworkGraph, edges: readonly number[], shut: ReadonlySet<number>) =>
  reach(graph, damagedNodes(graph, { edges }), (e) => isOpen(graph, e) && (edges.includes(e) || !shut.has(e)));

test("several pipes damaged at once are cut out together, and no required valve is closed for nothing", () => {
  fc.assert(
    fc.property(several, ({ graph, edges }) => {
      const plan = isolate(indexSegments(graph), { edges });
      const shut = new Set([...plan.required, ...plan.optional]);
      expect(new Set(drains(graph, edges, shut).nodes)).toEqual(new Set(plan.nodes));
      const outside = graph.sources.filter((s) => !plan.nodes.includes(s));
      for (const e of plan.required) {
        const fed = reach(graph, outside, (k, at) => conductsFrom(graph, k, at) && (!shut.has(k) || k === e));
        expect(
          plan.nodes.some((n) => fed.mark[n] === 1),
          `required ${e}`,
        ).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test("one damaged pipe named alone or in a list gives the same plan", () => {
  fc.assert(
    fc.property(networks, fc.nat(), (graph, at) => {
      const edge = at % graph.edges;
      const index = indexSegments(graph);
      const [one, list] = [isolate(index, { edge }), isolate(index, { edges: [edge] })];
      expect({ ...list, damage: one.damage }).toEqual(one);
    }),
  );
});

/** Every choice of valves, by number of valves. */
function leastByTrying(graph: NetworkGraph, edges: readonly number[]): number | null {
  const valves = Array.from(graph.kind.keys()).filter((e) => !edges.includes(e) && isClosable(graph, e));
  let least: number | null = null;
  for (let bits = 0; bits < 1 << valves.length; bits++) {
    const shut = new Set(valves.filter((_, i) => bits & (1 << i)));
    if (least !== null && shut.size >= least) continue;
    if (!graph.sources.some((s) => drains(graph, edges, shut).mark[s])) least = shut.size;
  }
  return least;
}

test("no smaller set of valves parts several damaged pipes from all sources", () => {
  fc.assert(
    fc.property(several, ({ graph, edges }) => {
      const found = fewestValves(indexSegments(graph), { edges });
      expect(found ? found.valves.length : null).toBe(leastByTrying(graph, edges));
    }),
    { numRuns: 150 },
  );
});

test("nothing passes a barrier, and all else is as it was", () => {
  fc.assert(
    fc.property(several, ({ graph, edges }) => {
      const pipes = edges.filter((e) => graph.kind[e] === EDGE.pipe);
      const after = new Set(supplied(withBarriers(graph, pipes)).nodes);
      const walked = reach(graph, graph.sources, (e, at) => conductsFrom(graph, e, at) && !pipes.includes(e));
      expect(after).toEqual(new Set(walked.nodes));
    }),
    { numRuns: 300 },
  );
});

test("what a squeeze-off is said to keep on is what a plan with that barrier leaves on", () => {
  fc.assert(
    fc.property(networks, fc.nat(), (drawn, at) => {
      const graph = buildGraph({ ...drawn, peDnMm: Float64Array.from(drawn.kind, (k) => (k === EDGE.pipe ? 110 : 0)) });
      const edge = at % graph.edges;
      const plan = isolate(indexSegments(graph), { edge });
      for (const { pipes, customersKept } of squeezePoints(graph, plan)) {
        if (pipes.includes(edge)) continue;
        const barred = withBarriers(graph, pipes);
        const other = isolate(indexSegments(barred), { edge });
        const lost = new Set(other.lostNodes);
        const kept = plan.lostNodes.filter((n) => supplied(barred).mark[n] === 1 && !lost.has(n));
        expect(customersKept).toBe(kept.reduce((sum, n) => sum + (graph.customers?.[n] ?? 0), 0));
      }
    }),
    { numRuns: 300 },
  );
});

test("a drawn line takes the pipes it crosses, and only pipes", () => {
  const graph = buildGraph({
    nodes: 4,
    from: Int32Array.of(0, 1, 2),
    to: Int32Array.of(1, 2, 3),
    kind: Uint8Array.of(EDGE.pipe, EDGE.valve, EDGE.pipe),
    sources: Int32Array.of(0),
    xyM: Float64Array.of(0, 0, 100, 0, 200, 0, 300, 0),
  });
  expect([...pipesAcross(graph, [50, -10, 50, 10])]).toEqual([0]);
  expect([...pipesAcross(graph, [-10, 5, 400, 5])]).toEqual([]);
  expect([...pipesAcross(graph, [50, 10, 50, -10, 250, -10, 250, 10])]).toEqual([0, 2]);
  expect([...pipesAcross(graph, [250, 0, 280, 0])]).toEqual([2]);
  expect(() => withBarriers(graph, [1])).toThrow("expected pipes for barriers, got edge 1");
  expect(() => damagedNodes(graph, { edges: [9] })).toThrow("expected an edge 0 … 2, got 9");
});
