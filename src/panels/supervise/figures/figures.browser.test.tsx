import { expect, test } from "vitest";
import { page } from "vitest/browser";
import type { Between } from "#mocks/handlers/answers-in-page.ts";
import { SupervisePanel } from "#panels/supervise/supervise-panel.tsx";
import { mockStages } from "#panels/testing/mock-stages.ts";
import { NO_SUPERVISE, superviseOf } from "#state/supervise.ts";

const showTo = mockStages();
const begin = async (role: string, between?: Between) => {
  const view = { panel: "supervise", supervise: { ...NO_SUPERVISE, page: "figures" as const } };
  return await showTo(role, <SupervisePanel />, view, between);
};
const figure = (name: string) => page.getByRole("listitem", { name, exact: true });
const recordsOf = (name: string) => figure(name).getByRole("button", { name: "明细" });

test("each figure stands with its formula and both its numbers, and its share is their quotient", async () => {
  await begin("province");
  const repair = figure("隐患整改率");
  await expect.element(repair.getByText("78.8%")).toBeVisible();
  await expect.element(repair.getByText("41 ÷ 52")).toBeVisible();
  await expect.element(repair.getByText("隐患整改率 = ", { exact: false })).toBeVisible();
  expect(document.querySelectorAll(".kpi-figure")).toHaveLength(6);
});

test("a figure opens what it is made of, one at a time, and a hazard there opens as on the board", async () => {
  const { stores } = await begin("province");
  await page.getByLabelText("从", { exact: true }).fill("2020-01-01");
  await recordsOf("完成率").click();
  await expect.element(figure("完成率").getByText("计划户次")).toBeVisible();
  await recordsOf("隐患整改率").click();
  await expect.element(page.getByRole("heading", { name: "到期且已整改的隐患" })).toBeVisible();
  await expect.element(figure("完成率").getByText("计划户次")).not.toBeInTheDocument();
  await expect.poll(() => document.querySelectorAll(".kpi-figure .hazard-row").length).toBeGreaterThan(0);
  document.querySelector<HTMLElement>(".kpi-figure .hazard-row")?.click();
  await expect.element(page.getByRole("button", { name: "返回隐患看板" })).toBeVisible();
  expect(superviseOf(stores.view.getState()).hazard).not.toBeNull();
});

test("days are chosen by word or by date; a last day before the first is said and not asked", async () => {
  const asked: string[] = [];
  await begin("province", ({ url }) => {
    if (url.includes("/api/field/kpis")) asked.push(new URL(url).searchParams.get("from") ?? "");
    return null;
  });
  await page.getByRole("button", { name: "今年" }).click();
  await expect.poll(() => asked.at(-1)?.slice(4)).toBe("-01-01");
  const before = asked.length;
  await page.getByLabelText("到", { exact: true }).fill("2020-01-01");
  await expect.element(page.getByText("结束日期早于开始日期。")).toBeVisible();
  expect(asked).toHaveLength(before);
});

test("figures that cannot be asked for are said to be missing, with a way to ask again", async () => {
  await begin("province", ({ url }) =>
    url.includes("/api/field/kpis")
      ? Response.json(
          { type: "about:blank", title: "unavailable", status: 503, code: "unavailable", detail: "no" },
          { status: 503 },
        )
      : null,
  );
  await expect.element(page.getByRole("button", { name: "重试" })).toBeVisible();
});
