import { weaknesses } from "#model/graph/bridges.ts";
import { criticality } from "#model/graph/dominators.ts";
import { buildGraph, EDGE } from "#model/graph/network-graph.ts";
import { isolate } from "#model/isolation/isolate.ts";
import { indexSegments } from "#model/isolation/segments.ts";
import { least, pace, told } from "./clock.ts";
import { type GridItem, makeGrid } from "./perfgrid.ts";

export type Goal = (name: string, isMet: boolean) => string;

const DAMAGES = 1000;
const PRIME = 7919;

/** Isolation of 1000 damages with valves on some edges: sums must be those of the recipe; how long one takes, ms. */
function isolations(item: GridItem, hasValve: (e: number) => boolean, damages: number) {
  const grid = makeGrid(item);
  const graph = buildGraph({
    nodes: item.nodes,
    ...{ from: grid.from, to: grid.to, sources: grid.sources, lengthM: grid.lengthM, customers: grid.m3H },
    kind: Uint8Array.from(grid.from, (_, e) => (hasValve(e) ? EDGE.valve : EDGE.pipe)),
  });
  let index = indexSegments(graph);
  const indexPace = pace(3, () => {
    index = indexSegments(graph);
  });
  let [nodes, valves] = [0, 0];
  const each: number[] = [];
  for (let i = 0; i < damages; i++) {
    const edge = (i * PRIME) % item.edges;
    let plan = isolate(index, { edge });
    each.push(
      least(
        pace(1, () => {
          plan = isolate(index, { edge });
        }),
      ),
    );
    nodes += plan.nodes.length;
    valves += plan.required.length + plan.optional.length + plan.insideNotNeeded.length;
  }
  each.sort((a, b) => a - b);
  return { indexPace, nodes, valves, p50: each[damages >> 1] ?? 0, p95: each[Math.floor(damages * 0.95)] ?? 0 };
}

/** Exactness and pace of graph work on one grid; prints lines. */
export function graphPace(item: GridItem, goal: Goal): void {
  const grid = makeGrid(item);
  const columns = {
    nodes: item.nodes,
    ...{ from: grid.from, to: grid.to, sources: grid.sources, customers: grid.m3H },
    kind: new Uint8Array(item.edges),
  };
  const graph = buildGraph(columns);
  const found = weaknesses(graph);
  const exact =
    found.bridges.length === item.bridges &&
    found.articulationPoints.length === item.articulationPoints &&
    found.components === 1;
  console.log(`  ${item.tag}: bridges and articulation points exact: ${goal(`${item.tag} bridges`, exact)}`);
  const [build, tarjan, critical] = [
    pace(3, () => buildGraph(columns)),
    pace(3, () => weaknesses(graph)),
    pace(3, () => criticality(graph)),
  ];
  console.log(`    build ${told(build)}; bridges ${told(tarjan)}; customers lost by node and edge ${told(critical)}`);
  if (item.tag === "1M")
    console.log(
      `    goal: bridges and criticality ≤ 500 ms: ${goal("1M criticality", least(tarjan) + least(critical) <= 500)}`,
    );
  for (const [name, hasValve, expected, damages, limit] of [
    ["valves on three edges of four", (e: number) => e % 4 !== 0, item.dense, DAMAGES, 5],
    ["valves on one edge of four", (e: number) => e % 4 === 0, item.sparse, item.edges > 500_000 ? 100 : DAMAGES, 150],
  ] as const) {
    const r = isolations(item, hasValve, damages);
    const isExact = damages < DAMAGES || (r.nodes === expected.nodes && r.valves === expected.valves);
    const sums = damages < DAMAGES ? `${damages} damages` : goal(`${item.tag} ${name}`, isExact);
    console.log(
      `    ${name}: segments ${told(r.indexPace)}; plan with lost supply p50 ${r.p50.toFixed(2)} ms, p95 ${r.p95.toFixed(2)} ms; sums exact: ${sums}`,
    );
    if (item.tag === "1M")
      console.log(`    goal: segments ≤ 500 ms: ${goal(`1M segments, ${name}`, least(r.indexPace) <= 500)}`);
    if (item.tag === "1M") console.log(`    goal: p95 ≤ ${limit} ms: ${goal(`1M ${name}`, r.p95 <= limit)}`);
  }
}
