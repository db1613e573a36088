import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { phoneStages } from "#panels/testing/phone-stages.tsx";

const show = phoneStages();
const button = (name: string) => page.getByRole("button", { name, exact: true });

test("a phone that comes back to a task that a colleague has done still leads to what was begun on it", async () => {
  await show();
  await button("开始巡查").click();
  await expect.element(button("记录发现")).toBeVisible();
  const key = Object.keys(localStorage).find((name) => localStorage.getItem(name)?.includes('"is":"patrol"')) ?? "";
  localStorage.setItem(key, JSON.stringify({ tab: "today", open: { is: "task", task: "done by a colleague" } }));
  await show();
  await expect.element(page.getByText("这项任务已不在列表里", { exact: false })).toBeVisible();
  await page.getByRole("region", { name: "未完成的表单" }).getByRole("button").click();
  await expect.element(button("记录发现")).toBeVisible();
});
