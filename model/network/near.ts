import type { ModelClick, NearAnswer, ScenarioChange, ValveChange } from "#contract/model.ts";
import { localPlane } from "#model/consequence/local-plane.ts";
import { EDGE, EDGE_STATE } from "#model/graph/network-graph.ts";
import { nearestEdge } from "#model/graph/path.ts";
import { placeOf } from "./customer-sums.ts";
import type { Answered, Desk } from "./desk.ts";
import { Marks } from "./marks.ts";
import { stateIn } from "./scenario.ts";

export interface NearAsk {
  readonly kind: "near";
  readonly pick: ModelClick;
  /** What is to be done to the valve; any is good when left out. */
  readonly tool?: ValveChange;
  /** The scenario so far: a valve that it closes can be opened. */
  readonly changes?: readonly ScenarioChange[];
}

/** A valve is looked for among so many nodes along the pipes and, where no pipe was clicked, within so many metres. */
const [MOST_NODES, BESIDE_M] = [2000, 200];

/** What a click of a scenario means. Throws when its pipe is not of this network. */
export function answerNear(desk: Desk, ask: NearAsk): Answered {
  const { net } = desk;
  const { rows } = net;
  const { pick } = ask;
  const pipe = pick.seq === null ? -1 : desk.pipeAt(pick);
  const valve = nearestValve(desk, ask, pipe);
  const node = net.nodeOfEdge[valve] ?? -1;
  const id = rows.nodes.ids[node];
  const answer: NearAnswer = {
    kind: "near",
    version: rows.version,
    area: rows.area,
    pipe: rows.pipes.ids[pipe] ?? null,
    valve: id === undefined ? null : { node: id, name: rows.nodes.names[node] || id },
    assumptions: ["records"],
    ms: 0,
  };
  return { answer, marks: new Marks(net).result() };
}

/** Along the pipes from where one was clicked, through regulators as gas floods too; else as the crow flies. −1: none. */
function nearestValve(desk: Desk, { pick: { lngLat }, tool, changes = [] }: NearAsk, pipe: number): number {
  const { graph, rows, recordOf, pipes } = desk.net;
  const { toMetres } = localPlane(lngLat);
  const metresTo = (n: number): number => Math.hypot(...toMetres(placeOf(rows.nodes.lngLat, recordOf[n] as number)));
  const states = [desk.today.input.state, stateIn(desk, changes)];
  const before = tool === "close_valve" ? EDGE_STATE.open : 0;
  // As it is today or as the scenario has it: what a click has closed, another takes off, and the other tool opens.
  const isWanted = (e: number): boolean =>
    graph.kind[e] === EDGE.valve &&
    (!tool || states.some((state) => ((state[e] as number) & EDGE_STATE.open) === before));
  if (pipe !== -1) {
    const ends = [graph.from[pipe] as number, graph.to[pipe] as number].map((n) => [n, metresTo(n)] as const);
    return nearestEdge(graph, ends, isWanted, MOST_NODES);
  }
  let [nearest, least] = [-1, BESIDE_M];
  for (let e = pipes; e < graph.kind.length; e++) {
    if (!isWanted(e)) continue;
    const m = metresTo(graph.from[e] as number);
    if (m < least) [nearest, least] = [e, m];
  }
  return nearest;
}
