import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { PIPE_CLASSING } from "#contract/pipe-classes.ts";
import { withClasses } from "#lib/pipe-filter.ts";
import { findings } from "#panels/testing/findings.ts";
import { mockStages } from "#panels/testing/mock-stages.ts";
import { CHARTS, NO_STATISTICS, type StatisticsView } from "#state/statistics.ts";
import { StatisticsPanel } from "./statistics-panel.tsx";

const showTo = mockStages();
const begin = (at: Partial<StatisticsView>) =>
  showTo("province", <StatisticsPanel />, { panel: "statistics", statistics: { ...NO_STATISTICS, ...at } });

const lines = () => [...document.querySelectorAll<HTMLElement>(".statistics-table tbody tr:has(th)")];
const heads = () => [...document.querySelectorAll<HTMLElement>(".statistics-table thead th")];
const totals = () => lines().map((line) => Number(line.querySelector("td")?.textContent?.replaceAll(",", "")));
const whole = () =>
  Number(document.querySelector(".statistics-total strong")?.textContent?.replaceAll(",", "") ?? Number.NaN);

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
