import type { ScenarioAnswer, ScenarioChange } from "#contract/model.ts";
import type { ModelAssumption } from "#contract/model-assumptions.ts";
import type { LngLat } from "#contract/route.ts";
import { EDGE, EDGE_STATE } from "#model/graph/network-graph.ts";
import { isolate } from "#model/isolation/isolate.ts";
import { customerSums, placeOf } from "./customer-sums.ts";
import type { Answered, Desk } from "./desk.ts";
import { lostPacks } from "./line-pack.ts";
import { Marks } from "./marks.ts";
import { barriersOf } from "./plan-others.ts";
import { type SolveInput, solveDistricts } from "./solve-districts.ts";
import { solveAssumptions, solveReport } from "./solve-report.ts";
import { fallenNodes, solvedSums } from "./solved-sums.ts";

const ASSUMPTIONS: ModelAssumption[] = [
  "records",
  "borders_feed",
  "valve_states_recorded",
  "busy_hour",
  "steady_state",
  "regulators_hold",
  "line_pack_vessel",
];
const STRAIGHT: readonly ModelAssumption[] = ["straight_pipes"];
const MOST_PACKS = 12;

interface Applied {
  readonly input: SolveInput;
  readonly unknown: readonly ScenarioChange[];
  readonly places: ScenarioAnswer["marks"];
  readonly cuts: ScenarioAnswer["cuts"];
  readonly edges: readonly number[];
}

/** The network as a scenario would have it. */
function apply(desk: Desk, changes: readonly ScenarioChange[]): Applied {
  const { net } = desk;
  const today = desk.today.input;
  const [state, demandM3h] = [today.state.slice(), today.demandM3h.slice()];
  const shut = (e: number): void => {
    state[e] = (state[e] as number) & ~EDGE_STATE.open;
  };
  const unknown: ScenarioChange[] = [];
  const places: ScenarioAnswer["marks"][number][] = [];
  const cuts: ScenarioAnswer["cuts"][number][] = [];
  const edges: number[] = [];
  changes.forEach((change, i) => {
    if (change.kind === "line") {
      const { pipes } = barriersOf(net, [change.line], -1);
      pipes.forEach(shut);
      edges.push(...pipes);
      places.push({ change: i, lngLat: middleOf(change.line) });
      cuts.push({ change: i, pipes: pipes.length });
      return;
    }
    const e = edgeOf(desk, change);
    if (e === -1) {
      unknown.push(change);
      return;
    }
    edges.push(e);
    const n = net.graph.to[e] as number;
    places.push({ change: i, lngLat: placeOf(net.rows.nodes.lngLat, net.recordOf[n] as number) });
    if (change.kind === "demand") demandM3h[n] = (demandM3h[n] as number) + change.m3h;
    else if (change.kind === "damage") [e, ...shutBy(desk, e, change.stuck)].forEach(shut);
    else if (change.kind === "open_valve") state[e] = (state[e] as number) | EDGE_STATE.open;
    else if (change.kind === "stuck_valve") state[e] = (state[e] as number) & ~EDGE_STATE.operable;
    else shut(e);
  });
  return { input: { ...today, state, demandM3h }, unknown, places, cuts, edges };
}

/** `EDGE_STATE` bits by edge, as a scenario would have them. */
export const stateIn = (desk: Desk, changes: readonly ScenarioChange[]): Uint8Array => apply(desk, changes).input.state;

/** The pipe or valve that a change names; −1 where this network has none of that name. */
function edgeOf({ net, nodeOfId, pipeOfId }: Desk, change: Exclude<ScenarioChange, { kind: "line" }>): number {
  if (!("node" in change)) return pipeOfId.get(change.pipe) ?? -1;
  const e = net.edgeOfNode[nodeOfId.get(change.node) ?? -1] ?? -1;
  return net.graph.kind[e] === EDGE.valve ? e : -1;
}

function middleOf(line: readonly LngLat[]): LngLat {
  const at = Math.floor(line.length / 2);
  const [a, b] = [line[at - 1] as LngLat, line[at] as LngLat];
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

/** Valves that the plan of a damage closes, and what stands around sources in its area. */
function shutBy({ index, net, nodeOfId }: Desk, edge: number, stuck: readonly string[]): number[] {
  const failed = stuck.map((id) => net.edgeOfNode[nodeOfId.get(id) ?? -1] ?? -1).filter((e) => e !== -1);
  const { required, optional, sources } = isolate(index, { edge }, { inoperable: failed });
  const { off, eid } = net.graph;
  return [...required, ...optional, ...[...sources].flatMap((n) => [...eid.subarray(off[n], off[n + 1])])];
}

/** What a scenario does to supply and pressures, beside today. */
export function answerScenario(desk: Desk, changes: readonly ScenarioChange[]): Answered {
  const { net, today } = desk;
  const { rows } = net;
  const { input, unknown, places, cuts, edges } = apply(desk, changes);
  const then = solveDistricts(net, input, today);
  const lost: number[] = [];
  for (let n = 0; n < net.graph.nodes; n++) if (today.isFed[n] && !then.isFed[n]) lost.push(n);
  const { sums } = customerSums(net, lost);
  const answer: ScenarioAnswer = {
    kind: "scenario",
    version: rows.version,
    area: rows.area,
    result: {
      version: rows.version,
      today: solvedSums(net, today, today),
      altered: solvedSums(net, then, today),
      customers: sums,
      assumptions: [...ASSUMPTIONS, ...solveAssumptions(net, then, today), ...(cuts.length > 0 ? STRAIGHT : [])],
    },
    solve: solveReport(net, then),
    unknown,
    packs: lostPacks(net, today, lost).slice(0, MOST_PACKS),
    marks: places,
    cuts,
    ms: 0,
  };
  const marks = new Marks(net).between(fallenNodes(then, today), "fallen").between(lost, "lost").edges(edges, "added");
  return { answer, marks: marks.result() };
}
