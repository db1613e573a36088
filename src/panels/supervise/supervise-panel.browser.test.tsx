import { expect, test } from "vitest";
import { page } from "vitest/browser";
import type { Between } from "#mocks/handlers/answers-in-page.ts";
import { mockStages } from "#panels/testing/mock-stages.ts";
import { NO_SUPERVISE, type SuperviseView } from "#state/supervise.ts";
import { SupervisePanel } from "./supervise-panel.tsx";

const showTo = mockStages();
const begin = async (role: string, at: Partial<SuperviseView> = {}, between?: Between) => {
  const view = { panel: "supervise", supervise: { ...NO_SUPERVISE, ...at } };
  return await showTo(role, <SupervisePanel />, view, between);
};
const refuse =
  (path: string): Between =>
  (request) =>
    request.url.includes(path)
      ? Response.json(
          { type: "about:blank", title: "unavailable", status: 503, code: "unavailable", detail: "no" },
          { status: 503 },
        )
      : null;

test("a supervisor reads what was walked by level, area and enterprise, and colours the map by it", async () => {
  const { stores } = await begin("province");
  await expect.element(page.getByText("覆盖率").first()).toBeVisible();
  await expect.poll(() => document.querySelectorAll(".data-table").length).toBe(3);
  await expect.element(page.getByText("近 30 天入户")).toBeVisible();
  await page.getByRole("button", { name: "在地图上按上次巡线着色" }).click();
  await expect.element(page.getByText("地图已按上次巡线着色")).toBeVisible();
  expect(stores.view.getState().colorBy).toBe("patrol");
});

test("people are listed with doors and marks, and one's ways open with the record behind them", async () => {
  await begin("province", { page: "people" });
  await page.getByRole("button", { name: "查看 巡检员" }).click();
  await expect.element(page.getByText("查看轨迹会记入审计", { exact: false })).toBeVisible();
  await expect.element(page.getByRole("img").first()).toBeVisible();
  await page.getByRole("button", { name: "返回人员列表" }).click();
  await expect.element(page.getByText("一小时内的位置")).toBeVisible();
});

test("the desk says of whom it sees nothing, and why", async () => {
  await begin("province", { page: "people" });
  await expect.element(page.getByText("未同意位置共享，看不到位置和轨迹：李未同意")).toBeVisible();
  await begin("province", { page: "people", person: "declined" });
  await expect.element(page.getByText(/未同意位置共享（告知书第 1 版）。记录照常上报/)).toBeVisible();
  expect(document.querySelector(".way-drawing")).toBeNull();
});

test("an analyst reads figures of people and no ways", async () => {
  await begin("analyst", { page: "people", person: "inspector" });
  await expect.element(page.getByText("只对监管、调度人员开放", { exact: false })).toBeVisible();
  expect(document.querySelector(".way-drawing")).toBeNull();
});

test("a record opens as evidence with times, device and receipt, and folds again", async () => {
  await begin("province", { page: "records" });
  await page
    .getByTitle(/打开 .* 的记录/)
    .first()
    .click();
  for (const name of ["时间", "位置", "疑点", "照片与附件", "回执"])
    await expect.element(page.getByRole("heading", { name, exact: true })).toBeVisible();
  await expect.element(page.getByText("mock-phone")).toBeVisible();
  await page.getByRole("button", { name: "返回列表" }).click();
  await expect.element(page.getByLabelText("记录类型")).toBeVisible();
});

test("a record that is not there, or not in sight, is said in words", async () => {
  await begin("province", { page: "records", record: "nothing" });
  await expect.element(page.getByText("没有这条记录", { exact: false })).toBeVisible();
});

test("what cannot be asked is said, with a way to ask again", async () => {
  await begin("province", {}, refuse("/api/field/coverage"));
  await expect.element(page.getByRole("alert")).toBeVisible();
});
