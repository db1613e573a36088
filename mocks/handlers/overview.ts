import { HAZARD_GRADES, LICENCE_KINDS, TAG_STATES, WARNING_LEVELS } from "#contract/gas.ts";
import type { AreaMeasure, ChildRow, Overview, OverviewQuery } from "#contract/overview.ts";
import type { Scope } from "#contract/scope.ts";
import type { EnterpriseRow, Part } from "#mocks/world/rows.ts";
import { codesBelow, type MockHouse, sightOf } from "./house.ts";
import { tagAt } from "./tag-values.ts";

const DAY_MS = 86_400_000;
const SOON_DAYS = 90;

type Rows = {
  [K in "pipes" | "stations" | "tags" | "customers" | "supply" | "hazards" | "alarms"]: Part[K];
} & { enterprises: EnterpriseRow[] };

/** Rows under an area or enterprise that a scope may see, narrowed by the filters. */
function rowsFor(house: MockHouse, scope: Scope, query: OverviewQuery): Rows {
  const mine = sightOf(house.areas, scope);
  const codes = codesBelow(house.areas, query.area ?? scope.areaCode);
  const enterprise = scope.enterpriseId ?? query.enterprise;
  const isHere = (row: { area_code: string; enterprise_id?: string; id?: string }) =>
    mine(row) && (enterprise === undefined ? codes.has(row.area_code) : (row.enterprise_id ?? row.id) === enterprise);
  const gas = <T extends { gas_kind: string }>(row: T) => query.gasKind === undefined || row.gas_kind === query.gasKind;
  const all = <T extends { area_code: string; enterprise_id: string }>(of: (part: Part) => readonly T[]): T[] =>
    house.parts.flatMap((part) => of(part).filter(isHere));
  const stations = all((part) => part.stations).filter(
    (row) => gas(row) && (query.stationKind === undefined || row.kind === query.stationKind),
  );
  const kept = new Set(stations.map((row) => row.id));
  return {
    stations,
    pipes: all((part) => part.pipes).filter(
      (row) =>
        gas(row) &&
        (query.level === undefined || row.pressure_level === query.level) &&
        (query.material === undefined || row.material === query.material),
    ),
    tags: all((part) => part.tags).filter((row) => kept.has(row.station_id)),
    customers: all((part) => part.customers).filter(gas),
    supply: all((part) => part.supply).filter(gas),
    hazards: all((part) => part.hazards),
    alarms: all((part) => part.alarms),
    enterprises: house.enterprises.filter(isHere),
  };
}

function countBy<T, K extends string>(rows: readonly T[], key: (row: T) => K, weight = (_: T) => 1): Map<K, number> {
  const counts = new Map<K, number>();
  for (const row of rows) counts.set(key(row), (counts.get(key(row)) ?? 0) + weight(row));
  return counts;
}

const isOpenAlarm = (row: { cleared_at: string | null }) => row.cleared_at === null;
const isOpenHazard = (row: { state: string }) => row.state !== "closed";

/** The answer of the real route, counted from rows in memory. */
export function mockOverview(house: MockHouse, scope: Scope, query: OverviewQuery, now: number): Overview {
  const rows = rowsFor(house, scope, query);
  const km = countBy(
    rows.pipes,
    (pipe) => `${pipe.pressure_level} ${pipe.material}`,
    (pipe) => pipe.length_m / 1000,
  );
  const state = (id: string) => tagAt(house, house.tags.seq(id), now).state;
  const alarms = countBy(rows.alarms.filter(isOpenAlarm), (row) => row.level);
  const tags = countBy(rows.tags, (row) => state(row.id));
  const open = rows.hazards.filter(isOpenHazard);
  return {
    area: query.area ?? scope.areaCode,
    enterprise: scope.enterpriseId ?? query.enterprise ?? null,
    at: new Date(now).toISOString(),
    enterprises: enterprisesIn(rows.enterprises, now),
    pipes: {
      totalKm: [...km.values()].reduce((a, b) => a + b, 0),
      byLevelAndMaterial: [...km].map(([key, value]) => {
        const [level, material] = key.split(" ") as [
          Overview["pipes"]["byLevelAndMaterial"][number]["level"],
          Overview["pipes"]["byLevelAndMaterial"][number]["material"],
        ];
        return { level, material, km: value };
      }),
    },
    stations: [...countBy(rows.stations, (row) => row.kind)].map(([kind, count]) => ({ kind, count })),
    customers: [...countBy(rows.customers, (row) => `${row.gas_kind} ${row.class}`)].map(([key, count]) => {
      const [gasKind, cls] = key.split(" ") as [
        Overview["customers"][number]["gasKind"],
        Overview["customers"][number]["class"],
      ];
      return { gasKind, class: cls, count };
    }),
    supply: [
      ...countBy(
        rows.supply,
        (row) => row.day.slice(0, 10),
        (row) => row.m3,
      ),
    ]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .slice(-30)
      .map(([day, m3]) => ({ day, m3 })),
    tags: TAG_STATES.map((s) => ({ state: s, count: tags.get(s) ?? 0 })),
    alarms: WARNING_LEVELS.map((level) => ({ level, count: alarms.get(level) ?? 0 })),
    hazards: HAZARD_GRADES.map((grade) => {
      const mine = open.filter((row) => row.grade === grade);
      const overdue = mine.filter((row) => row.due_at !== null && Date.parse(row.due_at) < now);
      return { grade, open: mine.length, overdue: overdue.length };
    }),
    children: childrenOf(house, scope, query, now),
  };
}

function enterprisesIn(enterprises: readonly EnterpriseRow[], now: number): Overview["enterprises"] {
  const days = (row: EnterpriseRow) => Math.floor((Date.parse(row.licence_expires) - now) / DAY_MS);
  return {
    total: enterprises.length,
    byLicence: LICENCE_KINDS.map((kind) => ({
      kind,
      count: enterprises.filter((row) => row.licence_kind === kind).length,
    })),
    expiring: enterprises
      .filter((row) => days(row) <= SOON_DAYS)
      .sort((a, b) => days(a) - days(b))
      .map((row) => ({
        enterpriseId: row.id,
        name: row.name,
        kind: row.licence_kind,
        expires: row.licence_expires.slice(0, 10),
        daysLeft: days(row),
      })),
  };
}

function childrenOf(house: MockHouse, scope: Scope, query: OverviewQuery, now: number): ChildRow[] {
  if (scope.enterpriseId !== null || query.enterprise !== undefined) return [];
  const { enterprise: _, ...filters } = query;
  const here = query.area ?? scope.areaCode;
  const areas = house.areas.filter((area) => area.parent === here);
  if (areas.length > 0)
    return areas.map((area) => ({
      code: area.code,
      name: area.name,
      kind: "area",
      measures: measuresOf(house, rowsFor(house, scope, { ...filters, area: area.code }), area.areaKm2, now),
    }));
  const km2 = house.areas.find((area) => area.code === here)?.areaKm2 ?? 0;
  return rowsFor(house, scope, { area: here }).enterprises.map((row) => ({
    code: row.id,
    name: row.name,
    kind: "enterprise",
    measures: measuresOf(house, rowsFor(house, scope, { ...filters, enterprise: row.id }), km2, now),
  }));
}

function measuresOf(house: MockHouse, rows: Rows, areaKm2: number, now: number): Record<AreaMeasure, number> {
  const pipeKm = rows.pipes.reduce((sum, pipe) => sum + pipe.length_m / 1000, 0);
  const inState = (...states: readonly string[]) =>
    rows.tags.filter((row) => states.includes(tagAt(house, house.tags.seq(row.id), now).state)).length;
  return {
    pipeKm,
    pipeKmPerKm2: areaKm2 > 0 ? pipeKm / areaKm2 : 0,
    stations: rows.stations.length,
    customers: rows.customers.length,
    enterprises: rows.enterprises.length,
    tags: rows.tags.length,
    tagsAlarm: inState("alarm"),
    tagsWarning: inState("warning"),
    tagsStale: inState("stale", "offline"),
    openAlarms: rows.alarms.filter(isOpenAlarm).length,
    openHazards: rows.hazards.filter(isOpenHazard).length,
    gasSuppliedM3: rows.supply.reduce((sum, row) => sum + row.m3, 0),
  };
}
