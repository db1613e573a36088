import { afterEach, beforeEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { getAlarm, listAlarms } from "#contract/alarms.ts";
import type { AnyRoute, Reply } from "#contract/route.ts";
import { answerFromMocks, signInToMocks } from "#mocks/handlers/answers-in-page.ts";
import { type Stage, stage } from "#panels/testing/stage.tsx";
import { NO_ALARM_VIEW } from "#state/alarm-view.ts";
import { AlarmDetail, type AlarmFull } from "./alarm-detail.tsx";

let open: Stage | null = null;
let stopAnswers = () => {};
beforeEach(() => page.viewport(1440, 2400));
afterEach(() => {
  open?.close();
  open = null;
  stopAnswers();
});

const read = async <T extends AnyRoute>({ reply }: T, path: string) =>
  reply.parse(await (await fetch(path)).json()) as Reply<T>;

/** The most urgent alarm of the made-up province whose sensor rang before and whose station has neighbours to ask and a camera. */
async function fullestAlarm(): Promise<AlarmFull> {
  const { alarms } = await read(listAlarms, "/api/alarms?limit=200&order=urgency");
  const all = await Promise.all(alarms.map(({ id }) => read(getAlarm, `/api/alarms/${id}`)));
  const found = all.find((one) => one.ringsIn30Days > 1 && one.neighbours.length > 0 && one.cameras.length > 0);
  if (!found) throw new Error("no alarm of the made-up province has all that its panel can tell");
  return found;
}

async function begin(): Promise<{ alarm: AlarmFull; stores: Stage["stores"] }> {
  stopAnswers = answerFromMocks();
  const me = signInToMocks("province");
  const alarm = await fullestAlarm();
  const view = { panel: "alarms", alarms: { ...NO_ALARM_VIEW, alarm: alarm.id } } as const;
  const panel = (
    <div style={{ position: "fixed", inset: 0, display: "flex", flexDirection: "column", width: 420 }}>
      <AlarmDetail id={alarm.id} />
    </div>
  );
  open = await stage(me, panel, view);
  return { alarm, stores: open.stores };
}

/** What the lines of the part under a heading begin with. */
const linesOf = (name: string, selector = "li .alarm-name") => {
  const part = page.getByRole("region", { name, exact: true }).query();
  return [...(part?.querySelectorAll(selector) ?? [])].map(({ textContent }) => textContent);
};

test("an alarm tells what to do, whom to call, its trend, its cameras, its neighbours, its sensor's past and its journal", async () => {
  const { alarm } = await begin();
  await expect.element(page.getByRole("heading", { name: alarm.tagName }).first()).toBeVisible();
  await expect.poll(() => linesOf("处置步骤", "li")).toEqual(alarm.procedure.split("\n"));
  const contact = page.getByRole("region", { name: "企业联系人" });
  await expect.element(contact.getByText(alarm.contact?.phone ?? "nobody")).toBeVisible();
  await expect.poll(() => document.querySelectorAll(".trend-chart canvas").length).toBeGreaterThan(0);
  expect(linesOf("最近的摄像机")).toEqual(alarm.cameras.map(({ name }) => name));
  expect(linesOf("邻近测点")).toEqual(alarm.neighbours.map(({ name }) => name));
  await expect.poll(() => linesOf("此测点的报警", "li")).toHaveLength(alarm.ringsIn30Days - 1);
  expect(linesOf("处置记录", "time")).toHaveLength(alarm.journal.length);
  expect(alarm.journal.length).toBeGreaterThan(0);
});

test("a press brings its place on the map before the person, and others open its station, its camera and another alarm of its sensor", async () => {
  const { alarm, stores } = await begin();
  const flights: unknown[] = [];
  stores.camera.listen((wish) => void flights.push(wish));
  await page.getByRole("button", { name: "在地图上查看" }).click();
  const [lng, lat] = alarm.lngLat;
  expect(flights).toEqual([expect.objectContaining({ kind: "fly", lng, lat })]);
  const press = (part: string, name: string | RegExp) =>
    page.getByRole("region", { name: part }).getByRole("button", { name }).first().click();
  await press("邻近测点", "打开场站");
  expect(stores.view.getState().selection).toEqual({ kind: "station", id: alarm.stationId });
  await press("此测点的报警", /\d/);
  const other = stores.view.getState().alarms.alarm;
  expect(other).not.toBe(alarm.id);
  expect((await read(getAlarm, `/api/alarms/${other}`)).tagId).toBe(alarm.tagId);
  await press("最近的摄像机", "看视频");
  expect(stores.view.getState().video.cams).toEqual([alarm.cameras[0]?.id]);
});
