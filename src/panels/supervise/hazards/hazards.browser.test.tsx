import { expect, test } from "vitest";
import { page } from "vitest/browser";
import type { Between } from "#mocks/handlers/answers-in-page.ts";
import { SupervisePanel } from "#panels/supervise/supervise-panel.tsx";
import { mockStages } from "#panels/testing/mock-stages.ts";
import { addHazardNews } from "#state/hazard-news.ts";
import { NO_SUPERVISE, type SuperviseView, superviseOf } from "#state/supervise.ts";
import { HazardNotice } from "./hazard-notice.tsx";

const showTo = mockStages();
const begin = async (role: string, at: Partial<SuperviseView> = {}, between?: Between) => {
  const view = { panel: "supervise", supervise: { ...NO_SUPERVISE, page: "hazards" as const, ...at } };
  return await showTo(role, <SupervisePanel />, view, between);
};
const rows = () => document.querySelectorAll(".hazard-row").length;
const counted = () =>
  Number(/\d+/.exec(document.querySelector(".hazard-board .section-top .quiet")?.textContent ?? "")?.[0]);

test("a value of the board narrows its count and its list alike, and is let go again", async () => {
  await begin("province");
  await expect.poll(counted).toBeGreaterThan(0);
  const all = counted();
  await page.getByRole("button", { name: "只看二级", exact: false }).click();
  await expect.poll(counted).toBeLessThan(all);
  await expect.poll(rows).toBe(Math.min(50, counted()));
  await page.getByRole("button", { name: "清除筛选" }).click();
  await expect.poll(counted).toBe(all);
});

test("a number of the matrix opens its list, along whatever stands against the grades", async () => {
  await begin("province");
  await page.getByRole("button", { name: "期限", exact: true }).click();
  const place = page.getByRole("button", { name: /^二级（一般），.*：\d+ 项$/ }).first();
  await expect.element(place).toBeVisible();
  const told = Number(/：(\d+) 项/.exec(place.element().getAttribute("aria-label") ?? "")?.[1]);
  await place.click();
  await expect.element(place).toHaveAttribute("aria-pressed", "true");
  await expect.poll(counted).toBe(told);
  await expect.poll(rows).toBe(Math.min(50, told));
  await page.getByRole("button", { name: "环节", exact: true }).click();
  await expect.element(page.getByRole("status").filter({ hasText: "二级（一般） · " })).toBeVisible();
});

test("one is opened, pressed with a note, and its way tells who pressed", async () => {
  const { stores } = await begin("province");
  await expect.poll(rows).toBeGreaterThan(0);
  document.querySelector<HTMLElement>(".hazard-row")?.click();
  await page.getByRole("button", { name: "督办" }).click();
  await page.getByRole("textbox", { name: "说明" }).fill("请今日内到场");
  await page.getByRole("button", { name: "确认" }).click();
  await expect.element(page.getByText("请今日内到场")).toBeVisible();
  expect(superviseOf(stores.view.getState()).hazard).not.toBeNull();
  await page.getByRole("button", { name: "返回隐患看板" }).click();
  await expect.poll(rows).toBeGreaterThan(0);
});

test("what was typed stays when a step fails, and the reason is said", async () => {
  const refuse: Between = (request) =>
    request.method === "POST" && request.url.includes("/steps")
      ? Response.json(
          { type: "about:blank", title: "unavailable", status: 503, code: "unavailable", detail: "no" },
          { status: 503 },
        )
      : null;
  await begin("province", {}, refuse);
  await expect.poll(rows).toBeGreaterThan(0);
  document.querySelector<HTMLElement>(".hazard-row")?.click();
  await page.getByRole("button", { name: "督办" }).click();
  await page.getByRole("textbox", { name: "说明" }).fill("请今日内到场");
  await page.getByRole("button", { name: "确认" }).click();
  await expect.element(page.getByRole("alert")).toBeVisible();
  await expect.element(page.getByRole("textbox", { name: "说明" })).toHaveValue("请今日内到场");
});

test("an analyst reads a hazard and takes no step", async () => {
  await begin("analyst");
  await expect.poll(rows).toBeGreaterThan(0);
  document.querySelector<HTMLElement>(".hazard-row")?.click();
  await expect.element(page.getByText("你的角色在当前环节没有可进行的处置。")).toBeVisible();
});

test("a hazard that is not there, or not in sight, is said in words", async () => {
  await begin("province", { hazard: "nothing" });
  await expect.element(page.getByText("没有这项隐患", { exact: false })).toBeVisible();
});

test("a major hazard is told until somebody has looked, and opens from there", async () => {
  const { view, hazardNews } = (await showTo("province", <HazardNotice />)).stores;
  const told = { type: "hazard" as const, areaCode: "130102", enterpriseId: "E-1", code: "leak_smell", note: "" };
  const at = { lngLat: [114.5, 38] as [number, number], foundAt: "2026-11-26T08:00:00.000Z", dueAt: null };
  addHazardNews(hazardNews, { ...told, ...at, id: "e1", hazardId: "H1", knownAt: "2026-11-26T08:00:01.000Z" });
  addHazardNews(hazardNews, { ...told, ...at, id: "e2", hazardId: "H2", knownAt: "2026-11-26T08:00:02.000Z" });
  await expect.element(page.getByText("一级隐患 2 项")).toBeVisible();
  await page.getByRole("button", { name: "查看" }).click();
  expect(superviseOf(view.getState())).toMatchObject({ page: "hazards", hazard: "H2" });
  await expect.element(page.getByText("一级隐患 1 项")).toBeVisible();
  await page.getByRole("button", { name: "知道了" }).click();
  await expect.element(page.getByRole("alert")).not.toBeInTheDocument();
});

test("on a wall it stands by itself for ten minutes, with nothing to press", async () => {
  const { hazardNews } = (await showTo("province", <HazardNotice />, { wall: true })).stores;
  const known = (agoMs: number) => new Date(Date.now() - agoMs).toISOString();
  const told = { type: "hazard" as const, areaCode: "130102", enterpriseId: "", code: "occupation", note: "" };
  const at = { lngLat: [114.5, 38] as [number, number], foundAt: known(0), dueAt: null };
  addHazardNews(hazardNews, { ...told, ...at, id: "e1", hazardId: "H1", knownAt: known(660_000) });
  addHazardNews(hazardNews, { ...told, ...at, id: "e2", hazardId: "H2", knownAt: known(0) });
  await expect.element(page.getByText("一级隐患 1 项")).toBeVisible();
  expect(document.querySelectorAll(".hazard-notice button")).toHaveLength(0);
});
