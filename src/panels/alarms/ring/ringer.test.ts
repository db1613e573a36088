import fc from "fast-check";
import { expect, test } from "vitest";
import type { Alarm } from "#contract/alarms.ts";
import { WARNING_LEVELS, type WarningLevel } from "#contract/gas.ts";
import { alarmOf, eventOf } from "#panels/alarms/testing/alarms.ts";
import { createRinger, FLOOD_PAUSE_MS, REMIND_MS } from "./ringer.ts";

function room() {
  const rung: WarningLevel[] = [];
  const state = { at: 1_000_000, silentUntil: 0, open: [] as Alarm[] };
  const ringer = createRinger({
    now: () => state.at,
    play: (level) => rung.push(level) > 0,
    silenceLeft: (now) => Math.max(0, state.silentUntil - now),
    open: () => state.open,
  });
  const tell = (alarm: Alarm, flood: boolean = false) => {
    state.open = [...state.open.filter(({ id }) => id !== alarm.id), alarm];
    const floodNow = flood ? { since: state.at, alarms: 100, incidents: 2, worst: "red" as const } : null;
    ringer.hear({ events: [eventOf(alarm, "raised")], alarms: [alarm], flood: floodNow });
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
