import { expect, test } from "vitest";
import type { Overview } from "#contract/overview.ts";
import { alarmOf } from "#panels/alarms/testing/alarms.ts";
import { type TickerInput, tickerLines } from "./ticker-lines.ts";

const overview = (over: Partial<Overview>): Overview => ({
  area: "130000",
  enterprise: null,
  at: "2026-11-22T00:00:00Z",
  enterprises: { total: 0, byLicence: [], expiring: [] },
  pipes: { totalKm: 0, byLevelAndMaterial: [] },
  stations: [],
  customers: [],
  supply: [],
  tags: [],
  alarms: [],
  hazards: [],
  children: [],
  ...over,
});
const input = (over: Partial<TickerInput>): TickerInput => ({
  overview: overview({}),
  alarms: null,
  flood: null,
  isLost: false,
  ...over,
});

test("before alarms are known their numbers come worst first, then what does not report", () => {
  const known = overview({
    alarms: [
      { level: "blue", count: 4 },
      { level: "red", count: 1 },
      { level: "orange", count: 0 },
    ],
    tags: [
      { state: "normal", count: 100 },
      { state: "stale", count: 3 },
    ],
  });
  expect(tickerLines(input({ overview: known }))).toEqual([
    { kind: "alarm", level: "red", count: 1 },
    { kind: "alarm", level: "blue", count: 4 },
    { kind: "stale", count: 3 },
  ]);
});

test("alarms are told one by one, the most urgent first, held ones not at all, and the rest of many as numbers", () => {
  const many = Array.from({ length: 20 }, (_, i) => alarmOf({ id: `B${i}`, seq: i, level: "blue" }));
  const red = alarmOf({ id: "R", seq: 30, level: "red" });
  const held = alarmOf({
    id: "H",
    level: "red",
    hold: { kind: "shelved", by: "张", reason: "检修", since: "", until: null },
  });
  const lines = tickerLines(input({ alarms: [...many, held, red] }));
  expect(lines[0]).toEqual({ kind: "one", alarm: red });
  expect(lines.filter(({ kind }) => kind === "one")).toHaveLength(12);
  expect(lines.at(-1)).toEqual({ kind: "alarm", level: "blue", count: 9 });
});

test("calm is said when there is nothing, and never while no live data come", () => {
  const calm = overview({ tags: [{ state: "normal", count: 9 }] });
  expect(tickerLines(input({ overview: calm, alarms: [] }))).toEqual([{ kind: "calm" }]);
  expect(tickerLines(input({ overview: calm, alarms: [], isLost: true }))).toEqual([{ kind: "lost" }]);
});
