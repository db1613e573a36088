import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { answerFromMocks, signInToMocks } from "#mocks/handlers/answers-in-page.ts";
import { type Stage, stage } from "#panels/testing/stage.tsx";
import type { CameraWish } from "#state/camera-events.ts";
import { AGAINST_MOST, NO_STATISTICS } from "#state/statistics.ts";
import { statisticsParts } from "#state/url-statistics.ts";
import { StatisticsPanel } from "./statistics-panel.tsx";
import { useStatisticsOnMap } from "./use-statistics-fill.ts";

let open: Stage | null = null;
let stopAnswers = () => {};
beforeEach(() => page.viewport(1440, 900));
afterEach(() => {
  open?.close();
  open = null;
  stopAnswers();
});

/** What the map is given, as text. */
function OnMap() {
  return <output aria-label="map">{Object.keys(useStatisticsOnMap()?.fill?.values ?? {}).join(",")}</output>;
}

const heads = () => [...document.querySelectorAll(".statistics-table thead th")].map((th) => th.textContent);
const onMap = () => document.querySelector("output[aria-label=map]")?.textContent?.split(",").toSorted();

test("up to six areas stand side by side in table, map and link, each by keyboard put there and taken off, and undone", async () => {
  stopAnswers = answerFromMocks();
  const me = signInToMocks("province");
  const statistics = { ...NO_STATISTICS, rows: "pressureLevel", compare: "area" } as const;
  const page_ = (
    <>
      <StatisticsPanel />
      <OnMap />
    </>
  );
  open = await stage(me, page_, { panel: "statistics", statistics });
  const { view, camera, filterHistory, highlight } = open.stores;
  const wishes: CameraWish[] = [];
  camera.listen((wish) => wishes.push(wish));
  const select = page.getByRole("combobox", { name: "对比区域" });
  await expect.element(select).toBeVisible();
  await expect.poll(() => select.element().querySelectorAll("option").length).toBeGreaterThan(AGAINST_MOST);
  const codes = [...select.element().querySelectorAll("option")].map((one) => one.value).filter(Boolean);
  const chosen = codes.slice(0, AGAINST_MOST);
  for (const code of chosen) await userEvent.selectOptions(select, code);
  const against = () => view.getState().statistics?.against;
  expect(against()).toEqual(chosen);
  expect(wishes.map(({ kind }) => kind)).toEqual(chosen.map(() => "fit"));
  // The breakdown, six areas, completeness; no column of differences between more than two.
  await expect.poll(() => heads().length).toBe(1 + 6 + 1);
  await expect.poll(onMap).toEqual([me.scope.areaCode, ...chosen].toSorted());
  expect(select.element().querySelectorAll("option")).toHaveLength(1);
  expect(Object.fromEntries(statisticsParts(view.getState().statistics)).vs).toBe(chosen.join(","));

  // A figure of another area opens its records.
  const figure = page.getByRole("group", { name: "数据表" }).element().querySelector("tbody td:nth-child(3) button");
  expect(figure).toBeInstanceOf(HTMLButtonElement);
  (figure as HTMLButtonElement).click();
  await expect.poll(() => view.getState().statistics?.cell?.area).toBe(chosen[0]);
  await expect.element(page.getByRole("heading", { name: /的明细$/ })).toBeVisible();
  filterHistory.undo();

  const chip = page.getByRole("button", { name: /^取消对比/ }).first();
  (chip.element() as HTMLElement).focus();
  expect(highlight.getState().area).toBe(chosen[0]);
  await userEvent.keyboard("{Enter}");
  expect(against()).toEqual(chosen.slice(1));
  expect(document.activeElement).toBe(select.element());
  filterHistory.undo();
  expect(against()).toEqual(chosen);

  filterHistory.undo();
  expect(against()).toEqual(chosen.slice(0, -1));
});

test("of one other area the difference is told too, and an area of a link that is out of sight stays out", async () => {
  stopAnswers = answerFromMocks();
  const me = signInToMocks("city");
  const statistics = { ...NO_STATISTICS, rows: "pressureLevel", compare: "area", against: ["130200"] } as const;
  open = await stage(me, <StatisticsPanel />, { panel: "statistics", statistics });
  await expect.element(page.getByText(/部分对比区域不在您的范围内/)).toBeVisible();
  await expect.poll(() => heads().length).toBe(3);
  const select = page.getByRole("combobox", { name: "对比区域" });
  const [first = ""] = [...select.element().querySelectorAll("option")].map((one) => one.value).filter(Boolean);
  await userEvent.selectOptions(select, first);
  await expect.poll(() => heads().length).toBe(6);
  expect(heads()[3]).toMatch(/^与.+之差/);
});
