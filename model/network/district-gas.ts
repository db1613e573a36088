import { MATERIALS, PRESSURE_LEVELS } from "#contract/gas.ts";
import { type GasNetwork, NATURAL_GAS } from "#model/hydraulics/gas-network.ts";
import type { ModelNetwork } from "./assemble.ts";

/** kg/s of one normal m³/h. */
export const KGS_PER_M3H = NATURAL_GAS.rhoN / 3600;
/** Wall roughness, m (GB 50028: steel 0.1 mm, PE 0.01 mm; iron 0.5 mm). */
export const ROUGHNESS = MATERIALS.map((material) =>
  material.startsWith("PE") ? 1e-5 : material === "iron" ? 5e-4 : 1e-4,
);
/** Below this a household appliance may go out, kPa gauge. */
export const SERVICE_KPA = 1.5;
/** Customers of higher levels have regulators of their own, which need so much: the floor of medium pressure. */
const MEDIUM_SERVICE_KPA = 10;
const [LOW, UNKNOWN] = [PRESSURE_LEVELS.indexOf("LP"), PRESSURE_LEVELS.indexOf("unknown")];

/** Pressure below which a node's customers take less, kPa gauge; at none they take nothing. */
export function serviceKPaAt({ rows, recordOf }: Pick<ModelNetwork, "rows" | "recordOf">, n: number): number {
  const level = rows.nodes.level[recordOf[n] as number];
  return level === LOW || level === UNKNOWN ? SERVICE_KPA : MEDIUM_SERVICE_KPA;
}

/** Pa absolute of a gauge's kPa at a node. */
export const paAt = ({ heights }: Pick<ModelNetwork, "heights">, n: number, kPa: number): number =>
  (kPa + (heights.airKPa[n] as number)) * 1000;

/** Part of a network to be solved by itself. Nodes and edges are those of the graph. */
export interface GasPart {
  readonly nodes: ArrayLike<number>;
  readonly pipes: ArrayLike<number>;
  /** Open ones. */
  readonly valves: ArrayLike<number>;
  /** Place of a node in `nodes`. */
  readonly at: (n: number) => number;
  /** Taken at a node, m³/h. */
  readonly takenM3h: (n: number) => number;
  /** Nodes held at a pressure, kPa gauge; several at one node: the highest leads. */
  readonly held: Iterable<readonly [node: number, kPa: number]>;
  /** Customers take less below their service pressure. */
  readonly isDriven: boolean;
}

/** A number for each of a list; `Float64Array.from` makes an object for each on the way. */
function columnOf<C extends Float64Array | Int32Array>(
  column: C,
  list: ArrayLike<number>,
  of: (each: number) => number,
): C {
  for (let i = 0; i < list.length; i++) column[i] = of(list[i] as number);
  return column;
}

/** The part as the solver takes it, in SI units and with heights where the records tell them. */
export function gasNetworkOf(net: ModelNetwork, part: GasPart): GasNetwork {
  const { graph, rows, heights } = net;
  const { nodes, pipes, valves, at } = part;
  const held = new Map<number, number>();
  for (const [n, kPa] of part.held) held.set(n, Math.max(held.get(n) ?? Number.NEGATIVE_INFINITY, kPa));
  const end = (edges: ArrayLike<number>, ends: Int32Array): Int32Array =>
    columnOf(new Int32Array(edges.length), edges, (e) => at(ends[e] as number));
  const byNode = (of: (n: number) => number): Float64Array => columnOf(new Float64Array(nodes.length), nodes, of);
  const byPipe = (of: (e: number) => number): Float64Array => columnOf(new Float64Array(pipes.length), pipes, of);
  return {
    demand: byNode((n) => part.takenM3h(n) * KGS_PER_M3H),
    ...(heights.known !== "none" && { height: byNode((n) => heights.m[n] as number) }),
    sources: {
      node: Int32Array.from(held.keys(), at),
      pa: Float64Array.from(held, ([n, kPa]) => paAt(net, n, kPa)),
    },
    pipes: {
      from: end(pipes, graph.from),
      to: end(pipes, graph.to),
      length: byPipe((e) => Math.max(0.5, graph.lengthM[e] as number)),
      diameter: byPipe((e) => (graph.diameterMm[e] as number) / 1000),
      roughness: byPipe((e) => ROUGHNESS[rows.pipes.material[e] as number] ?? 1e-4),
    },
    valves: {
      from: end(valves, graph.from),
      to: end(valves, graph.to),
      isOpen: new Uint8Array(valves.length).fill(1),
    },
    ...(part.isDriven && {
      pressureDriven: {
        servicePa: byNode((n) => paAt(net, n, serviceKPaAt(net, n))),
        leastPa: byNode((n) => paAt(net, n, 0)),
      },
    }),
  };
}
