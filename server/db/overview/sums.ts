import type { Overview } from "#contract/overview.ts";
import type { Tx } from "../db.ts";
import { conditions, type Filter, type Filterable } from "./filter.ts";

/** One number of one part of the place. `key` is an area code or an enterprise id, as `place.binBy` says. */
export interface Cell {
  readonly key: string;
  readonly n: number;
}

/** What is only planned is not there yet and is not counted. */
const EXISTS = "status <> 'planned'";
const PIPE: Filterable = { level: "pressure_level", material: "material", gasKind: "gas_kind" };
const STATION: Filterable = { level: "pressure_level", gasKind: "gas_kind", stationKind: "kind" };
const BY_GAS: Filterable = { gasKind: "gas_kind" };

async function cells(
  tx: Tx,
  filter: Filter,
  columns: Filterable,
  sum: string,
  from: string,
  and = "true",
  extra: readonly unknown[] = [],
) {
  const { text, values } = conditions(filter, columns);
  const key = `${columns.of ? `${columns.of}.` : ""}${filter.place.binBy}`;
  const more = and.replaceAll(/\$(\d)/g, (_, n: string) => `$${Number(n) + values.length}`);
  return await tx.query<Cell>(`select ${key} as key, ${sum} as n from ${from} where ${text} and ${more} group by 1`, [
    ...values,
    ...extra,
  ]);
}

export async function pipesByLevelAndMaterial(
  tx: Tx,
  filter: Filter,
): Promise<Overview["pipes"]["byLevelAndMaterial"]> {
  const { text, values } = conditions(filter, PIPE);
  return await tx.query(
    `select pressure_level as level, material, sum(length_mm)::float8 / 1e6 as km
       from pipe_rollup where ${text} and ${EXISTS} group by 1, 2 order by 1, 2`,
    values,
  );
}

export const pipeKm = (tx: Tx, filter: Filter) =>
  cells(tx, filter, PIPE, "sum(length_mm)::float8 / 1e6", "pipe_rollup", EXISTS);

export async function stationsByKind(tx: Tx, filter: Filter): Promise<Overview["stations"]> {
  const { text, values } = conditions(filter, STATION);
  return await tx.query(
    `select kind, sum(stations) as count from station_rollup where ${text} and ${EXISTS} group by 1 order by 1`,
    values,
  );
}

export const stationCount = (tx: Tx, filter: Filter) =>
  cells(tx, filter, STATION, "sum(stations)", "station_rollup", EXISTS);

export async function customersByKindAndClass(tx: Tx, filter: Filter): Promise<Overview["customers"]> {
  const { text, values } = conditions(filter, BY_GAS);
  return await tx.query(
    `select gas_kind as "gasKind", class, sum(customers) as count from customer_rollup where ${text} group by 1, 2 order by 1, 2`,
    values,
  );
}

export const customerCount = (tx: Tx, filter: Filter) => cells(tx, filter, BY_GAS, "sum(customers)", "customer_rollup");

/** Gas of the given days, oldest first; a day without a report is 0. */
export async function supplyByDay(tx: Tx, filter: Filter, days: readonly string[]): Promise<Overview["supply"]> {
  const { text, values } = conditions(filter, BY_GAS);
  const rows = await tx.query<{ day: string; m3: number }>(
    `select day, sum(m3) as m3 from supply_report where ${text} and day between $${values.length + 1} and $${values.length + 2} group by 1`,
    [...values, days[0], days.at(-1)],
  );
  const m3 = new Map(rows.map((row) => [row.day, row.m3]));
  return days.map((day) => ({ day, m3: m3.get(day) ?? 0 }));
}

export const supplySum = (tx: Tx, filter: Filter, days: readonly string[]) =>
  cells(tx, filter, BY_GAS, "sum(m3)", "supply_report", "day between $1 and $2", [days[0], days.at(-1)]);

/** An alarm has the gas and kind of its tag's station. */
const ALARM: Filterable = { of: "a", gasKind: "s.gas_kind", stationKind: "s.kind" };
/** Whatever still wants something from somebody and is not held: the same that the list of alarms counts as open. */
const OPEN_ALARM = "a.state <> 'normal' and (a.hold_kind is null or a.is_leak)";
const ALARMS = "alarm a left join tag g on g.id = a.tag_id left join station s on s.id = g.station_id";

export async function openAlarmsByLevel(tx: Tx, filter: Filter): Promise<Overview["alarms"]> {
  const { text, values } = conditions(filter, ALARM);
  return await tx.query(
    `select a.level, count(*) as count from ${ALARMS} where ${text} and ${OPEN_ALARM} group by 1`,
    values,
  );
}

export const openAlarms = (tx: Tx, filter: Filter) => cells(tx, filter, ALARM, "count(*)", ALARMS, OPEN_ALARM);

/** Every state of the hazard loop but `closed` is open. */
const OPEN_HAZARD = "state <> 'closed'";

export async function hazardsByGrade(tx: Tx, filter: Filter, now: Date): Promise<Overview["hazards"]> {
  const { text, values } = conditions(filter, {});
  return await tx.query(
    `select grade, count(*) as open, count(*) filter (where due_at < $${values.length + 1}::timestamptz) as overdue
       from hazard where ${text} and ${OPEN_HAZARD} group by 1`,
    [...values, now],
  );
}

export const openHazards = (tx: Tx, filter: Filter) => cells(tx, filter, {}, "count(*)", "hazard", OPEN_HAZARD);
