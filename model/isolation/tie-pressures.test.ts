import { expect, test } from "vitest";
import { buildGraph, EDGE, EDGE_STATE, withStates } from "#model/graph/network-graph.ts";
import { supplied } from "#model/graph/reach.ts";
import { type GasNetwork, NATURAL_GAS } from "#model/hydraulics/gas-network.ts";
import { solveGas } from "#model/hydraulics/solve.ts";
import { isolate } from "./isolate.ts";
import { indexSegments } from "./segments.ts";
import { type TieState, tiePressures } from "./tie-pressures.ts";
import { type Tie, tiesFor } from "./ties.ts";

/**
 * Source 0 – valve – 1 ═ pipe ═ 2 – valve – 3 ═ pipe ═ 4 (village). Two closed valves lead to 4: from 6 over a wide pipe behind source 5, and
 * from 8 over a thin one behind source 7, where a neighbour already takes what it can bring.
 */
const CUSTOMERS = Float64Array.of(0, 0, 10, 0, 200, 0, 0, 0, 50);
const graph = buildGraph({
  nodes: 9,
  from: Int32Array.of(0, 1, 2, 3, 5, 6, 7, 8),
  to: Int32Array.of(1, 2, 3, 4, 6, 4, 8, 4),
  kind: Uint8Array.from(["valve", "pipe", "valve", "pipe", "pipe", "valve", "pipe", "valve"] as const, (k) => EDGE[k]),
  state: Uint8Array.of(3, 1, 3, 1, 1, EDGE_STATE.operable, 1, EDGE_STATE.operable),
  sources: Int32Array.of(0, 5, 7),
  customers: CUSTOMERS,
});
const DIAMETER_M = [0, 0.1, 0, 0.1, 0.1, 0, 0.06, 0];

/** kPa gauge with these edges open; each customer takes 1 m³/h where gas is. */
function solve(state: Uint8Array): TieState {
  const edges = (kind: number) => Array.from(graph.kind.keys()).filter((e) => graph.kind[e] === kind);
  const [pipes, valves] = [edges(EDGE.pipe), edges(EDGE.valve)];
  const isOpen = (e: number): boolean => ((state[e] as number) & EDGE_STATE.open) !== 0;
  const live = pipes.filter(isOpen);
  const ends = (list: readonly number[]) => ({
    from: Int32Array.from(list, (e) => graph.from[e] as number),
    to: Int32Array.from(list, (e) => graph.to[e] as number),
  });
  const network: GasNetwork = {
    demand: CUSTOMERS.map((n) => (n * NATURAL_GAS.rhoN) / 3600),
    sources: { node: graph.sources, pa: new Float64Array(3).fill(101_325 + 5000) },
    pipes: {
      ...ends(live),
      length: new Float64Array(live.length).fill(200),
      diameter: Float64Array.from(live, (e) => DIAMETER_M[e] as number),
      roughness: new Float64Array(live.length).fill(1e-5),
    },
    valves: { ...ends(valves), isOpen: Uint8Array.from(valves, (e) => Number(isOpen(e))) },
  };
  const { pa, isConverged, starved } = solveGas(network, NATURAL_GAS);
  return { kPa: pa.map((p) => p / 1000 - 101.325), isSolved: isConverged && starved.length === 0 };
}

const plan = isolate(indexSegments(graph), { edge: 1 });
const closing = [...plan.required, ...plan.optional].map((e) => [e, EDGE_STATE.operable] as const);
const after = withStates(graph, [...closing, [1, 0]]).state;
const ties = tiesFor(graph, plan, supplied(graph).mark);
const open = ({ valve }: Tie): TieState => {
  const state = after.slice();
  state[valve] = EDGE_STATE.open;
  return solve(state);
};

test("a tie is told with the pressure it brings: the wide one serves the village, the thin one starves it and its neighbour", () => {
  expect(ties.map(({ valve, customers }) => [valve, customers])).toEqual([
    [5, 200],
    [7, 200],
  ]);
  const [wide, thin] = tiePressures(graph, ties, solve(after), open, () => 2);
  expect(wide).toMatchObject({ valve: 5, served: 200, harmed: 0, isSolved: true, leastNode: 4 });
  expect(wide?.leastKPa).toBeCloseTo(open(ties[0] as Tie).kPa[4] as number, 9);
  expect(thin).toMatchObject({ valve: 7, served: 0, harmed: 50 });
});

test("no more ties are solved than are asked for", () => {
  let solved = 0;
  const counted = (tie: Tie): TieState => {
    solved++;
    return open(tie);
  };
  expect(tiePressures(graph, ties, solve(after), counted, () => 2, 1)).toHaveLength(1);
  expect(solved).toBe(1);
});
