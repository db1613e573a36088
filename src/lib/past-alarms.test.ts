import { expect, test } from "vitest";
import type { PastAlarm } from "#contract/history.ts";
import { alarmsAt, nextRing, timed } from "./past-alarms.ts";

const AT = Date.UTC(2026, 10, 24, 19, 10);
const MINUTE = 60_000;
const alarm = (id: string, level: PastAlarm["level"], fromMinute: number, untilMinute: number | null) =>
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
