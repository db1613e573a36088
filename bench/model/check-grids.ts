import { weaknesses } from "#model/graph/bridges.ts";
import { buildGraph, EDGE } from "#model/graph/network-graph.ts";
import type { FrictionLaw } from "#model/hydraulics/friction.ts";
import { solveGas } from "#model/hydraulics/solve.ts";
import { isolate } from "#model/isolation/isolate.ts";
import { indexSegments } from "#model/isolation/segments.ts";
import type { AnyCase, Verdict } from "./check-cases.ts";
import { least, pace } from "./clock.ts";
import { GRID_ITEMS } from "./grid-items.ts";
import { GRID_GAS, type Grid, gaugeBar, gridNetwork, makeGrid } from "./perfgrid.ts";

/** A grid as `gasnet-perf/1` lists it. */
interface ListedGrid {
  readonly tag: string;
  readonly nx: number;
  readonly ny: number;
  readonly seed: number;
  readonly nodes: number;
  readonly edges: number;
  readonly fnv1a: number;
  readonly topology: {
    readonly bridges: number;
    readonly articulation_points: number;
    readonly components: number;
    readonly isolation_valves_on_edges_not_divisible_by_4: IsolationSums;
    readonly isolation_valves_on_edges_divisible_by_4: IsolationSums;
  };
  readonly hydraulics_nikuradse_laminar: {
    readonly p_min: number;
    readonly p_mean: number;
    readonly probes: Readonly<Record<string, number>>;
    readonly inflow: Readonly<Record<string, number>>;
    readonly total: number;
  } | null;
}

interface IsolationSums {
  readonly sum_nodes: number;
  readonly sum_valves: number;
  readonly max_nodes: number;
}

/** A row of `gasnet-perf-anchor/1`: how long pandapipes took. */
interface AnchorRow {
  readonly tag: string;
  readonly friction: FrictionLaw;
  readonly converged: boolean;
  readonly best_cpu_s: number;
}

/** `tag`: the grid's, to leave it out by. */
interface GridCheck {
  readonly id: string;
  readonly tag: string;
  readonly check: () => Verdict;
}

const [DAMAGES, PRIME, MOST_STEPS] = [1000, 7919, 15];
const P_BAR = 1e-6;
/** Of the largest flow; a probe's tolerance in pressure is far more. */
const FLOW_SHARE = 1e-6;

function isolationSums(item: ListedGrid, grid: Grid, hasValve: (e: number) => boolean): IsolationSums {
  const kind = Uint8Array.from(grid.from, (_, e) => (hasValve(e) ? EDGE.valve : EDGE.pipe));
  const index = indexSegments(buildGraph({ ...grid, nodes: item.nodes, kind, customers: grid.m3H }));
  const sums = { sum_nodes: 0, sum_valves: 0, max_nodes: 0 };
  for (let i = 0; i < DAMAGES; i++) {
    const plan = isolate(index, { edge: (i * PRIME) % item.edges });
    sums.sum_nodes += plan.nodes.length;
    sums.sum_valves += plan.required.length + plan.optional.length + plan.insideNotNeeded.length;
    sums.max_nodes = Math.max(sums.max_nodes, plan.nodes.length);
  }
  return sums;
}

function checkTopology(item: ListedGrid, grid: Grid, differ: (what: string, got: number, expected: number) => void) {
  const graph = buildGraph({ ...grid, nodes: item.nodes, kind: new Uint8Array(item.edges), customers: grid.m3H });
  const { bridges, articulationPoints, components } = weaknesses(graph);
  const { topology } = item;
  differ("bridges", bridges.length, topology.bridges);
  differ("articulation points", articulationPoints.length, topology.articulation_points);
  differ("components", components, topology.components);
  for (const [key, hasValve] of [
    ["isolation_valves_on_edges_not_divisible_by_4", (e: number) => e % 4 !== 0],
    ["isolation_valves_on_edges_divisible_by_4", (e: number) => e % 4 === 0],
  ] as const) {
    const sums = isolationSums(item, grid, hasValve);
    for (const name of ["sum_nodes", "sum_valves", "max_nodes"] as const)
      differ(`${key} ${name}`, sums[name], topology[key][name]);
  }
}

/** One generated grid: counts exactly, pressures to 1e-6 bar, inflows; where the recipe has no pressures, that it solves. */
function checkGrid(item: ListedGrid): Verdict {
  const wrong: string[] = [];
  const differ = (what: string, got: number, expected: number): void => {
    if (got !== expected) wrong.push(`${what} ${got} for ${expected}`);
  };
  const grid = makeGrid(item);
  differ("nodes", item.nx * item.ny, item.nodes);
  differ("edges", grid.from.length, item.edges);
  checkTopology(item, grid, differ);
  const s = solveGas(gridNetwork(grid), GRID_GAS);
  const bar = s.pa.map(gaugeBar);
  let off = 0;
  const hold = (what: string, got: number, expected: number, most: number): void => {
    off = most === P_BAR ? Math.max(off, Math.abs(got - expected)) : off;
    if (!(Math.abs(got - expected) <= most)) wrong.push(`${what} ${got} for ${expected}`);
  };
  const known = item.hydraulics_nikuradse_laminar;
  if (known) {
    hold(
      "least pressure",
      bar.reduce((a, b) => Math.min(a, b)),
      known.p_min,
      P_BAR,
    );
    hold("mean pressure", bar.reduce((a, b) => a + b) / bar.length, known.p_mean, P_BAR);
    for (const [n, p] of Object.entries(known.probes)) hold(`pressure at ${n}`, bar[Number(n)] as number, p, P_BAR);
    const most = FLOW_SHARE * known.total;
    for (const [n, kgS] of Object.entries(known.inflow))
      hold(`inflow at ${n}`, s.sourceFlow[grid.sources.indexOf(Number(n))] as number, kgS, most);
    hold(
      "inflow",
      s.sourceFlow.reduce((a, b) => a + b),
      known.total,
      most,
    );
  }
  if (s.problems.length > 0) wrong.push(...s.problems);
  if (s.iterations > MOST_STEPS) wrong.push(`${s.iterations} steps`);
  const words = `counts exact, ${known ? `p ${off.toExponential(1)} bar` : `solves, residual ${s.residual.toExponential(1)}`}`;
  return { id: `grid-${item.tag}`, ok: wrong.length === 0, words: wrong.join(", ") || words, iterations: s.iterations };
}

/** Every grid of `gasnet-perf/1` is a case of its own. */
export const gridsOf = (given: AnyCase): GridCheck[] =>
  (given.items as readonly ListedGrid[]).map((item) => ({
    ...{ id: `${given.id} ${item.tag}`, tag: item.tag },
    check: () => checkGrid(item),
  }));

/** Rows of `gasnet-perf-anchor/1`: the same grid under the same law ends in at most 15 steps, in less processor time than the anchor took. */
export const anchorsOf = (given: AnyCase): GridCheck[] =>
  (given.rows as readonly AnchorRow[]).map((row) => ({
    ...{ id: `pandapipes-anchor ${row.tag} ${row.friction}`, tag: row.tag },
    check: () => checkAnchor(row),
  }));

function checkAnchor({ tag, friction, converged, best_cpu_s }: AnchorRow): Verdict {
  const id = `anchor-${tag}-${friction}`;
  const item = GRID_ITEMS.find((one) => one.tag === tag);
  if (!item) return { id, ok: false, words: `no grid ${tag}`, iterations: 0 };
  const network = gridNetwork(makeGrid(item));
  let s = solveGas(network, { ...GRID_GAS, law: friction });
  const took = pace(2, () => {
    s = solveGas(network, { ...GRID_GAS, law: friction });
  });
  const seconds = least(took) / 1000;
  const ok = s.problems.length === 0 && s.iterations <= MOST_STEPS && seconds < best_cpu_s;
  const theirs = converged ? `${best_cpu_s.toFixed(3)} s` : `no end in ${best_cpu_s.toFixed(1)} s`;
  return { id, ok, words: `${seconds.toFixed(3)} s, pandapipes ${theirs}`, iterations: s.iterations };
}
