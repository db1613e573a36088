import type { ScenarioAnswer, ScenarioChange } from "#contract/model.ts";
import type { ModelAssumption } from "#contract/model-assumptions.ts";
import { EDGE, EDGE_STATE } from "#model/graph/network-graph.ts";
import { isolate } from "#model/isolation/isolate.ts";
import { customerSums, placeOf } from "./customer-sums.ts";
import type { Answered, Desk } from "./desk.ts";
import { lostPacks } from "./line-pack.ts";
import { Marks } from "./marks.ts";
import { recordedInput, type SolveInput, solveDistricts } from "./solve-districts.ts";
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
const MOST_PACKS = 12;

interface Applied {
  readonly input: SolveInput;
  readonly unknown: readonly ScenarioChange[];
  /** Where each change stands: its number and a node of the records. */
  readonly places: readonly (readonly [change: number, record: number])[];
  readonly edges: readonly number[];
}

/** The network as a scenario would have it. */
function apply(desk: Desk, changes: readonly ScenarioChange[]): Applied {
  const { net, nodeOfId, pipeOfId } = desk;
  const today = recordedInput(net);
  const [state, demandM3h] = [today.state.slice(), today.demandM3h.slice()];
  const unknown: ScenarioChange[] = [];
  const places: [number, number][] = [];
  const edges: number[] = [];
  changes.forEach((change, i) => {
    const e =
      "node" in change ? (net.edgeOfNode[nodeOfId.get(change.node) ?? -1] ?? -1) : (pipeOfId.get(change.pipe) ?? -1);
    const isValve = net.graph.kind[e] === EDGE.valve;
    if (e === -1 || ("node" in change && !isValve)) {
      unknown.push(change);
      return;
    }
    edges.push(e);
    places.push([i, net.recordOf[net.graph.to[e] as number] as number]);
    if (change.kind === "demand") {
      const n = net.graph.to[e] as number;
      demandM3h[n] = (demandM3h[n] as number) + change.m3h;
    } else if (change.kind === "damage") {
      for (const shut of [e, ...shutBy(desk, e, change.stuck)])
        state[shut] = (state[shut] as number) & ~EDGE_STATE.open;
    } else if (change.kind === "open_valve") state[e] = (state[e] as number) | EDGE_STATE.open;
    else if (change.kind === "stuck_valve") state[e] = (state[e] as number) & ~EDGE_STATE.operable;
    else state[e] = (state[e] as number) & ~EDGE_STATE.open;
  });
  return { input: { ...today, state, demandM3h }, unknown, places, edges };
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
  const { input, unknown, places, edges } = apply(desk, changes);
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
      assumptions: [...ASSUMPTIONS, ...solveAssumptions(net, then, today)],
    },
    solve: solveReport(net, then),
    unknown,
    packs: lostPacks(net, today, lost).slice(0, MOST_PACKS),
    marks: places.map(([change, n]) => ({ change, lngLat: placeOf(rows.nodes.lngLat, n) })),
    ms: 0,
  };
  const marks = new Marks(net).between(fallenNodes(then, today), "fallen").between(lost, "lost").edges(edges, "added");
  return { answer, marks: marks.result() };
}
