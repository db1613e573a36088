import type { PressureLevel, TagKind } from "#contract/gas.ts";
import { PRESSURE_LEVEL_MAX_KPA, TAG_UNITS } from "#contract/gas.ts";
import { between, type Rng, rng } from "./rng.ts";
import type { NodeRow, Part, StationRow, TagRow } from "./rows.ts";
import { isTrunkTag, TAG_PLANS, type TagPlan } from "./tag-plan.ts";

type Limits = Pick<TagRow, "low_alarm" | "low_warning" | "high_warning" | "high_alarm">;

const NO_LIMITS: Limits = { low_alarm: null, low_warning: null, high_warning: null, high_alarm: null };
const limits = (
  low_alarm: number | null,
  low_warning: number | null,
  high_warning: number | null,
  high_alarm: number | null,
): Limits => ({
  low_alarm,
  low_warning,
  high_warning,
  high_alarm,
});

/** Three figures are what an instrument shows. */
const rounded = (x: number): number => Number(x.toPrecision(4));

function pressureLimits(kPa: number, level: PressureLevel): Limits {
  if (level === "LP") return limits(1.2, 1.6, 3.3, 4);
  const most = PRESSURE_LEVEL_MAX_KPA[level] ?? 6300;
  return limits(
    rounded(kPa * 0.6),
    rounded(kPa * 0.75),
    rounded(Math.max(kPa * 1.04, most * 0.98)),
    rounded(Math.max(kPa * 1.1, most * 1.02)),
  );
}

function limitsOf(kind: TagKind, nominal: number, level: PressureLevel): Limits {
  switch (kind) {
    case "pressure":
      return pressureLimits(nominal, level);
    case "flow":
      return limits(null, null, rounded(nominal * 2.4 + 1), rounded(nominal * 3 + 2));
    case "temperature":
      return limits(-30, -20, 45, 60);
    case "tank_level":
      return limits(10, 18, 88, 94);
    case "gas_concentration":
      return limits(null, null, 20, 50);
    case "methane":
      return limits(null, null, 5, 20);
    case "ethane":
      return limits(null, null, 50, 200);
    case "odorant":
      return limits(8, 12, 30, 40);
    case "cp_potential":
      return limits(-1300, -1200, -850, -780);
    case "valve_position":
      return NO_LIMITS;
  }
}

/** Seconds between two values: SCADA in stations, slower where a battery pays. */
function samplingOf(kind: TagKind, station: StationRow): number {
  if (kind === "methane" || kind === "ethane") return 1800;
  if (kind === "cp_potential") return 3600;
  if (station.kind === "regulator_box" || station.kind === "valve_pit") return 600;
  if (station.kind === "regulator_cabinet" || station.kind === "lpg_shop" || station.kind === "valve_room") return 60;
  return kind === "temperature" || kind === "tank_level" ? 30 : 10;
}

/** Tank pressures do not come from the network: LNG at 0.5 MPa, spheres at 1.2 MPa. */
const TANK_KPA: Readonly<Partial<Record<StationRow["kind"], number>>> = {
  lng_storage: 520,
  storage_distribution: 1_180,
  cng_mother: 700,
};

function nominalOf(r: Rng, { plan, station, node, m3h }: Place): number {
  switch (plan.kind) {
    case "pressure": {
      const solved = plan.side === "outlet" ? station.outlet_kpa : (station.inlet_kpa ?? node?.pressure_kpa);
      return rounded(solved ?? TANK_KPA[station.kind] ?? 300);
    }
    case "flow":
      return rounded(Math.max(0.01, m3h));
    case "temperature":
      return rounded(between(r, 9, 16));
    case "tank_level":
      return rounded(between(r, 45, 70));
    case "gas_concentration":
      return rounded(between(r, 0.2, 1.2));
    case "methane":
      return rounded(between(r, 0.1, 0.6));
    case "ethane":
      return rounded(between(r, 0.5, 3));
    case "odorant":
      return rounded(between(r, 18, 23));
    case "cp_potential":
      return -Math.round(between(r, 950, 1080));
    case "valve_position":
      return node?.is_open === false ? 0 : 100;
  }
}

const DEAD_BAND: Readonly<Partial<Record<TagKind, number>>> = {
  temperature: 0.5,
  tank_level: 0.5,
  methane: 0.2,
  ethane: 2,
  cp_potential: 5,
};

interface Place {
  readonly station: StationRow;
  readonly node: NodeRow | undefined;
  readonly plan: TagPlan;
  readonly order: number;
  /** Gas through the station. */
  readonly m3h: number;
}

function tag(r: Rng, prefix: string, n: number, place: Place): TagRow {
  const { station, node, plan } = place;
  const nominal = nominalOf(r, place);
  const level = plan.side === "outlet" && station.outlet_level ? station.outlet_level : station.pressure_level;
  const sampling = samplingOf(plan.kind, station);
  return {
    id: `T${prefix}${String(n + 1).padStart(5, "0")}`,
    name: `${station.name}${plan.name}`,
    kind: plan.kind,
    station_id: station.id,
    node_id: node?.id ?? null,
    area_code: station.area_code,
    enterprise_id: station.enterprise_id,
    unit: TAG_UNITS[plan.kind],
    ...limitsOf(plan.kind, nominal, level),
    dead_band: DEAD_BAND[plan.kind] ?? rounded(Math.abs(nominal) * 0.005),
    sampling_s: sampling,
    stale_after_s: Math.max(60, sampling * 3),
    nominal,
  };
}

function places(
  part: Part,
  flow: ReadonlyMap<string, number>,
  isWanted: (station: StationRow, index: number, plan: TagPlan) => boolean,
): Place[] {
  const nodeOf = new Map<string, NodeRow>();
  for (const node of part.nodes) if (node.station_id) nodeOf.set(node.station_id, node);
  let order = 0;
  return part.stations.flatMap((station, i) =>
    TAG_PLANS[station.kind]
      .filter((plan) => isWanted(station, i, plan))
      .map((plan) => ({ station, node: nodeOf.get(station.id), plan, order: order++, m3h: flow.get(station.id) ?? 0 })),
  );
}

/** The trunk lines' sensors. */
export function trunkTags(seed: number, trunk: Part, flow: ReadonlyMap<string, number>): TagRow[] {
  const r = rng(seed, "trunk tags");
  return places(trunk, flow, (s, i, plan) => isTrunkTag(s.kind, i, plan)).map((p, n) => tag(r, "130000", n, p));
}

/** A county's sensors, the most telling first, as many as its budget has. */
export function countyTags(seed: number, part: Part, count: number, flow: ReadonlyMap<string, number>): TagRow[] {
  const r = rng(seed, `tags ${part.areaCode}`);
  return places(part, flow, () => true)
    .sort((a, b) => a.plan.rank - b.plan.rank || a.order - b.order)
    .slice(0, count)
    .sort((a, b) => a.order - b.order)
    .map((p, n) => tag(r, part.areaCode, n, p));
}
