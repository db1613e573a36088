import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { PIPE_CLASSING } from "#contract/pipe-classes.ts";
import type { Statistics } from "#contract/statistics.ts";
import { withClasses } from "#lib/pipe-filter.ts";
import type { Between } from "#mocks/handlers/answers-in-page.ts";
import { findings } from "#panels/testing/findings.ts";
import { mockStages } from "#panels/testing/mock-stages.ts";
import { CHARTS, NO_STATISTICS, type StatisticsView } from "#state/statistics.ts";
import { StatisticsPanel } from "./statistics-panel.tsx";

const showTo = mockStages();
const begin = (at: Partial<StatisticsView>, between?: Between) =>
  showTo("province", <StatisticsPanel />, { panel: "statistics", statistics: { ...NO_STATISTICS, ...at } }, between);

const box = () => document.querySelector<HTMLElement>(".statistics-table") as HTMLElement;
const lines = () => [...document.querySelectorAll<HTMLElement>(".statistics-table tbody tr:has(th)")];
const heads = () => [...document.querySelectorAll<HTMLElement>(".statistics-table thead th")];
const totals = () => lines().map((line) => Number(line.querySelector("td")?.textContent?.replaceAll(",", "")));
const whole = () =>
  Number(document.querySelector(".statistics-total strong")?.textContent?.replaceAll(",", "") ?? Number.NaN);

/** A year of days, each its own figure. */
const DAYS = Array.from({ length: 365 }, (_, i) => new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10));
const YEAR: Statistics = {
  measure: "gasSuppliedM3",
  area: "130000",
  enterprise: null,
  rows: "day",
  columns: null,
  from: "2026-01-01",
  to: "2026-12-31",
  known: "2027-01-01T00:00:00.000Z",
  where: "",
  at: "2027-01-01T00:00:00.000Z",
  rowKeys: DAYS.map((key, i) => ({ key, name: null, total: i + 1, completeness: 1 })),
  columnKeys: [{ key: "", name: null, total: 66_795 }],
  cells: DAYS.map((_, row) => ({ row, column: 0, value: row + 1 })),
  total: 66_795,
  completeness: 1,
  suppressed: 0,
};
const yearOfDays: Between = ({ url }) => (new URL(url).pathname === "/api/statistics" ? Response.json(YEAR) : null);

test("of a year of days the table draws those in sight; its heads and first column stay there", async () => {
  await begin({ measure: "gasSuppliedM3", rows: "day" }, yearOfDays);
  await expect.poll(() => lines().length).toBeGreaterThan(10);
  const table = box().querySelector("table") as HTMLTableElement;
  expect(table.getAttribute("aria-rowcount")).toBe(String(DAYS.length + 2));
  expect(lines().length).toBeLessThan(60);
  const names = () => lines().map((line) => line.querySelector("th")?.textContent);
  const first = names()[0];
  const head = heads()[0] as HTMLElement;
  const at = head.getBoundingClientRect();
  box().scrollTop = box().scrollHeight;
  await expect.poll(() => names().includes(first)).toBe(false);
  expect(lines().length).toBeLessThan(60);
  expect(head.getBoundingClientRect().top).toBeCloseTo(at.top, 0);
  expect(getComputedStyle(lines()[0]?.querySelector("th") as HTMLElement).position).toBe("sticky");
  expect(totals().at(-1)).toBe(DAYS.length);
});

test("a head sorts by its figures, either way, and says so; arrows lead from number to number", async () => {
  await begin({ measure: "pipeKm", rows: "county" });
  await expect.poll(() => lines().length).toBeGreaterThan(3);
  const head = () => heads()[1] as HTMLElement;
  const press = async () => await userEvent.click(head().querySelector("button") as HTMLElement);
  await press();
  await expect.poll(() => head().getAttribute("aria-sort")).toBe("descending");
  expect(totals()).toEqual(totals().toSorted((a, b) => b - a));
  await press();
  await expect.poll(() => head().getAttribute("aria-sort")).toBe("ascending");
  expect(totals()).toEqual(totals().toSorted((a, b) => a - b));
  const numbers = () => lines().map((line) => line.querySelector("td button"));
  (numbers()[0] as HTMLElement).focus();
  await userEvent.keyboard("{ArrowDown}");
  expect(document.activeElement).toBe(numbers()[1]);
  await userEvent.keyboard("{ArrowUp}");
  expect(document.activeElement).toBe(numbers()[0]);
});

test("a word pressed in the table narrows the map's filter, one of the map's legend narrows the table, and each is undone", async () => {
  const { stores } = await begin({ measure: "pipeKm", rows: "material" });
  const { view, filterHistory } = stores;
  await expect.poll(() => lines().length).toBeGreaterThan(1);
  const all = whole();
  const word = lines()[0]?.querySelector("th button") as HTMLElement;
  await userEvent.click(word);
  await expect.poll(() => view.getState().pipeFilter.only.material?.length).toBe(1);
  await expect.poll(() => lines().length).toBe(1);
  expect(whole()).toBeLessThan(all);
  filterHistory.undo();
  expect(view.getState().pipeFilter.only.material ?? []).toEqual([]);
  await expect.poll(whole).toBe(all);

  // As the legend does.
  const { level } = PIPE_CLASSING;
  expect(level.kind).toBe("list");
  view.setState(({ pipeFilter }) => ({ pipeFilter: withClasses(pipeFilter, "level", [0]) }));
  await expect.poll(whole).not.toBe(all);
  filterHistory.undo();
  await expect.poll(whole).toBe(all);
});

test.each(CHARTS)("beside a chart as %s stands its table, and axe finds nothing against either", async (chart) => {
  await begin({ measure: "pipeKm", rows: "county", columns: "pressureLevel", chart });
  await expect.poll(() => lines().length).toBeGreaterThan(3);
  await expect.element(page.getByRole("img", { name: /管道长度/ }).first()).toBeVisible();
  await expect.element(page.getByRole("table", { name: "数据表" }).first()).toBeVisible();
  expect(await findings(false)).toEqual([]);
});
