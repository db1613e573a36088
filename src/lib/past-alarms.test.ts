import { expect, test } from "vitest";
import type { PastAlarm, PastStep } from "#contract/history.ts";
import { alarmsAt, nextRing, standAt, timed } from "./past-alarms.ts";

const AT = Date.UTC(2026, 10, 24, 19, 10);
const MINUTE = 60_000;
const alarm = (
  id: string,
  level: PastAlarm["level"],
  fromMinute: number,
  untilMinute: number | null,
  course: PastAlarm["course"] = [],
) =>
  timed({
    id,
    tagId: "T1",
    tagSeq: 1,
    stationId: "S1",
    stationName: "North gate",
    tagName: "outlet",
    areaCode: "130123",
    lngLat: [114.5, 38.1],
    level,
    raisedAt: new Date(AT + fromMinute * MINUTE).toISOString(),
    clearedAt: untilMinute === null ? null : new Date(AT + untilMinute * MINUTE).toISOString(),
    value: 1,
    incident: null,
    course,
  });

test("an alarm is up from the moment it rang until it was over, that moment not included", () => {
  const all = [
    alarm("over", "red", -20, 0),
    alarm("lasting", "yellow", -9, null),
    alarm("rings", "orange", 0, 5),
    alarm("later", "red", 1, 9),
  ];
  expect(alarmsAt(all, AT).map(({ id }) => id)).toEqual(["rings", "lasting"]);
});

test("the next alarm is the nearest after, the last the nearest before the minute shown", () => {
  const all = [-60, -3, -0.5, 4, 90].map((minute) => ({ from: AT + minute * MINUTE }));
  expect(nextRing(all, AT, "after")).toBe(AT + 4 * MINUTE);
  expect(nextRing(all, AT, "before")).toBe(AT - 3 * MINUTE);
  expect(nextRing([], AT, "after")).toBeNull();
});

const step = (
  minute: number,
  kind: PastStep["kind"],
  state: PastStep["state"],
  over: Partial<PastStep> = {},
): PastStep => ({
  at: new Date(AT + minute * MINUTE).toISOString(),
  kind,
  state,
  level: "yellow",
  by: null,
  incident: null,
  ...over,
});
const stand = (minute: number, ...course: PastStep[]) =>
  standAt(alarm("a", "red", 0, 30, course), AT + minute * MINUTE);

test("who had acknowledged, and when, is as the journal tells it minute by minute", () => {
  const course = [
    step(0, "raised", "unacknowledged"),
    step(4, "level_up", "unacknowledged", { level: "red" }),
    step(10, "acknowledged", "acknowledged", { level: "red", by: "李" }),
    step(30, "cleared", "normal", { level: "red" }),
  ];
  expect(stand(-1, ...course)).toBeNull();
  expect(stand(0, ...course)).toEqual({ state: "unacknowledged", level: "yellow", hold: null, by: null });
  expect(stand(9, ...course)).toMatchObject({ state: "unacknowledged", level: "red" });
  expect(stand(10, ...course)).toEqual({ state: "acknowledged", level: "red", hold: null, by: "李" });
  expect(stand(30, ...course)).toBeNull();
});

test("what was shelved stands as shelved until the shelf ended, and a confirmed leak as held by nothing", () => {
  const course = [
    step(0, "raised", "unacknowledged"),
    step(2, "shelved", "unacknowledged", { by: "李" }),
    step(20, "unshelved", "unacknowledged"),
  ];
  expect(stand(1, ...course)?.hold).toBeNull();
  expect(stand(5, ...course)?.hold).toBe("shelved");
  expect(stand(25, ...course)?.hold).toBeNull();
  expect(stand(6, ...course.slice(0, 2), step(6, "leak_confirmed", "unacknowledged"))?.hold).toBeNull();
});

test("what had returned and waited for somebody is open after its condition was over", () => {
  const course = [
    step(0, "raised", "unacknowledged"),
    step(30, "returned", "returned"),
    step(50, "acknowledged", "returned", { by: "李" }),
    step(50, "cleared", "normal"),
  ];
  expect(stand(40, ...course)?.state).toBe("returned");
  expect(stand(50, ...course)).toBeNull();
});

test("of an alarm without a journal only that it was up is known", () => {
  expect(stand(29)).toEqual({ state: null, level: "red", hold: null, by: null });
  expect(stand(29, step(40, "raised", "unacknowledged"))).toMatchObject({ state: null });
});
