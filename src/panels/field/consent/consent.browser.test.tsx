import { expect, test } from "vitest";
import { page } from "vitest/browser";
import type { FieldRecord } from "#contract/field/records.ts";
import type { Between } from "#mocks/handlers/answers-in-page.ts";
import { phoneStages } from "#panels/testing/phone-stages.tsx";

const show = phoneStages();
const asked = page.getByRole("heading", { name: "位置共享" });
const today = page.getByRole("region", { name: "今天的工作" });

/** Bodies of consent records on their way to the server. */
const listen =
  (said: object[]): Between =>
  async (request) => {
    if (request.method === "POST" && request.url.endsWith("/api/field/records")) {
      const { record } = (await request.clone().json()) as { record: FieldRecord };
      if (record.kind === "consent") said.push(record.body);
    }
    return null;
  };

test("the phone asks once whether the person may be seen, and work does not wait for it", async () => {
  const said: object[] = [];
  await show(listen(said));
  await expect.element(asked).toBeVisible();
  await expect.element(page.getByText("不同意不影响工作", { exact: false })).toBeVisible();
  await expect.element(today).toBeVisible();
  await page.getByRole("button", { name: "不同意", exact: true }).click();
  await expect.element(asked).not.toBeInTheDocument();
  await expect.poll(() => said).toEqual([{ state: "declined", version: 1, language: "zh-CN" }]);
});

test("another phone of the same person does not ask again; the choice stands under Mine with its time, and can be changed and withdrawn", async () => {
  const said: object[] = [];
  await show(listen(said));
  await expect.element(today).toBeVisible();
  await page.getByRole("button", { name: "我的" }).click();
  await expect.element(page.getByText(/未同意位置共享（.*第 1 版）/)).toBeVisible();
  await page.getByRole("button", { name: "同意", exact: true }).click();
  await expect.element(page.getByText(/已同意位置共享（.*第 1 版）/)).toBeVisible();
  await page.getByRole("button", { name: "撤回同意" }).click();
  await expect.element(page.getByText(/未同意位置共享（.*第 1 版）/)).toBeVisible();
  await expect.poll(() => said.map((body) => (body as { state: string }).state)).toEqual(["accepted", "declined"]);
});

test("without a network the choice is kept on the phone as a record", async () => {
  await show((request) => (request.url.includes("/api/field/") ? new TypeError("no network") : null));
  await page.getByRole("button", { name: "我的" }).click();
  await expect.element(page.getByText("尚未选择", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: "同意", exact: true }).click();
  await expect.element(page.getByText(/已同意位置共享（/)).toBeVisible();
  await expect.element(page.getByText("位置共享选择", { exact: false }).first()).toBeVisible();
});
