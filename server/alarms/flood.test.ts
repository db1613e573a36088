import { expect, test } from "vitest";
import type { AlarmRecord, Transition } from "#model/alarms/record.ts";
import { FloodWatch } from "./flood.ts";

const everything = () => true;
const NOW = Date.UTC(2026, 0, 10);

/** An alarm that begins a second after the one before it. */
const ring = (i: number, isFound: boolean): Transition => {
  const alarm = { id: `A${i}`, level: i === 0 ? "red" : "blue", hold: null, isLeak: false, incidentId: `I${i % 3}` };
  const rest = { incident: null, value: null, valueAt: null, by: null, comment: null };
  const found = isFound ? { isFound: true as const } : {};
  return { seq: i, at: NOW + 1000 * i, kind: "raised", alarm: alarm as unknown as AlarmRecord, ...rest, ...found };
};
const rings = (count: number, isFound = false) => Array.from({ length: count }, (_, i) => ring(i, isFound));
const after = (entries: readonly Transition[], at = NOW + 60_000) => {
  const watch = new FloodWatch(() => null);
  watch.add(entries);
  return watch.of("all", everything, at);
};

test("eleven rings in ten minutes are a flood, with its incidents and the worst level; ten are none", () => {
  expect(after(rings(11))).toEqual({ since: NOW, alarms: 11, incidents: 3, worst: "red" });
  expect(after(rings(10))).toBeNull();
});

test("a thousand alarms that were found standing are no flood", () => {
  expect(after(rings(1000, true))).toBeNull();
  expect(after([...rings(1000, true), ...rings(10)])).toBeNull();
});

test("alarms brought before the next level are no alarms more", () => {
  const escalated = rings(100).map((one): Transition => ({ ...one, kind: "escalated" }));
  expect(after([...escalated, ...rings(10)])).toBeNull();
});

test("a flood goes on until fewer than five rang in ten minutes", () => {
  const watch = new FloodWatch(() => null);
  watch.add(rings(11));
  const isFlood = (at: number) => watch.of("all", everything, at) !== null;
  expect(isFlood(NOW + 60_000)).toBe(true);
  expect(isFlood(NOW + 600_000 + 5000)).toBe(true);
  expect(isFlood(NOW + 600_000 + 6000)).toBe(false);
});
