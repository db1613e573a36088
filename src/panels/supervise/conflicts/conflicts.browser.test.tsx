import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Conflict } from "#contract/field/conflicts.ts";
import type { Between } from "#mocks/handlers/answers-in-page.ts";
import { MOCK_CONFLICT, MOCK_DECIDED } from "#mocks/handlers/field-conflicts.ts";
import { SupervisePanel } from "#panels/supervise/supervise-panel.tsx";
import { findings } from "#panels/testing/findings.ts";
import { mockStages } from "#panels/testing/mock-stages.ts";
import { NO_SUPERVISE, type SuperviseView, superviseOf } from "#state/supervise.ts";

const showTo = mockStages();
const begin = async (role: string, at: Partial<SuperviseView> = {}, between?: Between) => {
  const view = { panel: "supervise", supervise: { ...NO_SUPERVISE, page: "conflicts" as const, ...at } };
  return await showTo(role, <SupervisePanel />, view, between);
};
const button = (name: string) => page.getByRole("button", { name, exact: true });
const problem = (status: number, code: string) =>
  Response.json({ type: "about:blank", title: code, status, code, detail: "no" }, { status });

test("conflicts that wait are counted at the tab and listed; the keyboard opens one and comes back to its row", async () => {
  const { stores } = await begin("province");
  await expect.element(page.getByRole("button", { name: "冲突 1" })).toBeVisible();
  const row = page.getByTitle(/打开 巡检员 .* 的冲突/);
  await expect.element(row).toBeVisible();
  (row.element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  expect(superviseOf(stores.view.getState()).conflict).toBe(MOCK_CONFLICT);
  await expect.element(button("返回列表")).toHaveFocus();
  await userEvent.keyboard("{Enter}");
  await expect.element(page.getByTitle(/打开 巡检员 .* 的冲突/)).toHaveFocus();
});

test("the list is chosen by state, kind and person, and an empty one says what would fill it", async () => {
  await begin("province");
  await page.getByLabelText("核对状态").selectOptions("已核对");
  await expect.element(page.getByText("省监管 于", { exact: false })).toBeVisible();
  await page.getByLabelText("人员").selectOptions("巡检员");
  await expect.element(page.getByText("省监管 于", { exact: false })).toBeVisible();
  await page.getByLabelText("记录类型").selectOptions("轨迹");
  await expect.element(page.getByText("没有符合条件的已核对冲突")).toBeVisible();
  await page.getByLabelText("核对状态").selectOptions("待核对");
  await expect.element(page.getByText("没有待核对的冲突", { exact: false })).toBeVisible();
});

test("both contents stand side by side: what differs is marked, which one counts is said, and all can be seen", async () => {
  await begin("province", { conflict: MOCK_CONFLICT });
  await expect.element(page.getByRole("columnheader", { name: "先到 ✓ 计入" })).toBeVisible();
  await expect.element(page.getByRole("row", { name: /不同 .*到访结果 正常入户 拒检/ })).toBeVisible();
  await expect.element(page.getByRole("row", { name: /设备 · 编号 mock-phone mock-phone-2/ })).toBeVisible();
  await expect.element(page.getByText("仅此一份有", { exact: false })).toBeVisible();
  expect(document.querySelectorAll(".conflict-compare .differs").length).toBeGreaterThan(3);
  const before = document.querySelectorAll(".conflict-compare tr").length;
  await page.getByLabelText("只看不同").click();
  await expect.poll(() => document.querySelectorAll(".conflict-compare tr").length).toBeGreaterThan(before);
  expect(await findings(false)).toEqual([]);
});

test("a person decides with a reason, sees it in the journal, and takes it back", async () => {
  await begin("province", { conflict: MOCK_CONFLICT });
  await page.getByRole("radio", { name: /两份都计入/ }).click();
  await expect.element(button("确定")).toBeDisabled();
  await page.getByLabelText("理由（必填", { exact: false }).fill("两次上门");
  await userEvent.keyboard("{Control>}{Enter}{/Control}");
  await expect.element(page.getByText("核对：两份都计入")).toBeVisible();
  await expect.element(page.getByRole("columnheader", { name: "后到 ✓ 计入" })).toBeVisible();
  await button("撤回核对").click();
  await page.getByLabelText("撤回理由（必填）").fill("误点");
  await button("撤回").click();
  await expect.element(page.getByText("撤回核对，重新待核对")).toBeVisible();
  await expect.element(page.getByRole("radio", { name: /维持现状/ })).toBeVisible();
  expect(await findings(false)).toEqual([]);
});

test("where somebody was faster it is said, what was typed stays, and it is sent again as the same step", async () => {
  const ids: string[] = [];
  await begin("province", { conflict: MOCK_CONFLICT }, async (request) => {
    if (request.method !== "POST" || !request.url.includes("/conflicts/")) return null;
    ids.push(((await request.clone().json()) as { id: string }).id);
    return problem(409, "conflict");
  });
  await page.getByRole("radio", { name: /先到的一份计入/ }).click();
  const reason = page.getByLabelText("理由（必填", { exact: false });
  await reason.fill("已电话核实");
  for (const times of [1, 2]) {
    await button("确定").click();
    await expect.poll(() => ids.length).toBe(times);
    await expect.element(page.getByRole("alert")).toBeVisible();
  }
  await expect.element(page.getByText("服务器没有接受", { exact: false })).toBeVisible();
  await expect.element(reason).toHaveValue("已电话核实");
  expect(new Set(ids).size).toBe(1);
});

test("that both count is said to last where the loop of a hazard goes on from it, before it is decided", async () => {
  const lasts = page.getByText("不可撤回", { exact: false });
  await begin("province", { conflict: MOCK_CONFLICT });
  await expect.element(page.getByRole("radio", { name: /两份都计入/ })).toBeVisible();
  await expect.element(lasts).not.toBeInTheDocument();
  const told = (await (await fetch(`/api/field/conflicts/${MOCK_CONFLICT}`)).json()) as Conflict;
  const step = { ...told, line: { ...told.line, kind: "hazard_event" } };
  await begin("province", { conflict: MOCK_CONFLICT }, ({ url }) =>
    url.endsWith(`/conflicts/${MOCK_CONFLICT}`) ? Response.json(step) : null,
  );
  await expect.element(lasts).toBeVisible();
  expect(await findings(false)).toEqual([]);
});

test("who may not decide is told why, and still sees everything", async () => {
  await begin("analyst", { conflict: MOCK_CONFLICT });
  await expect.element(page.getByText("由监管或调度人员核对。")).toBeVisible();
  await expect.element(page.getByRole("radio")).not.toBeInTheDocument();
  await begin("analyst", { conflict: MOCK_DECIDED });
  await expect.element(page.getByText("以先到的一份为准")).toBeVisible();
  await expect.element(button("撤回核对")).not.toBeInTheDocument();
});

test("a conflict out of sight, and a list that cannot be asked, are said in words", async () => {
  await begin("province", { conflict: "nothing" });
  await expect.element(page.getByText("没有这条冲突", { exact: false })).toBeVisible();
  await begin("province", {}, (request) =>
    request.url.includes("/api/field/conflicts") ? problem(500, "internal") : null,
  );
  await expect.element(page.getByRole("alert")).toBeVisible();
});
