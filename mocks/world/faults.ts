import { PRESSURE_LEVELS } from "#contract/gas.ts";
import { between, pick, type Rng, rng } from "./rng.ts";
import type { Part, TagRow } from "./rows.ts";

/*
 * Faults with many alarms and one cause, planted into a made-up province: the answer key that folding is scored against. What a fault reaches is
 * walked here from the rows alone, pipe by pipe, and not asked of the code under test.
 */

/**
 * `regulator`: what it feeds falls · `line`: an enterprise's sensors of one county fall silent · `enterprise`: those of all its counties do ·
 * `wells`: gas in wells beside each other.
 */
export const FAULT_KINDS = ["regulator", "line", "enterprise", "wells"] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly id: string;
  readonly kind: FaultKind;
  /** The station, `county/enterprise` of the line, or the enterprise. */
  readonly causeId: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Each tag it reaches, with how long after its start, ms. */
  readonly reaches: ReadonlyMap<string, number>;
}

export interface FaultPlan {
  readonly regulators: number;
  readonly lines: number;
  /** Of enterprises with sensors in several counties; one with a single county is a line. */
  readonly enterprises: number;
  readonly wells: number;
}

const MIN = 60_000;
const rank = (level: string): number => (PRESSURE_LEVELS as readonly string[]).indexOf(level);

interface Ways {
  readonly pipesAt: ReadonlyMap<string, { readonly to: string; readonly rank: number; readonly m: number }[]>;
  readonly nodesOf: ReadonlyMap<string, readonly string[]>;
  readonly stationAt: ReadonlyMap<string, string>;
}

function waysOf(parts: readonly Part[]): Ways {
  const pipesAt = new Map<string, { to: string; rank: number; m: number }[]>();
  const nodesOf = new Map<string, string[]>();
  const stationAt = new Map<string, string>();
  const shut = new Set(parts.flatMap(({ nodes }) => nodes.filter((n) => n.is_open === false).map((n) => n.id)));
  const add = (from: string, to: string, level: string, m: number) => {
    if (shut.has(from) || shut.has(to)) return;
    pipesAt.set(from, [...(pipesAt.get(from) ?? []), { to, rank: rank(level), m }]);
  };
  for (const { pipes, nodes } of parts) {
    for (const p of pipes) {
      if (p.status !== "in_service") continue;
      add(p.from_node, p.to_node, p.pressure_level, p.length_m);
      add(p.to_node, p.from_node, p.pressure_level, p.length_m);
    }
    for (const { id, station_id } of nodes) {
      if (station_id === null) continue;
      stationAt.set(id, station_id);
      nodesOf.set(station_id, [...(nodesOf.get(station_id) ?? []), id]);
    }
  }
  return { pipesAt, nodesOf, stationAt };
}

/** Stations that gas reaches from a regulator's outlet without ever climbing to a higher level, with the metres to each. */
function downstream({ pipesAt, nodesOf, stationAt }: Ways, stationId: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>([[stationId, 0]]);
  const seen = new Map<string, number>();
  const queue: { node: string; rank: number; m: number }[] = [];
  for (const node of nodesOf.get(stationId) ?? []) {
    const ranks = (pipesAt.get(node) ?? []).map((p) => p.rank);
    const inlet = Math.min(...ranks);
    for (const p of pipesAt.get(node) ?? []) if (p.rank > inlet) queue.push({ node: p.to, rank: p.rank, m: p.m });
    seen.set(node, 0);
  }
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    if (seen.has(at.node)) continue;
    seen.set(at.node, at.m);
    const station = stationAt.get(at.node);
    if (station !== undefined && !found.has(station)) found.set(station, at.m);
    for (const p of pipesAt.get(at.node) ?? [])
      if (p.rank >= at.rank) queue.push({ node: p.to, rank: p.rank, m: at.m + p.m });
  }
  return found;
}

/** Whether something else feeds the same pipes: then its fault alone takes nothing away. */
const isOnlyFeeder = (ways: Ways, stationId: string, reached: ReadonlyMap<string, number>): boolean =>
  [...reached.keys()].every((other) => other === stationId || !feedsUp(ways, other, stationId, reached));

/** A reached station with a pipe of a higher level than any that reached it draws from elsewhere. */
function feedsUp(
  { pipesAt, nodesOf }: Ways,
  other: string,
  from: string,
  reached: ReadonlyMap<string, number>,
): boolean {
  if (other === from || !reached.has(other)) return false;
  const own = Math.min(...(nodesOf.get(from) ?? []).flatMap((n) => (pipesAt.get(n) ?? []).map((p) => p.rank)));
  const highest = Math.min(...(nodesOf.get(other) ?? []).flatMap((n) => (pipesAt.get(n) ?? []).map((p) => p.rank)));
  return highest <= own;
}

const SLOWEST_MS = 4 * MIN;
/** A wave of falling pressure in a network that packs little gas. */
const METRES_PER_S = 60;

function regulatorFault(
  r: Rng,
  parts: readonly Part[],
  ways: Ways,
  taken: ReadonlySet<string>,
): Omit<Fault, "id" | "startMs" | "endMs"> | null {
  const tags = parts.flatMap((part) => part.tags).filter(({ kind }) => kind === "pressure");
  const byStation = Map.groupBy(tags, ({ station_id }) => station_id);
  const stations = parts
    .flatMap((part) => part.stations)
    .filter(
      ({ kind, id }) =>
        (kind === "regulator_station" || kind === "city_gate" || kind === "regulator_cabinet") && !taken.has(id),
    );
  for (let tries = 0; tries < 200 && stations.length > 0; tries++) {
    const { id } = pick(r, stations);
    const reached = downstream(ways, id);
    if (!isOnlyFeeder(ways, id, reached)) continue;
    const reaches = new Map<string, number>();
    for (const [station, m] of reached) {
      for (const tag of byStation.get(station) ?? []) {
        // Its own inlet stays as it is.
        const isInlet = station === id && tag.name.includes("进");
        if (!isInlet) reaches.set(tag.id, Math.min(SLOWEST_MS, (1000 * m) / METRES_PER_S));
      }
    }
    const isFree = [...reaches.keys()].every((tag) => !taken.has(tag));
    if (new Set([...reaches.keys()].map((tag) => tag)).size >= 3 && isFree)
      return { kind: "regulator", causeId: id, reaches };
  }
  return null;
}

function lineFault(
  r: Rng,
  parts: readonly Part[],
  taken: ReadonlySet<string>,
): Omit<Fault, "id" | "startMs" | "endMs"> | null {
  const lines = Map.groupBy(
    parts.flatMap((part) => part.tags),
    ({ area_code, enterprise_id }) => `${area_code}/${enterprise_id}`,
  );
  const wide = [...lines].filter(
    ([id, tags]) =>
      !taken.has(id) && new Set(tags.map((t) => t.station_id)).size >= 2 && tags.every((t) => !taken.has(t.id)),
  );
  if (wide.length === 0) return null;
  const [causeId, tags] = pick(r, wide);
  return { kind: "line", causeId, reaches: new Map(tags.map(({ id }) => [id, 0])) };
}

function enterpriseFault(
  r: Rng,
  parts: readonly Part[],
  taken: ReadonlySet<string>,
): Omit<Fault, "id" | "startMs" | "endMs"> | null {
  const enterprises = Map.groupBy(
    parts.flatMap((part) => part.tags),
    ({ enterprise_id }) => enterprise_id,
  );
  const wide = [...enterprises].filter(
    ([id, tags]) =>
      !taken.has(id) && new Set(tags.map((t) => t.area_code)).size >= 2 && tags.every((t) => !taken.has(t.id)),
  );
  if (wide.length === 0) return null;
  const [causeId, tags] = pick(r, wide);
  return { kind: "enterprise", causeId, reaches: new Map(tags.map(({ id }) => [id, 0])) };
}

const NEAR_M = 150;

function wellsFault(
  r: Rng,
  parts: readonly Part[],
  taken: ReadonlySet<string>,
): Omit<Fault, "id" | "startMs" | "endMs"> | null {
  for (const part of [...parts].sort(() => r() - 0.5)) {
    const places = new Map(part.stations.map(({ id, lngLat }) => [id, lngLat]));
    const wells = part.tags.filter(({ kind, id }) => kind === "methane" && !taken.has(id));
    for (const well of wells) {
      const at = places.get(well.station_id);
      const near = wells.filter((other) => {
        const to = places.get(other.station_id);
        if (at === undefined || to === undefined || other.station_id === well.station_id) return false;
        const x = (to[0] - at[0]) * Math.cos((at[1] * Math.PI) / 180);
        return 111_200 * Math.hypot(x, to[1] - at[1]) < NEAR_M;
      });
      if (near.length === 0) continue;
      const reaches = new Map([well, ...near].map(({ id }, i) => [id, i * 5 * MIN]));
      return { kind: "wells", causeId: well.station_id, reaches };
    }
  }
  return null;
}

/** Plants faults whose reaches do not overlap, each somewhere in [from, to). Fewer than planned where the province has no room. */
export function plantFaults(parts: readonly Part[], seed: number, plan: FaultPlan, from: number, to: number): Fault[] {
  const r = rng(seed, "faults");
  const ways = waysOf(parts);
  const taken = new Set<string>();
  const faults: Fault[] = [];
  const plant = (make: () => Omit<Fault, "id" | "startMs" | "endMs"> | null, minutes: number) => {
    const made = make();
    if (made === null) return;
    const startMs = Math.round(between(r, from, to));
    faults.push({ ...made, id: `F${faults.length + 1}`, startMs, endMs: startMs + minutes * MIN });
    taken.add(made.causeId);
    for (const tag of made.reaches.keys()) taken.add(tag);
  };
  // First: an enterprise must be whole, and everything else finds room beside it.
  for (let i = 0; i < plan.enterprises; i++) plant(() => enterpriseFault(r, parts, taken), 240);
  for (let i = 0; i < plan.regulators; i++) plant(() => regulatorFault(r, parts, ways, taken), 60);
  for (let i = 0; i < plan.lines; i++) plant(() => lineFault(r, parts, taken), 240);
  for (let i = 0; i < plan.wells; i++) plant(() => wellsFault(r, parts, taken), 120);
  return faults;
}

/** What a tag shows while a fault reaches it: null = nothing. Outside every fault `calm` is what it shows. */
export function faultyValue(tag: TagRow, calm: number, fault: Fault | undefined, ms: number): number | null {
  const after = fault?.reaches.get(tag.id);
  if (fault === undefined || after === undefined || ms < fault.startMs + after || ms >= fault.endMs) return calm;
  if (fault.kind === "line" || fault.kind === "enterprise") return null;
  if (fault.kind === "wells") return 30;
  return 0.8 * (tag.low_alarm ?? tag.nominal * 0.5);
}
