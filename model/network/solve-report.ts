import type { ModelAssumption } from "#contract/model-assumptions.ts";
import { REASONS_LISTED, type SolveProblem, type SolveReason, type SolveReport } from "#contract/model-solve.ts";
import { EDGE, EDGE_STATE } from "#model/graph/network-graph.ts";
import { UnionFind } from "#model/graph/union-find.ts";
import type { ModelNetwork } from "./assemble.ts";
import { placeOf } from "./customer-sums.ts";
import { districtName } from "./district-name.ts";
import { takenOf } from "./district-response.ts";
import { regulatorStates } from "./regulator-states.ts";
import type { SolvedNetwork } from "./solve-districts.ts";
import { rounded, type Starving, starvedAt } from "./starved-places.ts";
import { whyOf } from "./why-starved.ts";

/** What a solution is worth: residual, mass balance, who gets less than they ask, and why. Found anew from pressures and flows, not taken from the solver. */
export function solveReport(net: ModelNetwork, solved: SolvedNetwork): SolveReport {
  const { failed, shortM3h, isFed, input, residual, iterations, districts } = solved;
  const { imbalanceM3h, inM3h } = balanceOf(net, solved);
  let [outM3h, short] = [0, 0];
  for (let n = 0; n < isFed.length; n++) {
    if (!isFed[n]) continue;
    short += shortM3h[n] as number;
    outM3h += (input.demandM3h[n] as number) - (shortM3h[n] as number);
  }
  const without = failed.reduce((sum, one) => sum + one, 0);
  return {
    ...{ isConverged: without === 0, iterations, districts: districts.count, solved: solved.solved, failed: without },
    ...{ residual, imbalanceM3h: rounded(imbalanceM3h) },
    balance: { inM3h: rounded(inM3h), outM3h: rounded(outM3h), shortM3h: rounded(short) },
    starved: starvedOf(net, solved),
    regulators: regulatorStates(net, solved),
    reasons: reasonsOf(net, solved),
  };
}

/** What a solution assumes of heights and of those who get less. */
export function solveAssumptions({ heights }: ModelNetwork, ...of: readonly SolvedNetwork[]): ModelAssumption[] {
  const list: ModelAssumption[] = [];
  if (heights.known === "none") list.push("level_ground");
  if (heights.known === "some") list.push("heights_between");
  if (of.some(({ shortM3h }) => shortM3h.some((m3h) => m3h > 0))) list.push("starved_take_less");
  return list;
}

/** Sums over what open valves join: gas comes in where a source stands, and must be none elsewhere. */
function balanceOf({ graph }: ModelNetwork, solved: SolvedNetwork): { imbalanceM3h: number; inM3h: number } {
  const { input, isFed, flowM3h, kPa } = solved;
  const joined = new UnionFind(graph.nodes);
  for (let e = 0; e < graph.edges; e++)
    if (graph.kind[e] === EDGE.valve && ((input.state[e] as number) & EDGE_STATE.open) !== 0)
      joined.join(graph.from[e] as number, graph.to[e] as number);
  const { label, count } = joined.labels();
  const leaves = new Float64Array(count);
  const isSource = new Uint8Array(count);
  const isLeft = new Uint8Array(count);
  for (const n of graph.sources) isSource[label[n] as number] = 1;
  const taken = takenOf({ graph } as ModelNetwork, solved);
  for (let n = 0; n < graph.nodes; n++) {
    const g = label[n] as number;
    leaves[g] = (leaves[g] as number) + (isFed[n] ? (taken[n] as number) : 0);
    // Where no pressure was found there is nothing to balance; that is told as failed.
    if (!isFed[n] || Number.isNaN(kPa[n])) isLeft[g] = 1;
  }
  for (let e = 0; e < graph.edges; e++) {
    if (graph.kind[e] === EDGE.valve) continue;
    const a = label[graph.from[e] as number] as number;
    const b = label[graph.to[e] as number] as number;
    const m3h = flowM3h[e] as number;
    // What a regulator takes at its inlet is in `taken` there.
    if (graph.kind[e] !== EDGE.regulator) leaves[a] = (leaves[a] as number) + m3h;
    leaves[b] = (leaves[b] as number) - m3h;
  }
  let [imbalanceM3h, inM3h] = [0, 0];
  for (let g = 0; g < count; g++) {
    if (isLeft[g]) continue;
    if (isSource[g]) inM3h += leaves[g] as number;
    else imbalanceM3h = Math.max(imbalanceM3h, Math.abs(leaves[g] as number));
  }
  return { imbalanceM3h, inM3h };
}

function starvedOf(net: ModelNetwork, { shortM3h, input, kPa }: SolvedNetwork): SolveReport["starved"] {
  const list: Starving[] = [];
  shortM3h.forEach((short, n) => {
    if (short > 0) list.push({ n, askedM3h: input.demandM3h[n] as number, shortM3h: short, kPa: kPa[n] as number });
  });
  return starvedAt(net, list);
}

function reasonsOf(net: ModelNetwork, solved: SolvedNetwork): SolveReason[] {
  const { districts, failed, shortM3h } = solved;
  const shortOf = new Float64Array(districts.count);
  shortM3h.forEach((m3h, n) => {
    const d = districts.of[n] as number;
    shortOf[d] = (shortOf[d] as number) + m3h;
  });
  return Array.from(shortOf.keys())
    .filter((d) => failed[d] || (shortOf[d] as number) > 0)
    .sort((a, b) => (failed[b] as number) - (failed[a] as number) || (shortOf[b] as number) - (shortOf[a] as number))
    .slice(0, REASONS_LISTED)
    .map((d, rank): SolveReason => {
      const nodes = districts.nodes.subarray(districts.first[d], districts.first[d + 1]);
      const feeder = (districts.feeders[d] ?? [])[0];
      const entry = feeder === undefined ? (nodes[0] as number) : (net.graph.to[feeder] as number);
      const why = whyOf(net, solved, d, rank);
      const problem: SolveProblem = failed[d] ? (why?.problem ?? "not_converged") : "starved";
      return {
        ...{ problem, ...districtName(net, solved, d, entry) },
        lngLat: placeOf(net.rows.nodes.lngLat, net.recordOf[entry] as number),
        ...{ nodes: nodes.length, shortM3h: rounded(shortOf[d] as number) },
        ...{ narrow: why?.narrow ?? null, bearable: why?.bearable ?? null },
      };
    });
}
