import { CUSTOMER_CLASSES, type CustomerClass } from "#contract/gas.ts";
import type { FewestPlan, RelightWork } from "#contract/model-plan.ts";
import { EDGE_STATE, withStates } from "#model/graph/network-graph.ts";
import { affectedConsumers, CONSUMER_CLASSES, type ConsumerClass, type Consumers } from "#model/isolation/consumers.ts";
import { fewestValves } from "#model/isolation/fewest-valves.ts";
import type { IsolationPlan } from "#model/isolation/isolate.ts";
import { relightJob, USUAL_RELIGHT } from "#model/isolation/relight.ts";
import { tiePressures } from "#model/isolation/tie-pressures.ts";
import type { Tie } from "#model/isolation/ties.ts";
import type { ModelNetwork } from "./assemble.ts";
import { customerSums } from "./customer-sums.ts";
import type { Desk } from "./desk.ts";
import { namedValve } from "./plan-others.ts";
import { recordedInput, type SolvedNetwork, solveDistricts } from "./solve-districts.ts";
import { SERVICE_KPA } from "./solved-sums.ts";

const MOST_VISITS = 60;

/** As whom a class of the registers is visited: public buildings take as long as a school, filling stations as long as a shop. */
const VISITED_AS: Readonly<Record<CustomerClass, ConsumerClass>> = {
  residential: "household",
  commercial: "commerce",
  industrial: "industry",
  public: "school",
  heating: "heating",
  vehicle: "commerce",
};

/** Customers of the records at some nodes as columns, a row for each class at a node; `kinds` are their own classes by row. */
function consumersAt({ rows, recordOf }: ModelNetwork, nodes: Iterable<number>) {
  const width = CUSTOMER_CLASSES.length;
  const [node, cls, count, kinds]: [number[], number[], number[], CustomerClass[]] = [[], [], [], []];
  for (const n of nodes) {
    if (recordOf[n] !== n) continue;
    CUSTOMER_CLASSES.forEach((name, k) => {
      const connections = rows.nodes.customers[n * width + k] as number;
      if (connections === 0) return;
      node.push(n);
      cls.push(CONSUMER_CLASSES.indexOf(VISITED_AS[name]));
      count.push(connections);
      kinds.push(name);
    });
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
      kind: kinds[row] as CustomerClass,
      ...{ connections, minutes },
    })),
    places: job.visits.length,
  };
}

/** The least number of valves that parts the damage from gas, where fewer than the plan's would do: its area is larger. */
export function fewestOf(
  { index, net }: Pick<Desk, "index" | "net">,
  failed: readonly number[],
  plan: IsolationPlan,
): FewestPlan | null {
  const fewest = fewestValves(index, plan.damage, { inoperable: failed });
  if (fewest === null || fewest.valves.length >= plan.required.length) return null;
  return {
    valves: Array.from(fewest.valves, (e) => namedValve(net, e)),
    customers: customerSums(net, fewest.plan.lostNodes).total,
    lengthM: fewest.plan.lengthM,
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
