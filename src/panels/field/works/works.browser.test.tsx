import { expect, test } from "vitest";
import { page } from "vitest/browser";
import type { FieldRecord } from "#contract/field/records.ts";
import { SupervisePanel } from "#panels/supervise/supervise-panel.tsx";
import { mockStages } from "#panels/testing/mock-stages.ts";
import { phoneStages } from "#panels/testing/phone-stages.tsx";
import { NO_SUPERVISE } from "#state/supervise.ts";

const desk = mockStages();
const phone = phoneStages();

test("the desk lists works near pipes with the rule, the clock of the notice and what they lack", async () => {
  await desk("province", <SupervisePanel />, {
    panel: "supervise",
    supervise: { ...NO_SUPERVISE, page: "works" as const },
  });
  await expect.element(page.getByText("道路改造 · 路桥公司")).toBeVisible();
  await expect.element(page.getByText("尚未告知，已超期 3 天", { exact: false })).toBeVisible();
  await expect.element(page.getByText("还缺：书面告知、会签的保护方案、现场监护")).toBeVisible();
  await expect.element(page.getByText("施工单位提前五日书面告知", { exact: false })).toBeVisible();
  await expect.element(page.getByText("施工单位提前五日书面告知", { exact: false })).toHaveAttribute("lang", "zh-CN");
});

test("the phone leads to them, and a notice that comes later is sealed as a record about the same work and stops the clock", async () => {
  const sent: FieldRecord[] = [];
  await phone(async (request) => {
    if (request.method === "POST" && request.url.endsWith("/api/field/records"))
      sent.push(((await request.clone().json()) as { record: FieldRecord }).record);
    return null;
  });
  await page.getByRole("button", { name: /第三方施工 1 项/ }).click();
  await expect.element(page.getByText("还缺：书面告知、会签的保护方案、现场监护")).toBeVisible();
  expect(document.querySelector(".field-rule")?.getAttribute("lang")).toBe("zh-CN");
  await page.getByRole("button", { name: "补充情况" }).click();
  await page.getByLabelText("已收到书面告知").click();
  await page.getByRole("button", { name: "方案已会签" }).click();
  await page.getByRole("button", { name: "完成并保存" }).click();
  await expect.element(page.getByText("还缺：现场监护")).toBeVisible();
  await expect.poll(() => sent.length).toBe(1);
  expect(sent[0]).toMatchObject({ kind: "work_notice", body: { how: "noticed", plan: "agreed", name: "道路改造" } });
});
