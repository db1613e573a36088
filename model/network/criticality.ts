import { PRESSURE_LEVELS } from "#contract/gas.ts";
import {
  CRITICALITY_CLASSES,
  CRITICALITY_STEPS,
  type CriticalityAnswer,
  type WeakStretch,
} from "#contract/model-criticality.ts";
import { weaknesses } from "#model/graph/bridges.ts";
import { criticality, dominators } from "#model/graph/dominators.ts";
import { supplied } from "#model/graph/reach.ts";
import type { ModelNetwork } from "./assemble.ts";
import { placeOf } from "./customer-sums.ts";
import type { Answered } from "./desk.ts";
import { Marks } from "./marks.ts";
import { namedValve } from "./plan-others.ts";

const MOST_WORST = 40;
const MOST_NAMED = 8;

/** Every pipe by the customers who lose gas when it alone goes, the worst listed. */
export function answerCriticality(net: ModelNetwork): Answered {
  const { graph, rows } = net;
  const { byEdge } = criticality(graph);
  const { bridges, articulationPoints, components } = weaknesses(graph);
  const classes: number[][] = CRITICALITY_STEPS.map(() => []);
  for (let e = 0; e < net.pipes; e++)
    classes[CRITICALITY_STEPS.findLastIndex((least) => (byEdge[e] as number) >= least)]?.push(e);
  const stretches = stretchesOf(net, byEdge);
  let customers = 0;
  for (const n of supplied(graph).nodes) customers += graph.customers?.[n] ?? 0;
  const isBridge = new Set(bridges);
  const answer: CriticalityAnswer = {
    kind: "criticality",
    version: rows.version,
    area: rows.area,
    customers,
    atRisk: stretches.reduce((sum, { isTop, loss }) => sum + (isTop ? loss : 0), 0),
    pipes: classes.map(({ length }) => length),
    bridges: bridges.filter((e) => e < net.pipes).length,
    articulationPoints: articulationPoints.length,
    parts: components,
    worst: stretches
      .toSorted((a, b) => b.loss - a.loss || b.lengthM - a.lengthM)
      .slice(0, MOST_WORST)
      .map((stretch) => told(net, stretch, isBridge)),
    assumptions: ["records", "borders_feed", "valve_states_recorded", "one_at_a_time"],
    ms: 0,
  };
  const marks = new Marks(net);
  CRITICALITY_CLASSES.forEach((name, k) => {
    marks.edges(classes[k] ?? [], name);
  });
  return { answer, marks: marks.result() };
}

interface Stretch {
  /** Edges of the graph, the nearest to the source first. */
  readonly edges: number[];
  readonly loss: number;
  lengthM: number;
  /** No other stretch carries its customers as well. */
  readonly isTop: boolean;
}

/** What the same customers hang on, one behind the other, from the source on. */
function stretchesOf({ graph }: ModelNetwork, byEdge: Float64Array): Stretch[] {
  const { idom, order } = dominators(graph);
  /** The one edge by which a node's customers get their gas; −1 where there are several ways. */
  const into = new Int32Array(graph.nodes + 1).fill(-1);
  for (let e = 0; e < graph.edges; e++) {
    if ((byEdge[e] as number) === 0) continue;
    const [a, b] = [graph.from[e] as number, graph.to[e] as number];
    into[idom[b] === a ? b : a] = e;
  }
  const hangs = new Uint8Array(graph.nodes + 1);
  const of = new Map<number, Stretch>();
  const found: Stretch[] = [];
  // In preorder whoever is nearer to the source comes first.
  for (const v of order) {
    const [up, e] = [idom[v] as number, into[v] as number];
    hangs[v] = e !== -1 || hangs[up] ? 1 : 0;
    if (e === -1) continue;
    const [loss, before] = [byEdge[e] as number, into[up] as number];
    const known = before !== -1 && byEdge[before] === loss ? of.get(before) : undefined;
    const stretch = known ?? { edges: [], loss, lengthM: 0, isTop: !hangs[up] };
    if (!known) found.push(stretch);
    of.set(e, stretch);
    stretch.edges.push(e);
    stretch.lengthM += graph.lengthM[e] as number;
  }
  return found;
}

function told(net: ModelNetwork, { edges, loss, lengthM }: Stretch, isBridge: ReadonlySet<number>): WeakStretch {
  const { graph, rows, recordOf } = net;
  const pipes = edges.filter((e) => e < net.pipes);
  const devices = edges.filter((e) => e >= net.pipes);
  const first = pipes[0] ?? (devices[0] as number);
  const end = (n: number | undefined) => recordOf[n as number] as number;
  const [a, b] = [end(graph.from[first]), end(graph.to[first])];
  const [from, to] = [placeOf(rows.nodes.lngLat, a), placeOf(rows.nodes.lngLat, b)];
  const level = first < net.pipes ? rows.pipes.level[first] : rows.nodes.level[a];
  return {
    pipes: pipes.slice(0, MOST_NAMED).map((e) => rows.pipes.ids[e] as string),
    count: pipes.length,
    devices: devices.slice(0, MOST_NAMED).map((e) => namedValve(net, e).name),
    lengthM,
    level: PRESSURE_LEVELS[level as number] ?? "unknown",
    lngLat: [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2],
    customers: loss,
    isBridge: edges.every((e) => isBridge.has(e)),
  };
}
