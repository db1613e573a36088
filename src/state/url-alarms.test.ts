import fc from "fast-check";
import { expect, test } from "vitest";
import { NO_ALARM_VIEW } from "./alarm-view.ts";
import { anyAlarmView } from "./testing/any-alarm-view.ts";
import { alarmParts, readAlarms } from "./url-alarms.ts";

test("any list of alarms survives the address bar", () => {
  fc.assert(
    fc.property(anyAlarmView, (view) => {
      const search = new URLSearchParams();
      for (const [key, value] of alarmParts(view)) if (value !== null) search.set(key, value);
      expect(readAlarms(new URLSearchParams(search.toString()))).toEqual(view);
    }),
  );
});

test("the usual list adds nothing to a link, and what a link gets wrong is as usual", () => {
  expect(alarmParts(NO_ALARM_VIEW).every(([, value]) => value === null)).toBe(true);
  const wrong = new URLSearchParams({ ap: "nothing", alarm: "", alv: "pink,red", ahd: "some", aor: "" });
  expect(readAlarms(wrong)).toEqual({ ...NO_ALARM_VIEW, levels: ["red"] });
});
