import { PRESSURE_LEVELS } from "#contract/gas.ts";
import { type GasNetwork, type GasSolution, NATURAL_GAS } from "#model/hydraulics/gas-network.ts";
import { solveGas } from "#model/hydraulics/solve.ts";
import { insideMm } from "./attributes.ts";
import { inUse } from "./flows.ts";
import type { NodeRow, Part, PipeRow } from "./rows.ts";

const ATMOSPHERE_KPA = 101.325;
const absolute = (kPa: number): number => (kPa + ATMOSPHERE_KPA) * 1000;
const gauge = (pa: number): number => pa / 1000 - ATMOSPHERE_KPA;
const KGS_PER_M3H = NATURAL_GAS.rhoN / 3600;

/** Wall roughness, m (GB 50028: steel 0.1 mm, PE 0.01 mm; iron 0.5 mm). */
const ROUGHNESS: Readonly<Partial<Record<PipeRow["material"], number>>> = { PE80: 1e-5, PE100: 1e-5, iron: 5e-4 };

const rank = (level: PipeRow["pressure_level"]): number => PRESSURE_LEVELS.indexOf(level);

/** Where each pipe ends in the solver's numbers: regulators have an inlet and an outlet side, closed valves a side per pipe. */
interface Numbering {
  readonly count: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly inletOf: ReadonlyMap<string, number>;
  readonly outletOf: ReadonlyMap<string, number>;
}

function numberEnds(nodes: readonly NodeRow[], pipes: readonly PipeRow[]): Numbering {
  let count = 0;
  const inletOf = new Map<string, number>();
  const outletOf = new Map<string, number>();
  const byId = new Map<string, NodeRow>();
  for (const node of nodes) {
    byId.set(node.id, node);
    inletOf.set(node.id, count++);
    if (node.kind === "regulator") outletOf.set(node.id, count++);
  }
  const end = (id: string, pipe: PipeRow): number => {
    const node = byId.get(id);
    if (!node) throw new Error(`pipe ${pipe.id} ends at unknown node ${id}`);
    if (node.kind === "valve" && node.is_open === false) return count++;
    if (node.kind !== "regulator") return inletOf.get(id) as number;
    // Gas comes at the node's own level and leaves below it.
    return (rank(pipe.pressure_level) > rank(node.pressure_level) ? outletOf : inletOf).get(id) as number;
  };
  const from = Int32Array.from(pipes, (p) => end(p.from_node, p));
  const to = Int32Array.from(pipes, (p) => end(p.to_node, p));
  return { count, from, to, inletOf, outletOf };
}

export interface SolveAsk {
  /** Gas taken at a node, m³/h. */
  readonly demand: ReadonlyMap<string, number>;
  /** The county's gate, whose outlet feeds the part; none for the trunk lines. */
  readonly gate: string | null;
  /** Nodes of other parts where this part's pipes end. */
  readonly beyond?: readonly NodeRow[];
}

/** Pressures in kPa gauge by node; null where no gas is. */
export interface Pressures {
  readonly inlet: (nodeId: string) => number | null;
  /** Behind a regulator. */
  readonly outlet: (nodeId: string) => number | null;
  /** Gas through a station, m³/h, by station. */
  readonly stationFlow: ReadonlyMap<string, number>;
}

/** Solves a part's steady state and writes pressures and flows into its rows. Throws when there is none: a made-up network must work. */
export function solvePart(part: Part, ask: SolveAsk): Pressures {
  const nodes = [...part.nodes, ...(ask.beyond ?? [])];
  const pipes = part.pipes.filter(inUse);
  const ends = numberEnds(nodes, pipes);
  const regulators = part.nodes.filter((n) => n.kind === "regulator" && n.id !== ask.gate);
  const solution = solveGas(networkOf(nodes, pipes, ends, regulators, ask), NATURAL_GAS);
  if (!solution.isConverged || solution.starved.length > 0)
    throw new Error(
      `${part.areaCode}: no steady state (${solution.iterations} steps, residual ${solution.residual}, ${solution.starved.length} starved)`,
    );
  const kPa = (i: number | undefined): number | null => {
    const pa = i === undefined ? Number.NaN : (solution.pa[i] as number);
    return Number.isNaN(pa) ? null : rounded(gauge(pa));
  };
  for (const node of part.nodes) if (node.id !== ask.gate) node.pressure_kpa = kPa(ends.inletOf.get(node.id));
  for (const [e, pipe] of pipes.entries()) {
    const [a, b] = [kPa(ends.from[e]), kPa(ends.to[e])];
    pipe.operating_kpa = a === null || b === null ? null : rounded((a + b) / 2);
    pipe.flow_m3h = rounded((solution.flow[e] as number) / KGS_PER_M3H);
  }
  const pressures: Omit<Pressures, "stationFlow"> = {
    inlet: (id) => kPa(ends.inletOf.get(id)),
    outlet: (id) => kPa(ends.outletOf.get(id)),
  };
  const stationFlow = fillStations(part, pressures, regulators, solution, pipes);
  return { ...pressures, stationFlow };
}

/** Four significant figures below 100, one decimal above: what a gauge shows. */
const rounded = (x: number): number => (Math.abs(x) >= 100 ? Math.round(x * 10) / 10 : Number(x.toPrecision(4)));

function networkOf(
  nodes: readonly NodeRow[],
  pipes: readonly PipeRow[],
  ends: Numbering,
  regulators: readonly NodeRow[],
  ask: SolveAsk,
): GasNetwork {
  const demand = new Float64Array(ends.count);
  for (const [id, m3h] of ask.demand) {
    const i = ends.inletOf.get(id);
    if (i !== undefined) demand[i] = m3h * KGS_PER_M3H;
  }
  const sources = nodes
    .filter((n) => n.kind === "source")
    .map((n) => [ends.inletOf.get(n.id) ?? 0, n.set_point_kpa ?? 0]);
  const gate = nodes.find((n) => n.id === ask.gate);
  if (gate) sources.push([ends.outletOf.get(gate.id) ?? 0, gate.set_point_kpa ?? 0]);
  return {
    demand,
    sources: {
      node: Int32Array.from(sources, ([i]) => i as number),
      pa: Float64Array.from(sources, ([, kPa]) => absolute(kPa as number)),
    },
    pipes: {
      from: ends.from,
      to: ends.to,
      length: Float64Array.from(pipes, (p) => Math.max(0.5, p.length_m)),
      diameter: Float64Array.from(pipes, (p) => insideMm(p) / 1000),
      roughness: Float64Array.from(pipes, (p) => ROUGHNESS[p.material] ?? 1e-4),
    },
    regulators: {
      from: Int32Array.from(regulators, (n) => ends.inletOf.get(n.id) ?? 0),
      to: Int32Array.from(regulators, (n) => ends.outletOf.get(n.id) ?? 0),
      pa: Float64Array.from(regulators, (n) => absolute(n.set_point_kpa ?? 0)),
    },
  };
}

/** Station pressures come from its regulator or node; capacity is two and a half times what passes. Returns what passes. */
function fillStations(
  part: Part,
  pressures: Pick<Pressures, "outlet">,
  regulators: readonly NodeRow[],
  solution: GasSolution,
  pipes: readonly PipeRow[],
): Map<string, number> {
  const stationFlow = new Map<string, number>();
  const passing = new Map(regulators.map((n, r) => [n.id, (solution.regulatorFlow[r] as number) / KGS_PER_M3H]));
  const leaving = new Map<string, number>();
  for (const p of pipes) leaving.set(p.from_node, (leaving.get(p.from_node) ?? 0) + (p.flow_m3h ?? 0));
  const nodeOf = new Map(part.nodes.flatMap((n) => (n.station_id ? [[n.station_id, n] as const] : [])));
  for (const station of part.stations) {
    const node = nodeOf.get(station.id);
    if (!node) continue;
    station.inlet_kpa = node.pressure_kpa;
    if (node.kind !== "regulator" && node.kind !== "source") continue;
    if (node.kind === "regulator") station.outlet_kpa = pressures.outlet(node.id);
    const m3h = passing.get(node.id) ?? leaving.get(node.id) ?? 0;
    stationFlow.set(station.id, m3h);
    station.capacity_m3h = Math.max(5, Math.ceil(m3h * 2.5));
  }
  return stationFlow;
}
