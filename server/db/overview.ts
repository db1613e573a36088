import { HAZARD_GRADES, TAG_STATES, WARNING_LEVELS } from "#contract/gas.ts";
import type { AreaMeasure, ChildRow, Overview } from "#contract/overview.ts";
import type { Tx } from "./db.ts";
import { licences, presences } from "./overview/enterprises.ts";
import type { Filter } from "./overview/filter.ts";
import type { Place } from "./overview/place.ts";
import * as sums from "./overview/sums.ts";
import type { TagCell } from "./overview/tags.ts";

/** Gas is summed over this many full days. */
export const SUPPLY_DAYS = 30;

const DAY_MS = 86_400_000;
const DATE = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai", dateStyle: "short" });

/** The day in Asia/Shanghai, as YYYY-MM-DD. */
export const dayOf = (at: Date): string => DATE.format(at);

/** The last `count` days that have ended, oldest first, in Asia/Shanghai (which has no summer time). */
export const fullDays = (now: Date, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => dayOf(new Date(now.getTime() - (count - i) * DAY_MS)));

const sumOf = (cells: readonly { readonly count: number }[]): number => cells.reduce((n, { count }) => n + count, 0);

type Measures = Record<AreaMeasure, number>;

const nothing = (): Measures => ({
  pipeKm: 0,
  pipeKmPerKm2: 0,
  stations: 0,
  customers: 0,
  enterprises: 0,
  tags: 0,
  tagsAlarm: 0,
  tagsWarning: 0,
  tagsStale: 0,
  openAlarms: 0,
  openHazards: 0,
  gasSuppliedM3: 0,
});

/** Gathers numbers by part of the place; parts that are known beforehand are there also when they hold nothing. */
class Comparison {
  readonly #place: Place;
  readonly #rows = new Map<string, Measures>();

  constructor(place: Place) {
    this.#place = place;
    for (const { code } of place.bins) this.#rows.set(code, nothing());
  }

  add(measure: AreaMeasure, cells: readonly sums.Cell[]): void {
    for (const { key, n } of cells) {
      const code = this.#place.binOf(key);
      const row = this.#rows.get(code) ?? nothing();
      row[measure] += n;
      this.#rows.set(code, row);
    }
  }

  rows(): ChildRow[] {
    const { bins, binBy, areaKm2, nameOf } = this.#place;
    const known = new Map(bins.map((bin) => [bin.code, bin]));
    return [...this.#rows].map(([code, measures]) => {
      const km2 = known.get(code)?.areaKm2 ?? areaKm2;
      return {
        code,
        name: known.get(code)?.name ?? nameOf(code),
        kind: binBy === "area_code" ? "area" : "enterprise",
        measures: { ...measures, pipeKmPerKm2: km2 > 0 ? measures.pipeKm / km2 : 0 },
      };
    });
  }
}

/** Silent tags: those that have fallen silent of late and those that have been for a day; both have no value to go by. */
const SILENT = new Set<TagCell["state"]>(["stale", "offline"]);

const tagNumbers = (cells: readonly TagCell[]) => cells.map(({ key, count }) => ({ key, n: count }));

async function compare(
  tx: Tx,
  filter: Filter,
  days: readonly string[],
  tags: readonly TagCell[],
  where: Awaited<ReturnType<typeof presences>>,
): Promise<ChildRow[]> {
  const { place } = filter;
  const comparison = new Comparison(place);
  const pairs = new Set(
    where.map(
      (row) => `${place.binOf(place.binBy === "area_code" ? row.area_code : row.enterprise_id)} ${row.enterprise_id}`,
    ),
  );
  comparison.add("pipeKm", await sums.pipeKm(tx, filter));
  comparison.add("stations", await sums.stationCount(tx, filter));
  comparison.add("customers", await sums.customerCount(tx, filter));
  for (const pair of pairs) {
    const code = pair.slice(0, pair.indexOf(" "));
    comparison.add("enterprises", [{ key: code, n: 1 }]);
  }
  comparison.add("tags", tagNumbers(tags));
  comparison.add("tagsAlarm", tagNumbers(tags.filter(({ state }) => state === "alarm")));
  comparison.add("tagsWarning", tagNumbers(tags.filter(({ state }) => state === "warning")));
  comparison.add("tagsStale", tagNumbers(tags.filter(({ state }) => SILENT.has(state))));
  comparison.add("openAlarms", await sums.openAlarms(tx, filter));
  comparison.add("openHazards", await sums.openHazards(tx, filter));
  comparison.add("gasSuppliedM3", await sums.supplySum(tx, filter, days));
  return comparison.rows();
}

/**
 * The key numbers of a place, read in the caller's transaction and so under the caller's scope. A filter narrows each number that knows
 * what it speaks of: level, material and gas the pipes; level, gas and kind the stations; gas the users and the gas supplied; gas and kind
 * of their station the tags and alarms. Pipes and stations that are only planned are not counted. Where the place itself holds rows
 * that none of its parts does, it has a line among its parts, so that the parts add up to the whole.
 */
export async function readOverview(tx: Tx, filter: Filter, tags: readonly TagCell[], now: Date): Promise<Overview> {
  const days = fullDays(now, SUPPLY_DAYS);
  const where = await presences(tx, filter);
  const ids = [...new Set(where.map((row) => row.enterprise_id))].toSorted();
  const pipes = await sums.pipesByLevelAndMaterial(tx, filter);
  const alarms = new Map((await sums.openAlarmsByLevel(tx, filter)).map((row) => [row.level, row]));
  const hazards = new Map((await sums.hazardsByGrade(tx, filter, now)).map((row) => [row.grade, row]));
  return {
    area: filter.place.area,
    enterprise: filter.enterprise ?? null,
    at: now.toISOString(),
    enterprises: { total: ids.length, ...(await licences(tx, ids, dayOf(now))) },
    pipes: { totalKm: pipes.reduce((km, row) => km + row.km, 0), byLevelAndMaterial: pipes },
    stations: await sums.stationsByKind(tx, filter),
    customers: await sums.customersByKindAndClass(tx, filter),
    supply: await sums.supplyByDay(tx, filter, days),
    tags: TAG_STATES.map((state) => ({ state, count: sumOf(tags.filter((cell) => cell.state === state)) })),
    alarms: WARNING_LEVELS.map((level) => alarms.get(level) ?? { level, count: 0 }),
    hazards: HAZARD_GRADES.map((grade) => hazards.get(grade) ?? { grade, open: 0, overdue: 0 }),
    children: await compare(tx, filter, days, tags, where),
  };
}
