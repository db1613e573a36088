import type { CustomerKind } from "#contract/customer-kind.ts";
import type { RelightWork } from "#contract/model-plan.ts";
import { EDGE_STATE, withStates } from "#model/graph/network-graph.ts";
import { affectedConsumers, CONSUMER_CLASSES, type ConsumerClass, type Consumers } from "#model/isolation/consumers.ts";
import type { IsolationPlan } from "#model/isolation/isolate.ts";
import { relightJob, USUAL_RELIGHT } from "#model/isolation/relight.ts";
import { tiePressures } from "#model/isolation/tie-pressures.ts";
import type { Tie } from "#model/isolation/ties.ts";
import type { ModelNetwork } from "./assemble.ts";
import { customersHere } from "./customer-sums.ts";
import { SERVICE_KPA } from "./district-gas.ts";
import { namedValve } from "./plan-others.ts";
import { recordedInput, type SolvedNetwork, solveDistricts } from "./solve-districts.ts";

const MOST_VISITS = 60;

/** As whom customers of the registers are visited: filling stations take as long as a shop. */
const VISITED_AS: Readonly<Record<CustomerKind, ConsumerClass>> = {
  hospital: "hospital",
  care_home: "care_home",
  school: "school",
  critical_unknown: "critical",
  residential: "household",
  commercial: "commerce",
  industrial: "industry",
  public: "public",
  heating: "heating",
  vehicle: "commerce",
};

/** Customers of the records at some nodes as columns, a row for each kind at a node and each critical one; `kinds` are their kinds by row. */
function consumersAt(net: ModelNetwork, nodes: Iterable<number>) {
  const [node, cls, count, kinds]: [number[], number[], number[], CustomerKind[]] = [[], [], [], []];
  for (const n of nodes) {
    if (net.recordOf[n] !== n) continue;
    for (const { kind, count: connections } of customersHere(net, n)) {
      node.push(n);
      cls.push(CONSUMER_CLASSES.indexOf(VISITED_AS[kind]));
      count.push(connections);
      kinds.push(kind);
    }
  }
  const consumers: Consumers = {
    node: Int32Array.from(node),
    cls: Uint8Array.from(cls),
    count: Float64Array.from(count),
  };
  return { consumers, kinds };
}

/** The work after the repair: every meter valve shut first, every customer visited before a flame burns again. */
export function relightOf(net: ModelNetwork, plan: IsolationPlan): RelightWork | null {
  const { consumers, kinds } = consumersAt(net, plan.lostNodes);
  const job = relightJob(plan, consumers, affectedConsumers(consumers, plan.lostNodes));
  if (job.connections === 0) return null;
  return {
    ...{ connections: job.connections, fitters: USUAL_RELIGHT.fitters, hours: job.hours },
    reopen: Array.from(job.reopen, (e) => namedValve(net, e)),
    visits: job.visits.slice(0, MOST_VISITS).map(({ row, node, connections, minutes }) => ({
      node: net.rows.nodes.ids[node] as string,
      kind: kinds[row] as CustomerKind,
      ...{ connections, minutes },
    })),
    places: job.visits.length,
  };
}

/** What opening each tie really brings, by solving the network with it open. */
export function solvedTies(net: ModelNetwork, ties: readonly Tie[], closed: SolvedNetwork, most: number) {
  const recorded = recordedInput(net).demandM3h;
  const isSolved = (solved: SolvedNetwork): boolean => !solved.failed.some((failed) => failed === 1);
  const solve = (tie: Tie) => {
    const open = [tie.valve, (closed.input.state[tie.valve] as number) | EDGE_STATE.open] as const;
    const { state } = withStates({ ...net.graph, state: closed.input.state }, [open]);
    const demandM3h = closed.input.demandM3h.slice();
    for (const n of tie.nodes) demandM3h[n] = recorded[n] as number;
    const solved = solveDistricts(net, { ...closed.input, state, demandM3h }, closed);
    return { kPa: solved.kPa, isSolved: isSolved(solved) };
  };
  return tiePressures(net.graph, ties, { kPa: closed.kPa, isSolved: isSolved(closed) }, solve, () => SERVICE_KPA, most);
}
