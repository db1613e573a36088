import { expect, test } from "vitest";
import { page } from "vitest/browser";
import type { Between } from "#mocks/handlers/answers-in-page.ts";
import { SupervisePanel } from "#panels/supervise/supervise-panel.tsx";
import { mockStages } from "#panels/testing/mock-stages.ts";
import { NO_SUPERVISE, type SuperviseView, superviseOf } from "#state/supervise.ts";

const showTo = mockStages();
const begin = async (role: string, at: Partial<SuperviseView> = {}, between?: Between) => {
  const view = { panel: "supervise", supervise: { ...NO_SUPERVISE, page: "sampling" as const, ...at } };
  return await showTo(role, <SupervisePanel />, view, between);
};

test("a draw opens with both looks at each visit, and a difference is called a hint", async () => {
  await begin("province");
  await page.getByRole("button", { name: "已复核 2，不一致 1", exact: false }).click();
  await expect.element(page.getByText("漏报隐患 1 项", { exact: false })).toBeVisible();
  await expect.element(page.getByText("一致", { exact: true })).toBeVisible();
  await expect.poll(() => document.querySelectorAll(".sample-list > li").length).toBe(5);
  await expect.element(page.getByText("不一致是供人工核实的线索，不是结论。")).toBeVisible();
  await page.getByRole("button", { name: "返回批次" }).click();
  await expect.element(page.getByRole("button", { name: "新的抽查" })).toBeVisible();
});

test("a supervisor draws anew and is led to the draw", async () => {
  const { stores } = await begin("province");
  await page.getByRole("button", { name: "新的抽查" }).click();
  await page.getByLabelText("每名安检员抽取比例", { exact: false }).fill("10");
  await page.getByRole("button", { name: "抽取并派任务" }).click();
  await expect.element(page.getByRole("button", { name: "返回批次" })).toBeVisible();
  expect(superviseOf(stores.view.getState()).sampling).not.toBeNull();
});

test("a draw that fails says why, keeps what was typed, and is sent again as the same draw", async () => {
  const ids: string[] = [];
  const refuse: Between = async (request) => {
    if (request.method !== "POST" || !request.url.includes("/samplings")) return null;
    ids.push(((await request.clone().json()) as { id: string }).id);
    return Response.json(
      { type: "about:blank", title: "conflict", status: 409, code: "conflict", detail: "nothing to draw" },
      { status: 409 },
    );
  };
  await begin("province", {}, refuse);
  await page.getByRole("button", { name: "新的抽查" }).click();
  const within = page.getByLabelText("复核期限", { exact: false });
  await within.fill("7");
  for (const times of [1, 2]) {
    await page.getByRole("button", { name: "抽取并派任务" }).click();
    await expect.poll(() => ids.length).toBe(times);
    await expect.element(page.getByRole("alert")).toBeVisible();
  }
  expect(new Set(ids).size).toBe(1);
  await expect.element(within).toHaveValue(7);
});

test("who may not draw sees draws alone, and a draw out of sight is said in words", async () => {
  await begin("analyst");
  await expect.element(page.getByText("已复核 2", { exact: false })).toBeVisible();
  await expect.element(page.getByRole("button", { name: "新的抽查" })).not.toBeInTheDocument();
  await begin("analyst", { sampling: "nothing" });
  await expect.element(page.getByText("没有这次抽查", { exact: false })).toBeVisible();
});
