import type { IsolationAnswer, ModelPick } from "#contract/model.ts";
import type { ModelAssumption } from "#contract/model-assumptions.ts";
import { NODE_STATE } from "#contract/model-network.ts";
import type { PlanValve } from "#contract/model-plan.ts";
import { consequenceOf } from "#model/consequence/consequence-of.ts";
import { EDGE, EDGE_STATE, type NetworkGraph, withStates } from "#model/graph/network-graph.ts";
import { NATURAL_GAS } from "#model/hydraulics/gas-network.ts";
import { withBarriers } from "#model/isolation/barriers.ts";
import { closingOrder } from "#model/isolation/closing-order.ts";
import { gasVolumeM3 } from "#model/isolation/inventory.ts";
import { type IsolationPlan, isolate, nextRing } from "#model/isolation/isolate.ts";
import { indexSegments } from "#model/isolation/segments.ts";
import { squeezePoints } from "#model/isolation/squeeze.ts";
import { tiesFor } from "#model/isolation/ties.ts";
import { relightOf, solvedTies } from "./after-isolation.ts";
import type { ModelNetwork } from "./assemble.ts";
import { along, criticalWhere, customerSums } from "./customer-sums.ts";
import type { Answered, Desk, PlanAsk } from "./desk.ts";
import { paAt } from "./district-gas.ts";
import { crewAt, leastOf } from "./least-valves.ts";
import { lostPacks } from "./line-pack.ts";
import { Marks } from "./marks.ts";
import { barriersOf, conflictsWith, namedValve } from "./plan-others.ts";
import { type SolvedNetwork, solveDistricts } from "./solve-districts.ts";
import { solveAssumptions, solveReport } from "./solve-report.ts";
import { solvedSums } from "./solved-sums.ts";

/** The hole that release and cordon are reckoned with until somebody has seen it, mm. */
const HOLE_MM = 20;
const HOLE_CD = 0.85;
const MOST_PACKS = 12;
const MOST_TIES = 5;
const MOST_SQUEEZES = 3;
/** Points drawn for one of them. */
const MOST_POINTS = 12;
/** Squeezes are weighed one by one; of an area of more pipes than this only valves are told. */
const SQUEEZE_PIPES = 5000;

const ASSUMPTIONS: readonly ModelAssumption[] = [
  "records",
  "borders_feed",
  "valve_states_recorded",
  "busy_hour",
  "steady_state",
  "regulators_hold",
  "crew_at_damage",
  "hole_20mm",
  "cordon_screening",
  "no_wind",
  "line_pack_vessel",
  "relight_pace",
  "cases_saved",
];

const STRAIGHT: readonly ModelAssumption[] = ["straight_pipes"];

/** From a damaged pipe to everything a dispatcher asks for: valves in order, who loses gas, what pressure is left, how far to keep away. */
export function planIsolation(
  desk: Desk,
  { pick, stuck, lines = [], others = [], least = "valves" }: PlanAsk,
  pipe: number,
): Answered {
  const { net, today } = desk;
  const { rows } = net;
  const { barriers, graph, index, failed, before, ring, plan } = planned(desk, stuck, lines, pipe);
  const state = shutOff(graph, plan, pipe);
  const { input } = today;
  const demandM3h = input.demandM3h.slice();
  for (const n of plan.lostNodes) demandM3h[n] = 0;
  const then = solveDistricts(net, { ...input, state, demandM3h }, today);
  const { sums, total } = customerSums(net, plan.lostNodes);
  const lost = new Set(plan.lostNodes);
  // What is cut off blows out of the damage: only what is lost beyond it still holds gas.
  const cutOff = new Set([...plan.edges].flatMap((e) => [graph.from[e] as number, graph.to[e] as number]));
  const added = ring ? added_(ring, before) : null;
  const answer: IsolationAnswer = {
    kind: "isolate",
    version: rows.version,
    area: rows.area,
    pipe: rows.pipes.ids[pipe] as string,
    lngLat: pick.lngLat,
    stuck: failed.map((e) => namedValve(net, e)),
    valves: valvesOf(desk, plan, pipe, new Set(ring?.added)),
    alreadyClosed: plan.alreadyClosed.length,
    lengthM: plan.lengthM,
    gasM3: gasVolumeM3(
      graph,
      plan.edges,
      today.kPa.map((kPa, n) => paAt(net, n, kPa)),
      NATURAL_GAS,
    ),
    customers: sums,
    total,
    critical: criticalWhere(net, (n) => lost.has(n)),
    sources: plan.sources.length,
    ties: tiesOf(desk, graph, plan, then),
    leastBy: least,
    least: leastOf({ index, net }, failed, plan, pipe, least),
    relight: relightOf(net, plan),
    barriers: barriers.told,
    ...conflictsWith(net, index, plan, pipe, knownPlans(desk, others)),
    squeezes: squeezesOf(desk, graph, plan, pipe),
    change: added,
    solved: solvedSums(net, then, today),
    solve: solveReport(net, then),
    packs: lostPacks(
      net,
      today,
      [...plan.lostNodes].filter((n) => !cutOff.has(n)),
    ).slice(0, MOST_PACKS),
    cordon: planCordon(desk, pick, pipe),
    assumptions: [...ASSUMPTIONS, ...solveAssumptions(net, then, today), ...(barriers.told ? STRAIGHT : [])],
    ms: 0,
  };
  return { answer, marks: marksOf(net, plan, before, barriers.pipes) };
}

/** The plan on the network as barriers leave it, and what the last valve reported stuck changes. */
function planned(desk: Desk, stuck: readonly string[], lines: NonNullable<PlanAsk["lines"]>, pipe: number) {
  const { net } = desk;
  const barriers = barriersOf(net, lines, pipe);
  const graph = barriers.pipes.length === 0 ? net.graph : { ...net.graph, ...withBarriers(net.graph, barriers.pipes) };
  const index = graph === net.graph ? desk.index : indexSegments(graph);
  const failed = stuck.map((id) => valveOf(desk, id));
  const before = failed.length === 0 ? null : isolate(index, { edge: pipe }, { inoperable: failed.slice(0, -1) });
  const ring = before && nextRing(index, before, failed.slice(-1));
  const plan = ring?.plan ?? isolate(index, { edge: pipe });
  return { barriers, graph, index, failed, before, ring, plan };
}

/** Colours: what is cut off, what else loses gas, and what is new of the next ring or drawn across. */
function marksOf(net: ModelNetwork, plan: IsolationPlan, before: IsolationPlan | null, barred: readonly number[]) {
  const marks = new Marks(net).between(plan.lostNodes, "lost").edges(plan.edges, "isolated").edges(barred, "added");
  if (before) {
    const old = new Set(before.edges);
    marks.edges(
      plan.edges.filter((e) => !old.has(e)),
      "added",
    );
  }
  return marks.result();
}

/** States with the damaged pipe and the area around it shut: gas is neither there nor lost from there any more. */
function shutOff(graph: NetworkGraph, plan: IsolationPlan, pipe: number): Uint8Array {
  const shut = new Set([...plan.required, ...plan.optional]);
  const state = withStates(
    graph,
    Array.from(shut, (e) => [e, (graph.state[e] as number) & ~EDGE_STATE.open] as const),
  ).state;
  for (const n of plan.sources)
    for (let k = graph.off[n] as number; k < (graph.off[n + 1] as number); k++) state[graph.eid[k] as number] = 0;
  state[pipe] = (state[pipe] as number) & ~EDGE_STATE.open;
  return state;
}

/** Ways to feed again what hung on the area, the one first that brings most. */
const tiesOf = (
  { net, today }: Desk,
  graph: NetworkGraph,
  plan: IsolationPlan,
  closed: SolvedNetwork,
): IsolationAnswer["ties"] =>
  solvedTies(net, tiesFor(graph, plan, today.isFed), closed, MOST_TIES).map(
    ({ valve, customers, served, harmed, isSolved, leastKPa }) => ({
      ...{ ...namedValve(net, valve), customers, served, harmed },
      leastKPa: isSolved && !Number.isNaN(leastKPa) ? leastKPa : null,
    }),
  );

const added_ = (ring: ReturnType<typeof nextRing>, before: IsolationPlan | null): IsolationAnswer["change"] => ({
  added: ring.added.length,
  dropped: ring.dropped.length,
  customers: ring.addedCustomers,
  lengthM: ring.plan.lengthM - (before?.lengthM ?? 0),
});

function valveOf({ net, nodeOfId }: Desk, id: string): number {
  const e = net.edgeOfNode[nodeOfId.get(id) ?? -1] ?? -1;
  if (e === -1) throw new Error(`expected a valve of ${net.rows.area}, got ${id}`);
  return e;
}

/** Open plans whose pipe is of this network; of their valves those that are. */
const knownPlans = ({ net, nodeOfId, pipeOfId }: Desk, others: PlanAsk["others"] = []) =>
  others.flatMap((other) => {
    const edge = pipeOfId.get(other.pipe);
    if (edge === undefined) return [];
    const valves = other.stuck.map((id) => net.edgeOfNode[nodeOfId.get(id) ?? -1] ?? -1);
    return [{ ...other, edge, inoperable: valves.filter((e) => e !== -1 && net.graph.kind[e] === EDGE.valve) }];
  });

function valvesOf(desk: Desk, plan: IsolationPlan, pipe: number, added: ReadonlySet<number>): PlanValve[] {
  const { graph, rows, nodeOfEdge } = desk.net;
  return closingOrder(graph, plan, [crewAt(desk, pipe)]).map(({ valve, isRequired, closedAfterMin }, i) => ({
    ...namedValve(desk.net, valve),
    order: i + 1,
    isRequired,
    isMotorised: ((rows.nodes.state[nodeOfEdge[valve] as number] as number) & NODE_STATE.motorised) !== 0,
    closedAfterMin: Math.round(closedAfterMin),
    isAdded: added.has(valve),
  }));
}

function squeezesOf(
  { net }: Desk,
  graph: NetworkGraph,
  plan: IsolationPlan,
  damaged: number,
): IsolationAnswer["squeezes"] {
  const { rows, pipes: count } = net;
  if (plan.edges.length > SQUEEZE_PIPES) return [];
  return squeezePoints(graph, plan)
    .slice(0, MOST_SQUEEZES)
    .map(({ pipes, customersKept, valvesSpared }) => ({
      pipes: pipes.filter((e) => e < count).map((e) => rows.pipes.ids[e] as string),
      points: pipes
        .slice(0, MOST_POINTS)
        .flatMap((e) => (e === damaged ? [along(net, e, 0.25), along(net, e, 0.75)] : [along(net, e, 0.5)])),
      customersKept,
      valvesSpared: valvesSpared.length,
    }));
}

/** How far to keep away while the hole blows at the pressure of today. Null when the pipe has no gas. */
export function planCordon({ net, today }: Desk, { lngLat }: ModelPick, pipe: number): IsolationAnswer["cordon"] {
  const { graph } = net;
  const kPa = Math.max(
    ...[graph.from[pipe], graph.to[pipe]].map((n) => today.kPa[n as number] as number).filter((p) => !Number.isNaN(p)),
  );
  if (!Number.isFinite(kPa) || kPa <= 0) return null;
  const diameterM = (graph.diameterMm[pipe] as number) / 1000;
  const { release, cordon } = consequenceOf({
    at: lngLat,
    diameterM,
    pa: paAt(net, graph.from[pipe] as number, kPa),
    opening: { kind: "hole", hole: { diameterM: Math.min(HOLE_MM / 1000, diameterM), cd: HOLE_CD } },
  });
  const ring = cordon.polygon?.coordinates[0] ?? [];
  return { ring, reachM: cordon.reachM, normalM3H: release.normalM3H };
}
