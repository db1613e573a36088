import fc from "fast-check";
import { expect, test } from "vitest";
import { DIMENSIONS } from "#contract/statistics-dimensions.ts";
import { MEASURE_IDS } from "#contract/statistics-measures.ts";
import {
  AGAINST_MOST,
  CHARTS,
  daysOf,
  MAP_AS,
  PERIODS,
  STATISTICS_COMPARES,
  type StatisticsView,
  yearBefore,
} from "./statistics.ts";
import { readStatistics, statisticsParts } from "./url-statistics.ts";

const day = fc
  .date({ min: new Date("1950-01-01"), max: new Date("2150-01-01"), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));
const instant = fc
  .date({ min: new Date("1950-01-01"), max: new Date("2150-01-01"), noInvalidDate: true })
  .map((at) => at.toISOString());
const period = fc.oneof(
  fc.record({ kind: fc.constantFrom(...PERIODS.filter((kind) => kind !== "days")) }),
  fc.tuple(day, day).map(([a, b]) => ({ kind: "days" as const, from: a < b ? a : b, to: a < b ? b : a })),
);
const key = fc.stringMatching(/^[\w-]{1,20}$/);
const anyView: fc.Arbitrary<StatisticsView> = fc
  .record({
    measure: fc.constantFrom(...MEASURE_IDS),
    rows: fc.constantFrom(...DIMENSIONS),
    columns: fc.option(fc.constantFrom(...DIMENSIONS)),
    period,
    known: fc.option(instant),
    where: fc.constantFrom({}, { gasKind: ["lpg"] }, { hazardGrade: ["major", "minor"], gasKind: ["urban_ng"] }),
    chart: fc.constantFrom(...CHARTS),
    mapAs: fc.constantFrom(...MAP_AS),
    compare: fc.constantFrom(...STATISTICS_COMPARES),
    since: fc.option(instant),
    against: fc.uniqueArray(fc.stringMatching(/^[0-9]{6}$/), { maxLength: AGAINST_MOST }),
    threshold: fc.option(fc.integer()),
    cell: fc.option(
      fc.record(
        { row: key, column: fc.option(key), area: fc.stringMatching(/^[0-9]{6}$/) },
        { requiredKeys: ["row", "column"] },
      ),
    ),
  })
  .filter(({ rows, columns }) => rows !== columns);

const textOf = (view: StatisticsView): string =>
  new URLSearchParams(
    statisticsParts(view).flatMap(([name, value]) => (value === null ? [] : [[name, value] as [string, string]])),
  ).toString();

test("every question comes back from its link as it was", () => {
  fc.assert(
    fc.property(anyView, (view) => {
      expect(readStatistics(new URLSearchParams(textOf(view)))).toEqual(view);
    }),
  );
});

test("a link with anything at all in it is read without a fault", () => {
  const names = fc.constantFrom(
    "stat",
    "by",
    "days",
    "known",
    "where",
    "chart",
    "areas",
    "cmp",
    "since",
    "vs",
    "limit",
    "cell",
  );
  fc.assert(
    fc.property(fc.dictionary(names, fc.string()), (parts) => {
      readStatistics(new URLSearchParams({ stat: "pipeKm", ...parts }));
    }),
  );
  expect(readStatistics(new URLSearchParams("by=county"))).toBeUndefined();
});

test("areas side by side are read from links of one area and of several, each once and no more than stand side by side", () => {
  const read = (vs: string) => readStatistics(new URLSearchParams({ stat: "pipeKm", cmp: "area", vs }))?.against;
  expect(read("130600")).toEqual(["130600"]);
  expect(read("130600,130200,130600,x")).toEqual(["130600", "130200"]);
  expect(read("130100,130200,130300,130400,130500,130600,130700")).toHaveLength(AGAINST_MOST);
});

test("periods begin and end where the province's calendar says", () => {
  const at = (text: string) => Date.parse(text);
  expect(daysOf({ kind: "season" }, at("2026-11-26T00:00:00Z"))).toEqual({ from: "2026-11-15", to: "2026-11-26" });
  expect(daysOf({ kind: "season" }, at("2026-06-01T00:00:00Z"))).toEqual({ from: "2025-11-15", to: "2026-03-15" });
  expect(daysOf({ kind: "lastSeason" }, at("2026-11-26T00:00:00Z"))).toEqual({ from: "2025-11-15", to: "2026-03-15" });
  expect(daysOf({ kind: "months12" }, at("2026-01-31T17:00:00Z"))).toEqual({ from: "2025-03-01", to: "2026-02-01" });
  expect(daysOf({ kind: "year" }, at("2025-12-31T17:00:00Z"))).toEqual({ from: "2026-01-01", to: "2026-01-01" });
  expect(yearBefore({ from: "2024-02-29", to: "2024-03-31" })).toEqual({ from: "2023-02-28", to: "2023-03-31" });
});
