import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { AlarmRule } from "#contract/alarm-rules.ts";
import { answerFromMocks, type Between, signInToMocks } from "#mocks/handlers/answers-in-page.ts";
import { type Stage, stage } from "#panels/testing/stage.tsx";
import { NO_ALARM_VIEW } from "#state/alarm-view.ts";
import { AlarmsPanel } from "../alarms-panel.tsx";

let open: Stage | null = null;
let stopAnswers = () => {};

async function begin(between?: Between): Promise<void> {
  stopAnswers = answerFromMocks(between);
  const panel = (
    <div style={{ position: "fixed", inset: 0, display: "flex", flexDirection: "column", width: 400 }}>
      <AlarmsPanel />
    </div>
  );
  open = await stage(signInToMocks("county"), panel, { panel: "alarms", alarms: { ...NO_ALARM_VIEW, page: "rules" } });
  await page.getByRole("button", { name: "新建规则" }).click();
}

beforeEach(() => page.viewport(1440, 900));
afterEach(() => {
  open?.close();
  open = null;
  stopAnswers();
});

const write = (name: string | RegExp, text: string) => userEvent.fill(page.getByRole("textbox", { name }), text);
/** Finds something by name and presses the first hit. @returns its name */
async function find(label: string, text: string): Promise<string> {
  await userEvent.fill(page.getByRole("searchbox", { name: label, exact: true }), text);
  const hit = page.getByRole("list", { name: label, exact: true }).getByRole("button").first();
  await expect.element(hit).toBeVisible();
  const name = (await hit.element()).querySelector(".alarm-name")?.textContent ?? "";
  await hit.click();
  return name;
}
const chip = (name: string) => page.getByRole("button", { name: `取消 ${name}`, exact: true });
const saved = async (id: string): Promise<AlarmRule | undefined> =>
  ((await (await fetch(`/api/alarm-rules/${id}`)).json()) as { versions: AlarmRule[] }).versions[0];

test("a rule is narrowed to an area, an enterprise, station kinds and single tags found by name, and suppressed by design", async () => {
  await begin();
  await write(/^编号/, "outlet-high");
  await write("名称", "出口压力超限");
  const area = await find("区域", "130");
  await expect.element(chip(area)).toBeVisible();
  const enterprise = await find("企业", "燃气");
  await expect.element(chip(enterprise)).toBeVisible();
  await page.getByText("场站类型", { exact: true }).click();
  await page.getByRole("checkbox", { name: "门站", exact: true }).click();
  const station = await find("指定测点", "门站");
  const tags = page.getByRole("group", { name: `${station}的测点` });
  await tags.getByRole("checkbox").first().click();
  await expect.element(page.getByRole("list", { name: "1 个测点" }).getByRole("button")).toBeVisible();
  await page.getByRole("combobox", { name: "依据的测点类型" }).selectOptions("流量");
  await expect.element(page.getByText("按设计抑制：请填数字")).toBeVisible();
  await expect.element(page.getByRole("button", { name: "保存为草稿" })).toBeDisabled();
  await userEvent.fill(page.getByRole("spinbutton", { name: "低于（m³/h）" }), "5");
  await page.getByRole("button", { name: "保存为草稿" }).click();

  const line = page.getByRole("listitem").filter({ hasText: "出口压力超限" });
  await expect.element(line.getByText(new RegExp(`企业 ${enterprise}`))).toBeVisible();
  await expect.element(line.getByText(new RegExp(`区域 ${area}`))).toBeVisible();
  await expect.element(line.getByText(/同站流量低于 5 m³\/h 时抑制/)).toBeVisible();
  expect(await saved("outlet-high")).toMatchObject({
    appliesTo: {
      tagKinds: ["pressure"],
      stationKinds: ["city_gate"],
      areaCode: expect.stringMatching(/^\d{6}$/),
      enterpriseId: expect.any(String),
      tagIds: [expect.any(String)],
    },
    suppressWhile: { tagKind: "flow", below: 5 },
  });

  await line.getByRole("button", { name: "出口压力超限" }).click();
  await page.getByRole("button", { name: "编辑为新版本" }).click();
  await expect.element(chip(area)).toBeVisible();
  await expect.element(chip(enterprise)).toBeVisible();
  await expect.element(page.getByRole("list", { name: "1 个测点" }).getByText(new RegExp(station))).toBeVisible();
});

test("what is wrong is said in words, and what the server refuses stays as it was typed", async () => {
  await begin((request) =>
    request.method === "POST" && request.url.endsWith("/api/alarm-rules")
      ? Response.json({ type: "about:blank", title: "conflict", status: 409, code: "conflict" }, { status: 409 })
      : null,
  );
  await expect.element(page.getByText("名称：至少 2 个字")).toBeVisible();
  await write(/^编号/, "outlet-high");
  await write("名称", "出口压力超限");
  await userEvent.fill(page.getByRole("spinbutton", { name: "县级" }), "0");
  await expect.element(page.getByText(/县级：不能小于 1/)).toBeVisible();
  await userEvent.fill(page.getByRole("spinbutton", { name: "县级" }), "10");
  const area = await find("区域", "130");
  await page.getByRole("button", { name: "保存为草稿" }).click();
  await expect.element(page.getByRole("alert")).toBeVisible();
  await expect.element(page.getByRole("textbox", { name: "名称" })).toHaveValue("出口压力超限");
  await expect.element(page.getByRole("spinbutton", { name: "县级" })).toHaveValue(10);
  await chip(area).click();
  await expect.element(page.getByRole("searchbox", { name: "区域", exact: true })).toBeVisible();
});
