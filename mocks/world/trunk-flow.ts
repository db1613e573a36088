import { equip } from "./flows.ts";
import type { NodeRow, Part } from "./rows.ts";
import { solvePart } from "./steady-state.ts";
import { gateNodeId } from "./trunk.ts";

export interface TrunkFlowAsk {
  readonly seed: number;
  readonly asOf: number;
  readonly asOfYear: number;
  /** What each county takes, m³/h. */
  readonly demand: ReadonlyMap<string, number>;
}

export interface TrunkFlow {
  /** Pressure at which each county's gate is fed, kPa. */
  readonly gateKPa: ReadonlyMap<string, number>;
  /** Gas through the trunk lines' stations, m³/h. */
  readonly stationFlow: ReadonlyMap<string, number>;
}

/** Gives the trunk lines their diameters and solves them. */
export function equipTrunk(trunk: Part, ask: TrunkFlowAsk): TrunkFlow {
  const demand = new Map([...ask.demand].map(([code, m3h]) => [gateNodeId(code), m3h]));
  const beyond = [...ask.demand.keys()].map(gateEnd);
  const roots = trunk.nodes.filter((n) => n.kind === "source").map((n) => n.id);
  equip(trunk, { seed: ask.seed, asOfMs: ask.asOf, asOfYear: ask.asOfYear, demand, gates: beyond, roots });
  const pressures = solvePart(trunk, { demand, gate: null, beyond });
  return {
    gateKPa: new Map([...ask.demand.keys()].map((code) => [code, pressures.inlet(gateNodeId(code)) ?? 0])),
    stationFlow: pressures.stationFlow,
  };
}

/** A county's gate as the trunk lines see it: where a branch ends. */
const gateEnd = (code: string): NodeRow => ({
  id: gateNodeId(code),
  kind: "end",
  name: null,
  area_code: code,
  enterprise_id: "",
  station_id: null,
  pressure_level: "HP_A",
  is_open: null,
  condition: null,
  is_motorised: null,
  last_exercised: null,
  set_point_kpa: null,
  pressure_kpa: null,
  elevation_m: null,
  lngLat: [0, 0],
});
