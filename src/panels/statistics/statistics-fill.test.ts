import { expect, test } from "vitest";
import type { Statistics } from "#contract/statistics.ts";
import { isAmount, statisticsCircles, statisticsFill } from "./statistics-fill.ts";

const rows = (totals: Readonly<Record<string, number | null>>, completeness = 1): Pick<Statistics, "rowKeys"> => ({
  rowKeys: Object.entries(totals).map(([key, total]) => ({ key, name: key, total, completeness })),
});

test("areas are filled by their figures; an enterprise is none, and one without a figure stays bare", () => {
  const fill = statisticsFill(rows({ "130102": 3, "130104": 7, "130105": null, E1: 900 }), null);
  expect(fill?.values).toEqual({ "130102": 3, "130104": 7 });
  expect(fill?.scale).toMatchObject({ min: 3, max: 7 });
});

test("where every figure is nought, or there are enterprises alone, nothing is filled", () => {
  expect(statisticsFill(rows({ "130102": 0, "130104": 0 }), null)).toBeNull();
  expect(statisticsFill(rows({ E1: 4, E2: 9 }), null)).toBeNull();
});

test("what was never reported is no nought", () => {
  expect(statisticsFill(rows({ "130102": 0 }, 0), rows({ "130102": 5 }))).toBeNull();
});

test("both times are in the same classes", () => {
  const fill = statisticsFill(rows({ "130102": 0, "130104": 2 }), rows({ "130102": 9 }));
  expect(fill?.scale).toMatchObject({ min: 0, max: 9 });
});

test("circles stand for amounts above nought, never for shares", () => {
  const circles = statisticsCircles(rows({ "130102": 0, "130104": 2, E1: 80 }), rows({ "130102": 9 }));
  expect(circles).toEqual({ values: { "130104": 2 }, max: 9 });
  expect([isAmount("pipeKm"), isAmount("hazardsOpen"), isAmount("gasPeakM3")]).toEqual([true, true, true]);
  expect([isAmount("pipeKmPerKm2"), isAmount("checksEntryShare"), isAmount("patrolTimes")]).toEqual([
    false,
    false,
    false,
  ]);
});
