import { expect, test } from "vitest";
import { page } from "vitest/browser";
import type { Between } from "#mocks/handlers/answers-in-page.ts";
import { SupervisePanel } from "#panels/supervise/supervise-panel.tsx";
import { mockStages } from "#panels/testing/mock-stages.ts";
import { NO_SUPERVISE } from "#state/supervise.ts";

const showTo = mockStages();
const begin = (role: string, between?: Between) =>
  showTo(
    role,
    <SupervisePanel />,
    { panel: "supervise", area: "130123", supervise: { ...NO_SUPERVISE, page: "plans" as const } },
    between,
  );
const send = page.getByRole("button", { name: "派发 3 项任务" });

const alerted = () => document.querySelector('[role="alert"]')?.textContent ?? "";

test("what is due is shown with rule, clause and kilometres, and nothing is sent before it was looked at", async () => {
  const asked: object[] = [];
  await begin("province", async (request) => {
    if (request.method === "POST") asked.push(await request.clone().json());
    return null;
  });
  await page.getByRole("button", { name: "按规则排定", exact: true }).click();
  await expect.element(send).not.toBeInTheDocument();
  await page.getByRole("combobox").selectOptions("leak_survey");
  await page.getByLabelText("每趟不超过", { exact: false }).fill("8");
  await page.getByRole("button", { name: "试算" }).click();
  await expect.element(page.getByText("3 趟，12.4 km，41 段管线到期")).toBeVisible();
  await expect.element(page.getByText("铸铁管、无防腐钢管每半年一次（行业惯例）")).toBeVisible();
  await expect.element(page.getByText("每 183 天一次", { exact: false })).toBeVisible();
  expect(asked).toMatchObject([{ kind: "leak_survey", area: "130123", roundM: 8000 }]);
  // Other terms are another question: what was shown does not stand for them.
  await page.getByLabelText("每趟不超过", { exact: false }).fill("9");
  await expect.element(send).not.toBeInTheDocument();
});

test("a plan is made once with what was shown, stands in the list, and its open rounds are taken back with a reason", async () => {
  const made: object[] = [];
  await begin("province", async (request) => {
    if (request.method === "POST" && request.url.endsWith("/patrol-plans")) made.push(await request.clone().json());
    return null;
  });
  await page.getByRole("button", { name: "按规则排定", exact: true }).click();
  await page.getByRole("button", { name: "试算" }).click();
  await send.click();
  await expect.element(page.getByText("已完成 0 · 未完成 3 · 已取消 0")).toBeVisible();
  expect(made).toMatchObject([{ pipes: 41, area: "130123" }]);
  await page.getByRole("button", { name: "取消未完成的任务" }).click();
  await page.getByLabelText("取消原因").fill("重复排定");
  await page.getByRole("form", { name: "取消未完成的任务" }).getByRole("button", { name: "取消未完成的任务" }).click();
  await expect.element(page.getByText("已完成 0 · 未完成 0 · 已取消 3")).toBeVisible();
});

test("a plan that is refused says why and keeps what was shown", async () => {
  await begin("province", (request) =>
    request.method === "POST" && request.url.endsWith("/patrol-plans")
      ? Response.json(
          { type: "about:blank", title: "conflict", status: 409, code: "conflict", detail: "changed" },
          { status: 409 },
        )
      : null,
  );
  await page.getByRole("button", { name: "按规则排定", exact: true }).click();
  await page.getByRole("button", { name: "试算" }).click();
  await send.click();
  await expect.poll(alerted).toContain("没有派发：");
  await expect.element(send).toBeVisible();
});

test("who may not send looks all the same", async () => {
  await begin("analyst");
  await page.getByRole("button", { name: "按规则排定", exact: true }).click();
  await page.getByRole("button", { name: "试算" }).click();
  await expect.element(page.getByText("3 趟，12.4 km，41 段管线到期")).toBeVisible();
  await expect.element(send).not.toBeInTheDocument();
});
