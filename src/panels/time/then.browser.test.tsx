import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { type FieldTrack, listFieldWays } from "#contract/field/coverage.ts";
import { findPastAlarm, listPastAlarms, type PastAlarm } from "#contract/history.ts";
import { mockStages } from "#panels/testing/mock-stages.ts";
import { TimeBar } from "./time-bar.tsx";

const showTo = mockStages();
const MINUTE = 60_000;
const AT = Date.UTC(2026, 10, 24, 19, 10);
const iso = (minute: number) => new Date(AT + minute * MINUTE).toISOString();

const step = (minute: number, incident: string): PastAlarm["course"][number] => ({
  at: iso(minute),
  kind: minute === 0 ? "raised" : "folded",
  state: "unacknowledged",
  level: "orange",
  by: null,
  incident,
});
const alarm = (id: string, course: PastAlarm["course"]): PastAlarm => ({
  id,
  tagId: id,
  tagSeq: 0,
  stationId: "S1",
  stationName: `${id}站`,
  tagName: "出口压力",
  areaCode: "130123",
  lngLat: null,
  level: "orange",
  raisedAt: iso(0),
  clearedAt: null,
  value: 1,
  incident: "I1",
  course,
});
const cause = { kind: "station" as const, id: "R1", name: "东门调压站", lngLat: null };
const ALARMS = {
  alarms: [alarm("甲", [step(0, "I1")]), alarm("乙", [step(0, "I2"), step(5, "I1")])],
  incidents: [{ id: "I1", reason: "upstream", cause }],
  isCut: false,
};
const WAY: FieldTrack = {
  recordId: "W1",
  author: "zhang",
  authorName: "张师傅",
  areaCode: "130123",
  enterpriseId: "E-1",
  fromAt: iso(-30),
  toAt: iso(30),
  points: 60,
  lengthM: 1000,
  matchedM: null,
  line: [
    [114.5, 38, 0],
    [114.51, 38, 3600],
  ],
};

const begin = async (role: string, minute: number, day = ALARMS) => {
  let asked = 0;
  const stage = await showTo(
    role,
    <div style={{ position: "relative", paddingTop: 400 }}>
      <TimeBar />
    </div>,
    { time: AT + minute * MINUTE },
    (request) => {
      const { pathname } = new URL(request.url);
      if (pathname === listPastAlarms.path) return Response.json(day);
      if (pathname === findPastAlarm.path) return Response.json({ alarm: { ...alarm("丙", []), raisedAt: iso(90) } });
      if (pathname !== listFieldWays.path) return null;
      asked += 1;
      return Response.json({ tracks: [WAY], isCut: false });
    },
  );
  return { ...stage, asked: () => asked };
};
const summary = () => document.querySelector(".time-then > summary")?.textContent;

test("alarms stand folded under the incident they stood under at that minute, with its reason and cause", async () => {
  const { stores } = await begin("province", 1);
  await expect.poll(summary).toContain("当时报警 2 条 · 2 起事件");
  expect(document.querySelector(".time-incident")).toBeNull();
  stores.view.setState({ time: AT + 6 * MINUTE });
  await expect.poll(summary).toContain("当时报警 2 条 · 1 起事件");
  (document.querySelector(".time-then > summary") as HTMLElement).click();
  const incident = page.getByText("上游同一调压设施 · 东门调压站");
  await expect.element(incident).toBeVisible();
  await incident.click();
  await expect.element(page.getByRole("button", { name: "甲站", exact: false })).toBeVisible();
  await expect.element(page.getByRole("button", { name: "乙站", exact: false })).toBeVisible();
});

test("of a day with more alarms than were read it says so, calls no minute calm, and jumps to the alarm that the server names", async () => {
  const { stores } = await begin("province", 1, { ...ALARMS, isCut: true });
  await expect.poll(summary).toContain("当日报警过多");
  stores.view.setState({ time: AT - 60 * MINUTE });
  await expect.element(page.getByText(/当日报警过多/)).toBeVisible();
  expect(document.querySelector(".time-bar")?.textContent).not.toContain("当时没有报警");
  // The day's own list would lead to the alarms of 甲 and 乙.
  await page.getByRole("button", { name: "下一条报警" }).click();
  await expect.poll(() => stores.view.getState().time).toBe(AT + 90 * MINUTE);
});

test("where inspectors were is asked for when a person wishes to see it, and told minute by minute", async () => {
  const { stores, asked } = await begin("province", 0);
  const choice = page.getByRole("button", { name: "巡线轨迹" });
  await expect.element(choice).toHaveAttribute("aria-pressed", "false");
  expect(asked()).toBe(0);
  await choice.click();
  await expect.poll(() => document.querySelector(".time-ways")?.textContent).toContain("至此 1 人巡线，1 人在途");
  stores.view.setState({ time: AT - 31 * MINUTE });
  await expect.poll(() => document.querySelector(".time-ways")?.textContent).toContain("至此 0 人");
  expect([asked(), stores.view.getState().ways]).toEqual([1, true]);
  await choice.click();
  expect(document.querySelector(".time-ways")).toBeNull();
});

test("who does not answer for inspectors is not offered their ways", async () => {
  await begin("clerk", 0);
  await expect.poll(summary).toContain("当时报警");
  expect(page.getByRole("button", { name: "巡线轨迹" }).query()).toBeNull();
});
