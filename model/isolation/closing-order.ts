import type { NetworkGraph } from "#model/graph/network-graph.ts";
import type { IsolationPlan } from "./isolate.ts";

export interface Crew {
  /** Where the crew is, m in the plane of `GraphColumns.xyM`. */
  readonly xM: number;
  readonly yM: number;
}

export interface CrewPace {
  /** Beeline speed, km/h: a road speed less detours. */
  readonly kmH: number;
  /** To find, open up and close one valve. */
  readonly minutesPerValve: number;
}

export const USUAL_PACE: CrewPace = { kmH: 20, minutesPerValve: 8 };

export interface ClosingStep {
  readonly valve: number;
  readonly isRequired: boolean;
  /** Number of the crew in the list given. */
  readonly crew: number;
  /** Minutes from now until it is closed. */
  readonly closedAfterMin: number;
}

/** Minutes in which a crew closes one valve and nothing else. Throws when the graph has no positions. */
export function minutesAlone({ from, xyM }: NetworkGraph, valve: number, crew: Crew, pace = USUAL_PACE): number {
  if (!xyM) throw new Error("expected positions of nodes (xyM): the order of closing goes by distance");
  return minutesFrom(xyM, from[valve] as number, crew, pace);
}

const minutesFrom = (xyM: Float64Array, node: number, at: Crew, { kmH, minutesPerValve }: CrewPace): number => {
  const km = Math.hypot((xyM[2 * node] as number) - at.xM, (xyM[2 * node + 1] as number) - at.yM) / 1000;
  return (km / kmH) * 60 + minutesPerValve;
};

/**
 * Who closes what, when: required valves first, then optional ones; each step gives the crew that can be done soonest its nearest
 * next valve. A good order, not a proven best one. Throws when the graph has no positions or there is no crew.
 */
export function closingOrder(
  graph: NetworkGraph,
  plan: Pick<IsolationPlan, "required" | "optional">,
  crews: readonly Crew[],
  pace: CrewPace = USUAL_PACE,
): ClosingStep[] {
  const { xyM } = graph;
  if (!xyM) throw new Error("expected positions of nodes (xyM): the order of closing goes by distance");
  if (crews.length === 0) throw new Error("expected at least one crew");
  const now = crews.map(({ xM, yM }) => ({ xM, yM, minutes: 0 }));
  const steps: ClosingStep[] = [];
  for (const [list, isRequired] of [
    [plan.required, true],
    [plan.optional, false],
  ] as const) {
    const left = new Set(list);
    while (left.size > 0) {
      const next = soonest(graph, xyM, left, now, pace);
      left.delete(next.valve);
      const node = graph.from[next.valve] as number;
      now[next.crew] = { xM: xyM[2 * node] as number, yM: xyM[2 * node + 1] as number, minutes: next.closedAfterMin };
      steps.push({ ...next, isRequired });
    }
  }
  return steps;
}

function soonest(
  graph: NetworkGraph,
  xyM: Float64Array,
  left: ReadonlySet<number>,
  crews: readonly { xM: number; yM: number; minutes: number }[],
  pace: CrewPace,
): Omit<ClosingStep, "isRequired"> {
  let best = { valve: -1, crew: -1, closedAfterMin: Number.POSITIVE_INFINITY };
  for (const valve of left) {
    const node = graph.from[valve] as number;
    for (const [crew, at] of crews.entries()) {
      const closedAfterMin = at.minutes + minutesFrom(xyM, node, at, pace);
      if (closedAfterMin < best.closedAfterMin) best = { valve, crew, closedAfterMin };
    }
  }
  return best;
}
