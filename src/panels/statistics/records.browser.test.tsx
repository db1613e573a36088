import { expect, test } from "vitest";
import { mockStages } from "#panels/testing/mock-stages.ts";
import type { Dimension } from "#contract/statistics-dimensions.ts";
import type { MeasureId } from "#contract/statistics-measures.ts";
import { NO_STATISTICS, setStatistics } from "#state/statistics.ts";
import { superviseOf } from "#state/supervise.ts";
import type { View } from "#state/view.ts";
import { StatisticsPanel } from "./statistics-panel.tsx";

const showTo = mockStages();
const records = () => [...document.querySelectorAll<HTMLElement>(".statistics-records tbody th button")];

interface Opened {
  readonly measure: MeasureId;
  readonly rows: Dimension;
  readonly row: string;
  readonly panel: string;
  /** What of its kind is open, by its id. */
  readonly open: (view: View) => string | null;
}
const OPENED: readonly Opened[] = [
  { measure: "alarms", rows: "warningLevel", row: "red", panel: "alarms", open: ({ alarms }) => alarms.alarm },
  {
    measure: "hazardsFound",
    rows: "hazardGrade",
    row: "major",
    panel: "supervise",
    open: (view) => superviseOf(view).hazard,
  },
];

test.each(OPENED)("a record behind $measure opens in the panel $panel", async ({ measure, rows, row, panel, open }) => {
  const { stores } = await showTo("province", <StatisticsPanel />, {
    panel: "statistics",
    statistics: { ...NO_STATISTICS, measure, rows },
  });
  await expect.poll(() => document.querySelectorAll(".statistics-table tbody tr:has(th)").length).toBeGreaterThan(0);
  setStatistics(stores.view, { cell: { row, column: null } });
  await expect.poll(() => records().length).toBeGreaterThan(0);
  const button = records()[0] as HTMLElement;
  const id = button.textContent;
  button.click();
  expect(stores.view.getState().panel).toBe(panel);
  expect(open(stores.view.getState())).toBe(id);
});
