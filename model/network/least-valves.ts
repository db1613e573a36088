import type { LeastBy, LeastPlan } from "#contract/model-plan.ts";
import { type Crew, closingOrder, minutesAlone } from "#model/isolation/closing-order.ts";
import { fewestValves } from "#model/isolation/fewest-valves.ts";
import type { IsolationPlan } from "#model/isolation/isolate.ts";
import { customerSums } from "./customer-sums.ts";
import type { Desk } from "./desk.ts";
import { namedValve } from "./plan-others.ts";

const NONE = new Int32Array(0);

/** A crew that stands at the damaged pipe. */
export const crewAt = ({ net: { graph } }: Pick<Desk, "net">, pipe: number): Crew => {
  const at = graph.from[pipe] as number;
  return { xM: graph.xyM?.[2 * at] as number, yM: graph.xyM?.[2 * at + 1] as number };
};

/**
 * Other valves that part the damage from gas as well, their area being larger: the fewest, or those that one crew has closed soonest. Among
 * all sets of valves the second takes that of the least minutes in sum, each valve reached from the damage by itself, and times it in order.
 * Null where the plan's own required valves are as few, or as soon closed.
 */
export function leastOf(
  desk: Pick<Desk, "net"> & { readonly index: Desk["index"] },
  failed: readonly number[],
  plan: IsolationPlan,
  pipe: number,
  by: LeastBy,
): LeastPlan | null {
  const { net, index } = desk;
  const crew = crewAt(desk, pipe);
  const minutesOf = (valve: number): number => minutesAlone(net.graph, valve, crew);
  const least = fewestValves(index, plan.damage, { inoperable: failed, ...(by === "minutes" && { minutesOf }) });
  if (least === null) return null;
  const closedAfter = (valves: Int32Array): number =>
    closingOrder(net.graph, { required: valves, optional: NONE }, [crew]).at(-1)?.closedAfterMin ?? 0;
  const [minutes, planMinutes] = [closedAfter(least.valves), closedAfter(plan.required)];
  const isLess = by === "valves" ? least.valves.length < plan.required.length : minutes < planMinutes;
  if (!isLess) return null;
  return {
    by,
    valves: Array.from(least.valves, (e) => namedValve(net, e)),
    minutes: Math.round(minutes),
    planMinutes: Math.round(planMinutes),
    planValves: plan.required.length,
    customers: customerSums(net, least.plan.lostNodes).total,
    lengthM: least.plan.lengthM,
  };
}
