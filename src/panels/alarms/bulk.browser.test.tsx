import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Alarm } from "#contract/alarms.ts";
import { answerFromMocks, signInToMocks } from "#mocks/handlers/answers-in-page.ts";
import { type Stage, stage } from "#panels/testing/stage.tsx";
import { AlarmsPanel } from "./alarms-panel.tsx";
import { alarmOf } from "./testing/alarms.ts";

let open: Stage | null = null;
let stopAnswers = () => {};
/** What was sent for several alarms at once: the last part of its path, and its body. */
interface Sent {
  readonly what: string;
  readonly body: {
    readonly ids: string[];
    readonly comment?: string;
    readonly reason?: string;
    readonly until?: string;
  };
}
let sent: Sent[] = [];
let refused: { id: string; why: string }[] = [];

const ALARMS: readonly Alarm[] = [
  alarmOf({ id: "A1", seq: 1, tagName: "压力一" }),
  alarmOf({ id: "A2", seq: 2, tagName: "压力二" }),
  alarmOf({ id: "A3", seq: 3, tagName: "压力三", state: "acknowledged" }),
  alarmOf({ id: "A4", seq: 4, tagName: "可燃气体", leakConfirmed: true }),
];

beforeEach(async () => {
  await page.viewport(1440, 900);
  [sent, refused] = [[], []];
  stopAnswers = answerFromMocks(async (request) => {
    const [, what] = /^\/api\/alarms\/(acknowledge|shelve)$/.exec(new URL(request.url).pathname) ?? [];
    if (what === undefined) return null;
    const body = (await request.clone().json()) as Sent["body"];
    sent.push({ what, body });
    const done = body.ids.filter((id) => !refused.some((one) => one.id === id)).map((id, i) => ({ id, seq: 10 + i }));
    return Response.json({ done, refused });
  });
  const panel = (
    <div style={{ position: "fixed", inset: 0, display: "flex", flexDirection: "column", width: 400 }}>
      <AlarmsPanel />
    </div>
  );
  open = await stage(signInToMocks("county"), panel, { panel: "alarms" });
  const book = new Map(ALARMS.map((one) => [one.id, one]));
  open.stores.alarms.setState({ load: "ready", toldAt: 1, tick: 1, open: book });
  await expect.poll(() => document.querySelectorAll("[role=option]").length).toBe(ALARMS.length);
  await page.getByRole("checkbox", { name: /全选/ }).click();
  await expect.element(page.getByText("已选 4 条")).toBeVisible();
});
afterEach(() => {
  open?.close();
  open = null;
  stopAnswers();
});

const ask = (name: string) => page.getByRole("button", { name, exact: true }).first().click();
const dialog = () => page.getByRole("dialog");
const write = (text: string) => userEvent.fill(dialog().getByRole("textbox"), text);

test("all that are chosen are acknowledged with one comment, but for those that somebody knows of", async () => {
  await ask("确认");
  await expect.element(page.getByRole("dialog", { name: "确认 3 条报警" })).toBeVisible();
  await write("已通知抢修");
  await dialog().getByRole("button", { name: "确认", exact: true }).click();
  await expect.poll(() => document.querySelector("dialog")).toBeNull();
  expect(sent).toEqual([{ what: "acknowledge", body: { ids: expect.any(Array), comment: "已通知抢修" } }]);
  expect(sent[0]?.body.ids.toSorted()).toEqual(["A1", "A2", "A4"]);
});

test("what the server did not do is told with why, and the comment stays", async () => {
  refused = [{ id: "A2", why: "not_open" }];
  await ask("确认");
  await write("已核实");
  await dialog().getByRole("button", { name: "确认", exact: true }).click();
  await expect.element(page.getByText("1 条未处理：已消除")).toBeVisible();
  await expect.element(dialog().getByRole("textbox")).toHaveValue("已核实");
});

test("to shelve asks for a reason and until when, and leaves a confirmed leak out", async () => {
  await ask("搁置");
  await expect.element(page.getByRole("dialog", { name: "搁置 3 条报警" })).toBeVisible();
  const send = dialog().getByRole("button", { name: "搁置", exact: true });
  await expect.element(send).toBeDisabled();
  await write("计划检修");
  await dialog().getByRole("combobox").selectOptions("2 小时");
  await send.click();
  await expect.poll(() => sent.length).toBe(1);
  const body = sent[0]?.body;
  expect(body?.ids.toSorted()).toEqual(["A1", "A2", "A3"]);
  expect(body?.reason).toBe("计划检修");
  expect(Math.abs(Date.parse(body?.until ?? "") - Date.now() - 7_200_000)).toBeLessThan(60_000);
});
