import { expect, test } from "vitest";
import { page } from "vitest/browser";
import type { FieldRecord } from "#contract/field/records.ts";
import { HERE, phoneStages } from "#panels/testing/phone-stages.tsx";

const show = phoneStages();
const value = () => page.getByLabelText(/读数 \(/);
const add = page.getByRole("button", { name: "在此记录读数" });
const finish = page.getByRole("button", { name: "完成并保存" });

async function begin(sent: FieldRecord[] = []) {
  const stage = await show(async (request) => {
    if (request.method === "POST" && request.url.endsWith("/api/field/records")) {
      const { record } = (await request.clone().json()) as { record: FieldRecord };
      sent.push(record);
    }
    return null;
  });
  await page.getByRole("button", { name: "开始巡查" }).click();
  await page.getByRole("button", { name: "泄漏检测", exact: true }).click();
  await expect.element(page.getByRole("heading", { name: "检测读数" })).toBeVisible();
  return stage;
}

const alerted = () => document.querySelector('[role="alert"]')?.textContent ?? "";

test("a survey asks for its instrument and a reading, judges each by its unit's limits, and is sent with what was typed", async () => {
  const sent: FieldRecord[] = [];
  await begin(sent);
  await expect.element(finish).toBeDisabled();
  await expect.element(page.getByText("先填仪器名称")).toBeVisible();
  await page.getByLabelText("仪器名称").fill("激光检漏仪");
  await page.getByLabelText("仪器编号").fill("A-1");
  await expect.element(page.getByText("还没有读数，不能保存")).toBeVisible();
  await page.getByRole("button", { name: "打孔检测" }).click();
  await value().fill("12");
  await page.getByLabelText("检测点（阀井、地面等）").fill("阀井");
  await add.click();
  await expect.element(page.getByText("未见泄漏")).toBeVisible();
  await finish.click();
  await expect.poll(() => sent.some(({ kind }) => kind === "leak_survey")).toBe(true);
  const { body, form } = sent.find(({ kind }) => kind === "leak_survey") as FieldRecord;
  expect(form).toEqual({ id: "leak-survey", version: 1 });
  expect(body).toMatchObject({
    method: "borehole",
    instrument: { name: "激光检漏仪", serial: "A-1", calibratedUntil: null },
    readings: [{ value: 12, unit: "ppm", on: "阀井", lngLat: [HERE.lng, HERE.lat] }],
  });
  // Back at the patrol that it belongs to.
  await expect.element(page.getByRole("button", { name: "结束巡查" })).toBeVisible();
});

test("what no instrument could show is refused in words and stays in the field", async () => {
  await begin();
  await page.getByRole("button", { name: "%VOL" }).click();
  await value().fill("140");
  await expect.poll(alerted).toContain("现为 140");
  await expect.element(add).toBeDisabled();
  await expect.element(value()).toHaveValue(140);
});

test("a dangerous reading says what to do and leads to the report at once; it can be taken off again", async () => {
  await begin();
  await page.getByRole("button", { name: "%LEL" }).click();
  await value().fill("35");
  await add.click();
  await expect.poll(alerted).toContain("先警戒、疏散");
  await page.getByRole("button", { name: "删除第 1 个" }).click();
  await expect.element(page.getByRole("alert")).not.toBeInTheDocument();
  await value().fill("35");
  await add.click();
  await page.getByRole("button", { name: "记录发现" }).click();
  await expect.element(page.getByRole("group", { name: "发现什么" })).toBeVisible();
});

test("a survey that was begun is found again as it was, after the page went away", async () => {
  await begin();
  await page.getByLabelText("仪器名称").fill("检漏仪二号");
  await value().fill("600");
  await add.click();
  await expect.element(page.getByText("疑似泄漏")).toBeVisible();
  await expect.element(page.getByText("已存本机")).toBeVisible();
  await show();
  await expect.element(page.getByLabelText("仪器名称")).toHaveValue("检漏仪二号");
  await expect.element(page.getByText("疑似泄漏")).toBeVisible();
});
