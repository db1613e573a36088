import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { answerFromMocks, signInToMocks } from "#mocks/handlers/answers-in-page.ts";
import { alarmOf } from "#panels/alarms/testing/alarms.ts";
import { type Stage, stage } from "#panels/testing/stage.tsx";
import { NO_ALARM_VIEW } from "#state/alarm-view.ts";
import { AlarmsPanel } from "../alarms-panel.tsx";

let open: Stage | null = null;
let stopAnswers = () => {};

async function begin(role: "county" | "inspector"): Promise<Stage> {
  stopAnswers = answerFromMocks();
  const panel = (
    <div style={{ position: "fixed", inset: 0, display: "flex", flexDirection: "column", width: 400 }}>
      <AlarmsPanel />
    </div>
  );
  open = await stage(signInToMocks(role), panel, { panel: "alarms", alarms: { ...NO_ALARM_VIEW, page: "windows" } });
  await expect.element(page.getByRole("group", { name: "检修状态" })).toBeVisible();
  return open;
}

beforeEach(() => page.viewport(1440, 900));
afterEach(() => {
  open?.close();
  open = null;
  stopAnswers();
});

test("a window is planned for a station found by name, tells which alarms it holds, and is ended early", async () => {
  const { stores } = await begin("county");
  await page.getByRole("button", { name: "安排检修" }).click();
  const send = page.getByRole("button", { name: "提交检修" });
  await expect.element(send).toBeDisabled();
  await userEvent.fill(page.getByRole("searchbox", { name: "场站" }), "门站");
  const hit = page.getByRole("list", { name: "场站" }).getByRole("button").first();
  await expect.element(hit).toBeVisible();
  const name = (await hit.element()).querySelector(".alarm-name")?.textContent ?? "";
  await hit.click();
  await userEvent.fill(page.getByRole("textbox", { name: "检修内容（必填）" }), "更换调压器皮膜");
  await send.click();
  const card = page.getByRole("list", { name: "检修窗口" }).getByRole("listitem");
  await expect.element(card.getByText("进行中")).toBeVisible();
  await expect.element(card.getByText(/更换调压器皮膜/)).toBeVisible();
  await expect.element(card.getByRole("button", { name, exact: true })).toBeVisible();

  const stationId = await windowStation();
  const hold = { kind: "out_of_service" as const, by: "李", reason: "", since: new Date().toISOString(), until: null };
  const held = alarmOf({ id: "H", stationId, stationName: name, hold });
  stores.alarms.setState({ load: "ready", toldAt: 1, tick: 2, open: new Map([[held.id, held]]) });
  await expect.element(card.getByText("按检修停用的报警 1 条")).toBeVisible();

  await card.getByRole("button", { name: "提前结束" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "提前结束" }).click();
  await expect.element(card.getByText("已结束")).toBeVisible();
  await card.getByRole("button", { name, exact: true }).click();
  expect(stores.view.getState().selection).toEqual({ kind: "station", id: stationId });
});

/** The station of the window that was planned, as the server tells it. */
async function windowStation(): Promise<string> {
  const { windows } = (await (await fetch("/api/maintenance")).json()) as { windows: { stationId: string }[] };
  return windows[0]?.stationId ?? "";
}

test("who makes no rules reads windows and plans none", async () => {
  await begin("inspector");
  expect(page.getByRole("button", { name: "安排检修" }).elements()).toEqual([]);
});
