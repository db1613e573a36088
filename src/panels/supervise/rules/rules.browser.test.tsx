import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { SupervisePanel } from "#panels/supervise/supervise-panel.tsx";
import { mockStages } from "#panels/testing/mock-stages.ts";
import { NO_SUPERVISE } from "#state/supervise.ts";

const showTo = mockStages();
const begin = async (role: string) => {
  const view = { panel: "supervise", supervise: { ...NO_SUPERVISE, page: "rules" as const } };
  return await showTo(role, <SupervisePanel />, view);
};
const rule = (name: string) => page.getByRole("article", { name });

test("a rule says in words what it asks, where it stands written and since when", async () => {
  await begin("province");
  const rural = rule("农村居民入户安检");
  await expect.element(rural.getByText("农村天然气 · 居民：每年 2 次", { exact: false })).toBeVisible();
  await expect.element(rural.getByText("河北省燃气管理条例 · 法规原文", { exact: false })).toBeVisible();
  await expect.element(rural.getByText("2021年1月1日 起", { exact: false })).toBeVisible();
  await expect.element(rule("隐患整改期限").getByText("一级 3 天，二级 30 天", { exact: false })).toBeVisible();
});

test("a change is tried and told in visits, person-days, by kind and county; the same terms cost nothing", async () => {
  await begin("province");
  const rural = rule("农村居民入户安检");
  await rural.getByRole("button", { name: "试算改动", exact: false }).click();
  await rural.getByRole("button", { name: "试算", exact: true }).click();
  await expect.element(rural.getByText("没有变化", { exact: false }).first()).toBeVisible();
  await rural.getByLabelText("每年次数").fill("4");
  await expect.element(rural.getByText("没有变化", { exact: false })).not.toBeInTheDocument();
  await rural.getByRole("button", { name: "试算", exact: true }).click();
  await expect.element(rural.getByText("增加", { exact: false }).first()).toBeVisible();
  await expect.element(rural.getByText("折合", { exact: false })).toBeVisible();
  expect(document.querySelectorAll(".cost .data-table")).toHaveLength(2);
  await expect.element(rural.getByText("试算不改动任何规则与任务。")).toBeVisible();
});

test("a number that no rule could hold is not sent", async () => {
  await begin("province");
  const rural = rule("农村居民入户安检");
  await rural.getByRole("button", { name: "试算改动", exact: false }).click();
  await rural.getByLabelText("每年次数").fill("0");
  await expect.element(rural.getByRole("button", { name: "试算", exact: true })).toBeDisabled();
  await rural.getByLabelText("每年次数").fill("1");
  await rural.getByLabelText("开始（月-日）").fill("02-30");
  await expect.element(rural.getByRole("button", { name: "试算", exact: true })).toBeDisabled();
});

test("what sets no pace cannot be tried", async () => {
  await begin("province");
  await expect.element(rule("逾期升级")).toBeVisible();
  await expect.element(rule("逾期升级").getByRole("button")).not.toBeInTheDocument();
});
