import fc from "fast-check";
import { expect, test } from "vitest";
import type { Alarm } from "#contract/alarms.ts";
import { WARNING_LEVELS, type WarningLevel } from "#contract/gas.ts";
import type { Level } from "#contract/scope.ts";
import { ringsFor } from "#lib/alarm-audience.ts";
import { alarmOf, eventOf } from "#panels/alarms/testing/alarms.ts";
import { createRinger, FLOOD_PAUSE_MS, REMIND_MS } from "./ringer.ts";

function room(level: Level = "enterprise") {
  const rung: WarningLevel[] = [];
  const state = { at: 1_000_000, silentUntil: 0, open: [] as Alarm[] };
  const ringer = createRinger({
    now: () => state.at,
    play: (level) => rung.push(level) > 0,
    silenceLeft: (now) => Math.max(0, state.silentUntil - now),
    open: () => state.open,
    hears: ringsFor(level),
  });
  const tell = (alarm: Alarm, flood: boolean = false, kind: "raised" | "escalated" = "raised") => {
    state.open = [...state.open.filter(({ id }) => id !== alarm.id), alarm];
    const floodNow = flood ? { since: state.at, alarms: 100, incidents: 2, worst: "red" as const } : null;
    ringer.hear({ events: [eventOf(alarm, kind)], alarms: [alarm], flood: floodNow });
  };
  const wait = (ms: number) => {
    for (const end = state.at + ms; state.at < end; ) {
      state.at = Math.min(end, state.at + 1000);
      ringer.check();
    }
  };
  return { rung, state, ringer, tell, wait };
}

test("news ring at once with their worst level; what is held, acknowledged or silent by itself does not", () => {
  const { rung, ringer } = room();
  const red = alarmOf({ id: "R", level: "red" });
  const held = alarmOf({
    id: "H",
    level: "red",
    hold: { kind: "shelved", by: "张", reason: "检修", since: "", until: null },
  });
  const blue = alarmOf({ id: "B", level: "blue" });
  ringer.hear({ events: [eventOf(held, "raised"), eventOf(blue, "raised")], alarms: [held, blue], flood: null });
  expect(rung).toEqual(["blue"]);
  ringer.hear({ events: [eventOf(red, "came_again")], alarms: [red], flood: null });
  expect(rung).toEqual(["blue"]);
  ringer.hear({ events: [eventOf(blue, "raised"), eventOf(red, "level_up")], alarms: [blue, red], flood: null });
  expect(rung).toEqual(["blue", "red"]);
});

test("what is urgent rings again until somebody acknowledges; what is not rings once", () => {
  const { rung, state, tell, wait } = room();
  tell(alarmOf({ level: "yellow" }));
  wait(600_000);
  expect(rung).toEqual(["yellow"]);
  tell(alarmOf({ id: "R", level: "red" }));
  wait(REMIND_MS.red as number);
  expect(rung).toEqual(["yellow", "red", "red"]);
  state.open = state.open.map((alarm) => ({ ...alarm, state: "acknowledged" as const }));
  wait(600_000);
  expect(rung).toHaveLength(3);
});

test("silence keeps every ring in, and when it ends the worst that still waits is heard within a second or two", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...WARNING_LEVELS), { minLength: 1, maxLength: 20 }), (levels) => {
      const { rung, state, tell, wait } = room();
      state.silentUntil = state.at + 600_000;
      for (const [i, level] of levels.entries()) tell(alarmOf({ id: `A${i}`, level, seq: i }));
      wait(599_000);
      expect(rung).toEqual([]);
      wait(2000);
      expect(rung).toEqual([WARNING_LEVELS.find((level) => levels.includes(level))]);
    }),
  );
});

test("a flood of ten thousand in ten minutes rings at the pace of a flood, not ten thousand times", () => {
  const { rung, state, tell, wait } = room();
  for (let i = 0; i < 10_000; i++) {
    state.at += 60;
    tell(alarmOf({ id: `A${i % 50}`, level: "blue", seq: i }), true);
  }
  expect(rung.length).toBeGreaterThan(1);
  expect(rung.length).toBeLessThanOrEqual(600_000 / FLOOD_PAUSE_MS + 1);
  wait(FLOOD_PAUSE_MS);
});

test("a clock that is set back by hours silences nothing: what is urgent is heard again, and so is a flood", () => {
  const { rung, state, tell, wait } = room();
  state.at += 24 * 3_600_000;
  tell(alarmOf({ id: "R", level: "red" }));
  state.at -= 6 * 3_600_000;
  wait(1000);
  expect(rung).toEqual(["red", "red"]);
  state.at -= 6 * 3_600_000;
  tell(alarmOf({ id: "B", level: "orange", seq: 2 }), true);
  expect(rung).toEqual(["red", "red", "orange"]);
});

test("it rings for enterprise and county at once, for city and province when it is brought there, and below it goes on", () => {
  const desks = (["enterprise", "county", "city", "province"] as const).map((level) => ({ level, ...room(level) }));
  const heard = () => desks.filter(({ rung }) => rung.splice(0).length > 0).map(({ level }) => level);
  const all = (alarm: Alarm, kind: "raised" | "escalated") => {
    for (const { tell } of desks) tell(alarm, false, kind);
  };
  const wait = (ms: number) => {
    for (const desk of desks) desk.wait(ms);
  };
  const alarm = alarmOf({ level: "orange" });
  all(alarm, "raised");
  expect(heard()).toEqual(["enterprise", "county"]);
  wait(REMIND_MS.orange ?? 0);
  expect(heard()).toEqual(["enterprise", "county"]);
  all({ ...alarm, escalatedTo: "city", seq: 2 }, "escalated");
  expect(heard()).toEqual(["enterprise", "county", "city"]);
  all({ ...alarm, escalatedTo: "province", seq: 3 }, "escalated");
  expect(heard()).toEqual(["enterprise", "county", "city", "province"]);
  all({ ...alarm, escalatedTo: "province", seq: 4, state: "acknowledged" }, "escalated");
  wait(600_000);
  expect(heard()).toEqual([]);
});

test("what is urgent but not yet brought to a level owes it no ring, also where something less urgent was", () => {
  const { rung, tell, wait } = room("city");
  tell(alarmOf({ id: "O", level: "orange" }));
  wait(600_000);
  expect(rung).toEqual([]);
  tell(alarmOf({ id: "Y", level: "yellow", escalatedTo: "city", seq: 2 }), false, "escalated");
  wait(600_000);
  expect(rung).toEqual(["yellow"]);
});
