import {
  CUSTOMER_CLASSES,
  MATERIALS,
  NODE_KINDS,
  PIPE_STATUSES,
  PRESSURE_LEVEL_MAX_KPA,
  PRESSURE_LEVELS,
} from "#contract/gas.ts";
import { NODE_STATE } from "#contract/model-network.ts";
import { buildGraph, EDGE, EDGE_STATE, type NetworkGraph } from "#model/graph/network-graph.ts";
import { type Heights, heightsOf } from "./heights.ts";
import type { NetworkRows } from "./rows.ts";

const [SOURCE, VALVE, REGULATOR] = (["source", "valve", "regulator"] as const).map((kind) =>
  NODE_KINDS.indexOf(kind),
) as [number, number, number];
const UNKNOWN = PRESSURE_LEVELS.indexOf("unknown");
const IN_SERVICE = PIPE_STATUSES.indexOf("in_service");
const PE = MATERIALS.map((material) => material.startsWith("PE"));
const DEGREE_M = 111_320;

/**
 * A network to walk on and to solve. Records have valves and regulators as nodes; here each is an edge between two nodes: the record's own
 * (the inlet of a regulator) and one more. The first nodes are those of the records, the first edges their pipes.
 */
export interface ModelNetwork {
  readonly rows: NetworkRows;
  readonly graph: NetworkGraph & {
    readonly lengthM: Float64Array;
    readonly diameterMm: Float64Array;
    readonly peDnMm: Float64Array;
  };
  /** Record of each node of the graph. */
  readonly recordOf: Int32Array;
  /** Valve or regulator edge of a record; −1 where it is neither, or no pipe ends there. */
  readonly edgeOfNode: Int32Array;
  /** Record of a valve's or regulator's edge; −1 for pipes. */
  readonly nodeOfEdge: Int32Array;
  /** Edges below this are pipes, and the pipe's number. */
  readonly pipes: number;
  /** kPa gauge at each of `graph.sources`. */
  readonly sourceKPa: Float64Array;
  readonly heights: Heights;
}

interface Sides {
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Second node of a record; −1 where it has none. */
  readonly second: Int32Array;
  readonly nodes: number;
}

/** Which side of a valve or regulator each pipe ends at. Gas enters a regulator at its own level and leaves below it. */
function sidesOf({ nodes, pipes }: NetworkRows): Sides {
  const count = nodes.kind.length;
  const [from, to] = [pipes.from.slice(), pipes.to.slice()];
  const second = new Int32Array(count).fill(-1);
  const [first, other] = [new Int32Array(count), new Int32Array(count)];
  const hasOutlet = regulatorsWithOutlet({ nodes, pipes });
  const isBeyond = (e: number, n: number, isFrom: boolean): boolean => {
    const level = pipes.level[e] as number;
    const own = nodes.level[n] as number;
    // A pipe of unknown level says by its drawing which side it is on.
    if (nodes.kind[n] !== REGULATOR || level === UNKNOWN || own === UNKNOWN) return isFrom;
    // A main that goes on past a regulator to the next one stays at the inlet, whichever way it was drawn.
    if (level === own) return isFrom && hasOutlet[n] === 0;
    return level > own;
  };
  const splits = (n: number): boolean => nodes.kind[n] === VALVE || nodes.kind[n] === REGULATOR;
  const eachEnd = (see: (e: number, n: number, isFrom: boolean) => void): void => {
    for (let e = 0; e < from.length; e++) {
      const a = pipes.from[e] as number;
      const b = pipes.to[e] as number;
      if (splits(b)) see(e, b, false);
      if (splits(a)) see(e, a, true);
    }
  };
  eachEnd((e, n, isFrom) => {
    const counted = isBeyond(e, n, isFrom) ? other : first;
    counted[n] = (counted[n] as number) + 1;
  });
  let next = count;
  const seen = new Int32Array(count);
  eachEnd((e, n, isFrom) => {
    // A valve all of whose pipes were drawn the same way still stands between them: the first pipe is on its own side.
    const isOneSided = nodes.kind[n] === VALVE && (first[n] === 0 || other[n] === 0);
    const beyond = isOneSided ? (seen[n] as number) > 0 : isBeyond(e, n, isFrom);
    seen[n] = (seen[n] as number) + 1;
    if (second[n] === -1) second[n] = next++;
    if (beyond) (isFrom ? from : to)[e] = second[n] as number;
  });
  return { from, to, second, nodes: next };
}

/** 1 at regulators with a pipe below their own level: what stands at their level is inlet then. */
function regulatorsWithOutlet({ nodes, pipes }: Pick<NetworkRows, "nodes" | "pipes">): Uint8Array {
  const has = new Uint8Array(nodes.kind.length);
  const see = (e: number, n: number): void => {
    if (nodes.kind[n] !== REGULATOR) return;
    const level = pipes.level[e] as number;
    const own = nodes.level[n] as number;
    if (level !== UNKNOWN && own !== UNKNOWN && level > own) has[n] = 1;
  };
  for (let e = 0; e < pipes.from.length; e++) {
    see(e, pipes.from[e] as number);
    see(e, pipes.to[e] as number);
  }
  return has;
}

const levelKPa = (level: number): number => {
  const name = PRESSURE_LEVELS[level] ?? "unknown";
  return name === "LP" ? 2.5 : 0.8 * (PRESSURE_LEVEL_MAX_KPA[name] ?? 4000);
};

function valveState(state: number): number {
  let out = 0;
  if (!(state & NODE_STATE.closed)) out |= EDGE_STATE.open;
  if (!(state & (NODE_STATE.broken | NODE_STATE.inaccessible))) out |= EDGE_STATE.operable;
  if (state & NODE_STATE.broken) out |= EDGE_STATE.broken;
  if (state & NODE_STATE.inaccessible) out |= EDGE_STATE.inaccessible;
  return out;
}

/** Inside diameter, mm: steel and iron are named by it, PE by the outside. SDR 11 where no wall is told. */
function insideMm({ pipes }: NetworkRows, e: number): number {
  const dn = pipes.dnMm[e] as number;
  const wall = pipes.wallMm[e] as number;
  const inside = PE[pipes.material[e] as number] ? dn - 2 * (Number.isNaN(wall) ? dn / 11 : wall) : dn;
  return inside > 0 ? inside : 100;
}

/** Builds the graph of an area's records. */
export function assemble(rows: NetworkRows): ModelNetwork {
  const { nodes, pipes } = rows;
  const sides = sidesOf(rows);
  const devices: number[] = [];
  const edgeOfNode = new Int32Array(nodes.kind.length).fill(-1);
  const pipeCount = pipes.from.length;
  for (let n = 0; n < sides.second.length; n++)
    if (sides.second[n] !== -1) {
      edgeOfNode[n] = pipeCount + devices.length;
      devices.push(n);
    }
  const edges = pipeCount + devices.length;
  const [from, to] = [new Int32Array(edges), new Int32Array(edges)];
  from.set(sides.from);
  to.set(sides.to);
  const kind = new Uint8Array(edges).fill(EDGE.pipe);
  const state = new Uint8Array(edges).fill(EDGE_STATE.operable | EDGE_STATE.open);
  const nodeOfEdge = new Int32Array(edges).fill(-1);
  for (let e = 0; e < pipeCount; e++) if (pipes.status[e] !== IN_SERVICE) state[e] = EDGE_STATE.operable;
  devices.forEach((n, i) => {
    const e = pipeCount + i;
    from[e] = n;
    to[e] = sides.second[n] as number;
    nodeOfEdge[e] = n;
    kind[e] = nodes.kind[n] === VALVE ? EDGE.valve : EDGE.regulator;
    if (kind[e] === EDGE.valve) state[e] = valveState(nodes.state[n] as number);
  });
  const recordOf = recordsOf(sides);
  const { sources, sourceKPa } = sourcesOf(rows, sides, from, to);
  const perPipe = (of: (e: number) => number): Float64Array => {
    const column = new Float64Array(edges);
    for (let e = 0; e < pipeCount; e++) column[e] = of(e);
    return column;
  };
  const graph = buildGraph({
    nodes: sides.nodes,
    from,
    to,
    kind,
    state,
    sources,
    customers: customersOf(rows, sides.nodes),
    lengthM: perPipe((e) => Math.max(0.1, pipes.lengthM[e] as number)),
    diameterMm: perPipe((e) => insideMm(rows, e)),
    peDnMm: perPipe((e) => (PE[pipes.material[e] as number] ? (pipes.dnMm[e] as number) : 0)),
    xyM: planeOf(rows, recordOf),
  });
  return {
    ...{ rows, graph: graph as ModelNetwork["graph"], recordOf, edgeOfNode, nodeOfEdge },
    ...{ pipes: pipeCount, sourceKPa, heights: heightsOf(rows, graph, recordOf) },
  };
}

function recordsOf({ second, nodes }: Sides): Int32Array {
  const recordOf = Int32Array.from({ length: nodes }, (_, i) => i);
  second.forEach((at, n) => {
    if (at !== -1) recordOf[at] = n;
  });
  return recordOf;
}

function customersOf({ nodes }: NetworkRows, count: number): Float64Array {
  const width = CUSTOMER_CLASSES.length;
  const all = new Float64Array(count);
  for (let i = 0; i < nodes.customers.length; i++) {
    const n = Math.floor(i / width);
    all[n] = (all[n] as number) + (nodes.customers[i] as number);
  }
  return all;
}

/** Metres east and north of the first node. */
export function onPlane({ nodes: { lngLat } }: NetworkRows, lng: number, lat: number): [xM: number, yM: number] {
  const [lng0, lat0] = [lngLat[0] ?? 0, lngLat[1] ?? 0];
  return [(lng - lng0) * DEGREE_M * Math.cos((lat0 * Math.PI) / 180), (lat - lat0) * DEGREE_M];
}

/** The plane's places by node of the graph. */
function planeOf(rows: NetworkRows, recordOf: Int32Array): Float64Array {
  const { lngLat } = rows.nodes;
  const xy = new Float64Array(2 * recordOf.length);
  recordOf.forEach((n, i) => {
    const [xM, yM] = onPlane(rows, lngLat[2 * n] as number, lngLat[2 * n + 1] as number);
    xy[2 * i] = xM;
    xy[2 * i + 1] = yM;
  });
  return xy;
}

/** Where gas comes in: sources, borders (what lies beyond is not known), and regulators that no pipe of the area feeds. */
function sourcesOf({ nodes, pipes }: NetworkRows, { second }: Sides, from: Int32Array, to: Int32Array) {
  const hasPipe = new Uint8Array(nodes.kind.length + second.length);
  const told = new Map<number, number>();
  for (let e = 0; e < pipes.from.length; e++) {
    if (pipes.status[e] !== IN_SERVICE) continue;
    for (const n of [from[e] as number, to[e] as number]) {
      hasPipe[n] = 1;
      if (!Number.isNaN(pipes.kPa[e])) told.set(n, Math.max(told.get(n) ?? 0, pipes.kPa[e] as number));
    }
  }
  const sources: number[] = [];
  const kPas: number[] = [];
  const add = (n: number, kPa: number | undefined, level: number): void => {
    sources.push(n);
    kPas.push(kPa === undefined || Number.isNaN(kPa) ? levelKPa(level) : kPa);
  };
  for (let n = 0; n < nodes.kind.length; n++) {
    const level = nodes.level[n] as number;
    const set = nodes.setKPa[n] as number;
    if (nodes.kind[n] === SOURCE) add(n, Number.isNaN(set) ? told.get(n) : set, level);
    else if ((nodes.state[n] as number) & NODE_STATE.border && hasPipe[n]) add(n, told.get(n), level);
    else if (nodes.kind[n] === REGULATOR && second[n] !== -1 && !hasPipe[n])
      add(second[n] as number, Number.isNaN(set) ? told.get(second[n] as number) : set, level);
  }
  return { sources: Int32Array.from(sources), sourceKPa: Float64Array.from(kPas) };
}
