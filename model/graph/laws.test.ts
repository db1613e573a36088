import fc from "fast-check";
import { describe, expect, test } from "vitest";
import ring from "#model/cases/iso-ring-12.json" with { type: "json" };
import ccwi17 from "#model/cases/wntr-ccwi17-small.json" with { type: "json" };
import { weaknesses } from "./bridges.ts";
import { answerTrace } from "./case-answer.ts";
import { criticality } from "./dominators.ts";
import { buildGraph, conductsFrom, EDGE, EDGE_STATE, isOpen, type NetworkGraph } from "./network-graph.ts";
import { nearestEdge, profile, shortestPath } from "./path.ts";
import { reach, supplied } from "./reach.ts";
import { networks } from "./testing/random-network.ts";
import { cutLoss, trace, upstreamSources } from "./trace.ts";

const asSet = (value: unknown): unknown =>
  Array.isArray(value) ? new Set(value.map((v) => JSON.stringify(v))) : value;

describe("reference cases", () => {
  test("the hand-checkable ring is answered as expected, query by query", () => {
    const { queries, ...whole } = answerTrace(ring) as { queries: { expected: Record<string, unknown> }[] };
    for (const [key, value] of Object.entries(ring.expected))
      expect(asSet((whole as Record<string, unknown>)[key]), key).toEqual(asSet(value));
    for (const [i, query] of ring.queries.entries())
      for (const [key, value] of Object.entries(query.expected))
        expect(asSet(queries[i]?.expected[key]), `${i} ${key}`).toEqual(asSet(value));
  });

  test("valves as marks on links divide the published small network into its four segments", () => {
    const got = answerTrace(ccwi17) as Record<string, unknown> & { segments: { nodes: string[]; links: string[] }[] };
    const named = (list: readonly { nodes: readonly string[]; links: readonly string[] }[]) =>
      asSet(list.map((s) => [[...s.nodes].sort(), [...s.links].sort()]));
    const { segments, ...rest } = ccwi17.expected;
    expect(named(got.segments)).toEqual(named(segments));
    for (const [key, value] of Object.entries(rest)) expect(asSet(got[key]), key).toEqual(asSet(value));
  });

  test("a case of another schema is refused by name", () => {
    expect(() => answerTrace({ schema: "gas-demand/1" })).toThrow("got gas-demand/1");
  });
});

/** Parts of the graph of open edges, without one edge or node. */
function parts(graph: NetworkGraph, without: { edge?: number; node?: number } = {}): number {
  const seen = new Set<number>(without.node === undefined ? [] : [without.node]);
  let count = 0;
  for (let n = 0; n < graph.nodes; n++) {
    if (seen.has(n)) continue;
    count++;
    const { nodes } = reach(graph, [n], (e, at) => {
      const other = graph.from[e] === at ? graph.to[e] : graph.from[e];
      return e !== without.edge && isOpen(graph, e) && other !== without.node;
    });
    for (const m of nodes) seen.add(m);
  }
  return count;
}

test("bridges and articulation points are what splits the network when it goes", () => {
  fc.assert(
    fc.property(networks, (graph) => {
      const { bridges, articulationPoints, components } = weaknesses(graph);
      const now = parts(graph);
      expect(components).toBe(now);
      for (let e = 0; e < graph.edges; e++)
        expect(bridges.includes(e)).toBe(isOpen(graph, e) && parts(graph, { edge: e }) > now);
      for (let n = 0; n < graph.nodes; n++)
        expect(articulationPoints.includes(n)).toBe(parts(graph, { node: n }) > now);
    }),
    { numRuns: 300 },
  );
});

test("criticality is the customers that lose gas when just this edge or node goes", () => {
  fc.assert(
    fc.property(networks, (graph) => {
      const { byEdge, byNode } = criticality(graph);
      const sum = (nodes: Iterable<number>) => [...nodes].reduce((all, n) => all + (graph.customers?.[n] ?? 0), 0);
      for (let e = 0; e < graph.edges; e++) expect(byEdge[e], `edge ${e}`).toBe(sum(cutLoss(graph, e)));
      const before = supplied(graph);
      for (let n = 0; n < graph.nodes; n++) {
        const left = reach(
          graph,
          graph.sources.filter((s) => s !== n),
          (e, at) => conductsFrom(graph, e, at) && (graph.from[e] === at ? graph.to[e] : graph.from[e]) !== n,
        );
        expect(byNode[n], `node ${n}`).toBe(sum(before.nodes.filter((m) => !left.mark[m])));
      }
    }),
    { numRuns: 300 },
  );
});

/** 0 –p– 1 –valve– 2 –regulator– 3 –p– 4, and a closed valve 4 – 1. */
const line = buildGraph({
  nodes: 5,
  from: Int32Array.of(0, 1, 2, 3, 4),
  to: Int32Array.of(1, 2, 3, 4, 1),
  kind: Uint8Array.of(EDGE.pipe, EDGE.valve, EDGE.regulator, EDGE.pipe, EDGE.valve),
  state: Uint8Array.of(EDGE_STATE.open, 3, EDGE_STATE.open, EDGE_STATE.open, EDGE_STATE.operable),
  sources: Int32Array.of(0),
  customers: Float64Array.of(0, 1, 2, 4, 8),
  lengthM: Float64Array.of(100, 1, 1, 50, 1),
});

test("traces follow what they are for", () => {
  const found = (start: number, kind: Parameters<typeof trace>[2], flow?: number[]) =>
    [...trace(line, [start], kind, flow ? { flow } : {}).nodes].sort();
  expect(found(4, "connected")).toEqual([0, 1, 2, 3, 4]);
  expect(found(4, "pressure_system")).toEqual([3, 4]);
  expect(found(3, "upstream")).toEqual([0, 1, 2, 3]);
  expect(found(3, "downstream")).toEqual([3, 4]);
  expect(found(1, "downstream", [1, 1, 1, 1, 0])).toEqual([1, 2, 3, 4]);
  expect(found(3, "downstream", [1, 1, 1, -1, 0])).toEqual([3]);
  const system = trace(line, [4], "pressure_system");
  expect([...system.edges]).toEqual([3]);
  expect(system).toMatchObject({ customers: 12, lengthM: 50 });
  expect([...upstreamSources(line, 4)]).toEqual([0]);
});

test("a path is walked in order, and a profile tells heights along it", () => {
  const path = shortestPath(line, 0, 4);
  expect(path && [...path.nodes]).toEqual([0, 1, 2, 3, 4]);
  expect(path && [...path.atM]).toEqual([0, 100, 101, 102, 152]);
  expect(path && [...profile(path, [9, 8, 7, 6, 5])]).toEqual([9, 8, 7, 6, 5]);
  expect(shortestPath(buildGraph({ ...line, state: new Uint8Array(5) }), 0, 4)).toBeNull();
});

test("the nearest edge is so by length and not by number, through what is shut, and none beyond the bound", () => {
  const far = { ...line, lengthM: Float64Array.of(100, 1, 1, 50, 1) };
  const isValve = (e: number) => line.kind[e] === EDGE.valve;
  expect(nearestEdge(far, [[0, 0]], isValve, 9)).toBe(1);
  // Node 3 is one edge from valve 1 by the regulator, and 50 m from valve 4.
  expect(nearestEdge(far, [[3, 0]], isValve, 9)).toBe(1);
  expect(nearestEdge({ ...far, lengthM: Float64Array.of(100, 1, 70, 50, 1) }, [[3, 0]], isValve, 9)).toBe(4);
  expect(
    nearestEdge(
      far,
      [
        [3, 40],
        [4, 10],
      ],
      (e) => e === 4,
      9,
    ),
  ).toBe(4);
  expect(nearestEdge(far, [[0, 0]], (e) => e === 3, 2)).toBe(-1);
  expect(nearestEdge(far, [[0, 0]], () => false, 9)).toBe(-1);
});

test("an edge that names no node is refused", () => {
  expect(() => buildGraph({ ...line, to: Int32Array.of(1, 2, 3, 9, 1) })).toThrow("edge 3 joins 3 and 9");
});
