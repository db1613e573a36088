import { REGULATORS_LISTED, type RegulatorPlace, type SolveReport } from "#contract/model-solve.ts";
import { EDGE } from "#model/graph/network-graph.ts";
import type { ModelNetwork } from "./assemble.ts";
import { placeOf } from "./customer-sums.ts";
import type { SolvedNetwork } from "./solve-districts.ts";
import { rounded } from "./starved-places.ts";

type Regulators = SolveReport["regulators"];

/** Where nothing is known of single regulators. */
export const NO_REGULATORS: Regulators = { active: 0, lockedUp: 0, wideOpen: 0, places: [] };

/** Flow of less than this is none, m³/h. */
const STILL_M3H = 1e-6;
/** An inlet that has less than the set point by more than this share of it lets gas through as it comes. */
const SHORT_SHARE = 1e-4;

/** How regulators with gas at their inlet stand in a solution; those not active are named, the wide open ones with the least in front. */
export function regulatorStates(net: ModelNetwork, { input, isFed, kPa, flowM3h }: SolvedNetwork): Regulators {
  const { graph, rows, nodeOfEdge } = net;
  let active = 0;
  const places: RegulatorPlace[] = [];
  for (let e = net.pipes; e < graph.edges; e++) {
    if (graph.kind[e] !== EDGE.regulator || !isFed[graph.from[e] as number]) continue;
    const [inlet, outlet] = [kPa[graph.from[e] as number] as number, kPa[graph.to[e] as number] as number];
    const set = input.setKPa[e] as number;
    // Of one whose set point nobody knows, or whose district has no solution, the state is not known.
    if (Number.isNaN(set) || Number.isNaN(inlet) || Number.isNaN(outlet)) continue;
    const isStill = (flowM3h[e] as number) <= STILL_M3H;
    if (!isStill && inlet >= set * (1 - SHORT_SHARE)) {
      active++;
      continue;
    }
    const record = nodeOfEdge[e] as number;
    const id = rows.nodes.ids[record] as string;
    places.push({
      ...{ node: id, name: rows.nodes.names[record] || id, lngLat: placeOf(rows.nodes.lngLat, record) },
      state: isStill ? "locked_up" : "wide_open",
      ...{ inletKPa: rounded(inlet), outletKPa: rounded(outlet), setKPa: rounded(set) },
    });
  }
  const wideOpen = places.filter(({ state }) => state === "wide_open");
  const lockedUp = places.filter(({ state }) => state === "locked_up");
  wideOpen.sort((a, b) => a.outletKPa / a.setKPa - b.outletKPa / b.setKPa);
  return {
    ...{ active, lockedUp: lockedUp.length, wideOpen: wideOpen.length },
    places: [...wideOpen, ...lockedUp].slice(0, REGULATORS_LISTED),
  };
}
