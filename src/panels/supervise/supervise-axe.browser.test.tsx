import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { MOCK_RECORD } from "#mocks/handlers/field.ts";
import { findings } from "#panels/testing/findings.ts";
import { mockStages } from "#panels/testing/mock-stages.ts";
import { NO_SUPERVISE, SUPERVISE_PAGES, type SuperviseView } from "#state/supervise.ts";
import { SupervisePanel } from "./supervise-panel.tsx";

const showTo = mockStages();
const begin = (at: Partial<SuperviseView>) =>
  showTo("province", <SupervisePanel />, { panel: "supervise", area: "130123", supervise: { ...NO_SUPERVISE, ...at } });
const isThere = () =>
  expect.poll(() => document.querySelector('.supervise [aria-busy="true"], .supervise .skeleton')).toBeNull();
const clean = async () => expect(await findings(false)).toEqual([]);
const button = (name: string) => page.getByRole("button", { name, exact: true });

test.each(SUPERVISE_PAGES)("the page of %s", async (name) => {
  await begin({ page: name });
  await expect.element(page.getByRole("navigation", { name: "外勤监管页面" })).toBeVisible();
  await isThere();
  await clean();
});

test("rounds planned by the rules, as they would be made", async () => {
  await begin({ page: "plans" });
  await button("按规则排定").click();
  await clean();
  await button("试算").click();
  await expect.element(page.getByText("41 段管线到期", { exact: false })).toBeVisible();
  await clean();
});

test("a person's way, and of whom nothing is seen", async () => {
  await begin({ page: "people" });
  await button("查看 巡检员").click();
  await expect.element(page.getByText("查看轨迹会记入审计", { exact: false })).toBeVisible();
  await clean();
  await begin({ page: "people", person: "declined" });
  await expect.element(page.getByText(/未同意位置共享（告知书/)).toBeVisible();
  await clean();
});

test("a record as evidence, with the form that asks for a purpose", async () => {
  await begin({ page: "records", record: MOCK_RECORD });
  await button("查看完整信息").click();
  await clean();
});

test("a hazard and the form of a step, a draw of second looks and its form, a rule tried otherwise", async () => {
  await begin({ page: "hazards" });
  await expect.poll(() => document.querySelector(".hazard-row")).not.toBeNull();
  document.querySelector<HTMLElement>(".hazard-row")?.click();
  await button("督办").click();
  await clean();
  await begin({ page: "sampling" });
  await button("新的抽查").click();
  await clean();
  await begin({ page: "rules" });
  await page
    .getByRole("button", { name: /^试算改动/ })
    .first()
    .click();
  await clean();
});
