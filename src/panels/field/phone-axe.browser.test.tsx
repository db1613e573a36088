import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { findings } from "#panels/testing/findings.ts";
import { phoneStages } from "#panels/testing/phone-stages.tsx";

const show = phoneStages();
const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
const heading = (name: string) => page.getByRole("heading", { name, exact: true });
const clean = async () => expect(await findings(true)).toEqual([]);

test("consent: asked, and the choice under Mine", async () => {
  // Nobody hears the answer: the question is asked whatever stood before.
  await show((request) => (request.url.endsWith("/api/field/consent") ? Response.json({ consent: null }) : null));
  await expect.element(heading("位置共享")).toBeVisible();
  await clean();
  await button("同意").click();
  await button("我的").click();
  await expect.element(page.getByText(/已同意位置共享（/)).toBeVisible();
  await page.getByText("查看告知书").click();
  await clean();
});

test("a leak survey: empty, with a reading of each kind, and its record", async () => {
  await show();
  await button("开始巡查").click();
  await button("泄漏检测").click();
  await expect.element(heading("检测读数")).toBeVisible();
  await clean();
  await page.getByLabelText("仪器名称").fill("激光检漏仪");
  for (const value of ["2", "900", "20000"]) {
    await page.getByLabelText(/读数 \(/).fill(value);
    await button("在此记录读数").click();
    await expect.element(page.getByLabelText(/读数 \(/)).toHaveValue(null);
  }
  await clean();
});

test("a patrol, a finding, and third-party work with its days of notice by the rule", async () => {
  await show();
  await button("开始巡查").click();
  await expect.element(button("记录发现")).toBeVisible();
  await clean();
  await button("记录发现").click();
  await button("第三方施工").click();
  const soon = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 16);
  await page.getByLabelText("计划开工", { exact: true }).fill(soon);
  await expect.element(page.getByText(/不足提前 5 天告知/)).toBeVisible();
  await expect.element(page.getByText("施工单位提前五日书面告知", { exact: false })).toBeVisible();
  await clean();
});

test("notices of works, and what is learnt later", async () => {
  await show();
  await button(/第三方施工 1 项/).click();
  await button("补充情况").click();
  await expect.element(page.getByLabelText("已收到书面告知")).toBeVisible();
  await clean();
});

test("hazards, one of them, and the form of each step", async () => {
  await show();
  await button("隐患").click();
  const first = page.getByRole("main").getByRole("listitem").first().getByRole("button");
  await expect.element(first).toBeVisible();
  await clean();
  await first.click();
  await expect.element(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
  await clean();
  const steps = [...document.querySelectorAll<HTMLButtonElement>(".field-check fieldset.choice button")];
  for (const step of steps) {
    step.click();
    await clean();
  }
});

test("a record that became a conflict", async () => {
  await show(async (request) =>
    request.method === "POST" && request.url.endsWith("/api/field/records")
      ? Response.json(
          { type: "about:blank", title: "Conflict", status: 409, code: "conflict", detail: "both are kept" },
          { status: 409 },
        )
      : null,
  );
  await button("我的").click();
  await page.getByRole("group", { name: "位置共享" }).getByRole("button", { disabled: false }).first().click();
  const line = page
    .getByRole("main")
    .getByRole("button", { name: /位置共享选择/ })
    .first();
  await expect.element(line).toBeVisible();
  await clean();
  await line.click();
  await clean();
});
