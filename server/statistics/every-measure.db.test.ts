import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { Scope } from "#contract/scope.ts";
import { type Dimension, PLACE_DIMENSIONS } from "#contract/statistics-dimensions.ts";
import { MEASURE_IDS, type MeasureId, measureOf } from "#contract/statistics-measures.ts";
import { type Statistics, StatisticsQuery } from "#contract/statistics.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { readStatistics } from "./answer.ts";
import { foldDays } from "./fold.ts";
import { BY_HAND, byHand } from "./testing/by-hand.ts";
import { MORE_BY_HAND } from "./testing/more-by-hand.ts";
import { insertMoreRows, makeMoreRows, type MoreRows } from "./testing/more-rows.ts";

const PROVINCE: Scope = { level: "province", areaCode: "130000", enterpriseId: null };
const ENTERPRISE: Scope = { level: "enterprise", areaCode: "130102", enterpriseId: "E-1" };
const NOW = new Date("2026-07-01T04:00:00Z");
const FIRST = makeMoreRows(5, 150);
const SECOND = makeMoreRows(50, 60);
const ROWS = FIRST;

/** Figures by `row|column`, noughts left out as the recomputation does. */
const figures = ({ rowKeys, columnKeys, cells, columns }: Statistics): [string, number][] =>
  cells
    .filter(({ value }) => value !== 0)
    .map(({ row, column, value }): [string, number] => [
      columns === null ? `${rowKeys[row]?.key}` : `${rowKeys[row]?.key}|${columnKeys[column]?.key}`,
      value ?? Number.NaN,
    ])
    .toSorted();

const ids = Object.keys(MORE_BY_HAND) as MeasureId[];
const day = (min: string, max: string) =>
  fc.date({ min: new Date(min), max: new Date(max), noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10));
const question = fc.constantFrom(...ids).chain((measure) => {
  const places = measureOf(measure).isPersonal ? PLACE_DIMENSIONS.filter((one) => one !== "area") : PLACE_DIMENSIONS;
  const dimensions: Dimension[] = [...places, "day", "month", "quarter", "year", "season", ...measureOf(measure).by];
  return fc
    .record({
      measure: fc.constant(measure),
      rows: fc.constantFrom(...dimensions),
      columns: fc.option(fc.constantFrom(...dimensions)),
      from: day("2025-01-01", "2025-12-31"),
      to: day("2026-01-01", "2026-06-30"),
    })
    .filter(({ rows, columns }) => rows !== columns);
});

/** Those that are reckoned in a test of their own, or from two that are. */
const ELSEWHERE: readonly MeasureId[] = [
  "enterprises",
  "pipeKmPerKm2",
  "hazardsOpenPer100Km",
  "incidentsPer100Km",
  "patrolTimes",
  "checksOverdueShare",
];

test("every measure of the catalogue is recomputed another way", () => {
  expect([...Object.keys(BY_HAND), ...ids, ...ELSEWHERE].toSorted()).toEqual([...MEASURE_IDS].toSorted());
});

describeOnBothEngines("every measure", (bench) => {
  const ask = (query: Parameters<typeof StatisticsQuery.parse>[0], scope: Scope) =>
    bench.db().as(scope, (tx) => readStatistics(tx, scope, StatisticsQuery.parse(query), NOW));
  const check = async (runs: number) => {
    await fc.assert(
      fc.asyncProperty(question, async ({ columns, ...others }) => {
        const isPersonal = measureOf(others.measure).isPersonal;
        const scope = isPersonal ? ENTERPRISE : PROVINCE;
        const answer = await ask({ ...others, ...(columns && { columns }) }, scope);
        const own = (rows: MoreRows): MoreRows =>
          isPersonal
            ? {
                ...rows,
                visits: rows.visits.filter(({ enterprise }) => enterprise === "E-1"),
                doors: rows.doors.filter(({ enterprise }) => enterprise === "E-1"),
              }
            : rows;
        const hand = byHand(own(ROWS), MORE_BY_HAND[others.measure], { ...others, columns });
        const wanted = [...hand].toSorted();
        // Answers are rounded to nine digits; to round once more here would tear apart what lies at a half.
        expect(figures(answer)).toEqual(wanted.map(([key, value]) => [key, expect.closeTo(value, 7)]));
      }),
      { numRuns: runs },
    );
  };

  beforeAll(async () => {
    await bench.db().asSystem((tx) => insertMoreRows(tx, ROWS));
  });

  test("equals an independent recomputation from the rows, day by day too", async () => {
    await check(90);
  });

  test("is the same when days have been folded", async () => {
    await foldDays(bench.db());
    const [folded] = await bench
      .db()
      .asSystem((tx) => tx.query<{ n: number }>("select count(*) as n from stat_day_owner"));
    expect(folded?.n).toBeGreaterThan(100);
    await check(90);
  });

  test("what becomes known after days were folded counts at once, and when they are folded again", async () => {
    const total = async () =>
      (await ask({ measure: "patrolKm", rows: "day", from: "2025-01-01", to: "2026-06-30" }, PROVINCE)).total ?? 0;
    const before = await total();
    const km = SECOND.walks.reduce((sum, { lengthM }) => sum + Math.round(lengthM * 1000) / 1e6, 0);
    await bench.db().asSystem((tx) =>
      tx.query(
        `insert into field_walk (pipe_id, record_id, area_code, enterprise_id, author, at, from_m, to_m)
         select 'X' || i, 'X', r->>'area', r->>'enterprise', 'a', (r->>'at')::timestamptz, 0, (r->>'lengthM')::float8
           from jsonb_array_elements($1::jsonb) with ordinality as t (r, i)`,
        [JSON.stringify(SECOND.walks)],
      ),
    );
    expect(await total()).toBeCloseTo(before + km, 6);
    await foldDays(bench.db());
    expect(await total()).toBeCloseTo(before + km, 6);
    // A past that is brought over under its own time takes the folding back.
    await bench.db().asSystem(async (tx) => {
      await tx.query("select set_config('app.known_at', '2026-02-01T00:00:00Z', true)");
      await tx.query("delete from field_walk where record_id = 'X'");
    });
    expect(await total()).toBeCloseTo(before, 6);
  });

  test("a rate is its measure by the other one's, and a density that by the square kilometres", async () => {
    const total = async (measure: MeasureId) =>
      (await ask({ measure, rows: "unit", to: "2026-06-30" }, PROVINCE)).rowKeys.map((row) => row.total ?? 0);
    await bench.db().asSystem((tx) =>
      tx.query(
        `insert into pipe (id, dataset_name, area_code, enterprise_id, gas_kind, pressure_level, material, status, length_m, dn_mm, source_crs, from_node, to_node, laid_year, geom)
         select 'P' || i, 'd', '130102', 'E-1', 'urban_ng', 'LP', 'PE100', 'in_service', 1000, 63, 'EPSG:4490', 'a', 'b', 1990 + i, st_geomfromtext('LINESTRING(115 38, 115.1 38)', 4490)
           from generate_series(1, 30) i`,
      ),
    );
    const [km, incidents, rates] = [await total("pipeKm"), await total("incidents"), await total("incidentsPer100Km")];
    const [walked, times] = [await total("patrolKm"), await total("patrolTimes")];
    expect(km.some((value) => value > 0)).toBe(true);
    km.forEach((value, i) => {
      expect(rates[i]).toBeCloseTo(value === 0 ? 0 : ((incidents[i] as number) / value) * 100, 6);
      expect(times[i]).toBeCloseTo(value === 0 ? 0 : (walked[i] as number) / value, 6);
    });
    const [place] = await bench
      .db()
      .asSystem((tx) =>
        tx.query<{ km2: number }>(
          "select sum(d.area_km2) as km2 from division d join unit_county u on u.county_code = d.code where u.unit_code = '130100'",
        ),
      );
    const density = await ask({ measure: "pipeKmPerKm2", rows: "unit", to: "2026-06-30" }, PROVINCE);
    const found = density.rowKeys.find(({ key }) => key === "130100")?.total;
    expect(found).toBeCloseTo(30 / (place?.km2 ?? 0), 6);
  });

  test("pipes are told by their age on the last day", async () => {
    const ages = async (to: string) =>
      (await ask({ measure: "pipeKm", rows: "pipeAge", to }, PROVINCE)).rowKeys.map(({ key, total }) => [key, total]);
    // Laid on the first of January of 1991 to 2020, a kilometre each year.
    expect(await ages("2026-06-30")).toEqual([
      ["under10", 4],
      ["from10", 10],
      ["from20", 10],
      ["from30", 6],
    ]);
    expect(await ages("2020-06-30")).toEqual([
      ["under10", 10],
      ["from10", 10],
      ["from20", 10],
    ]);
    expect(
      (await ask({ measure: "pipeKm", rows: "material", where: "pipeAge:from30", to: "2026-06-30" }, PROVINCE)).total,
    ).toBe(6);
  });
});
