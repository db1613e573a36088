import fc from "fast-check";
import { expect, test } from "vitest";
import { CONFIRM_MS } from "./confirm.ts";
import type { Transition } from "./record.ts";
import type { AlarmTag } from "./tag.ts";
import { engineDeed, skews } from "./testing/deeds.ts";
import { liveSkewed, SKEW_MS } from "./testing/engine-laws.ts";
import { house, rule, tag } from "./testing/house.ts";

const MIN = 60_000;

test("a limit is crossed outward at once and left only when inside by more than the dead-band", () => {
  const { say } = house([tag()], [rule()]);
  expect(say(120)).toEqual(["raised"]);
  expect(say(119.5)).toEqual([]);
  expect(say(131)).toEqual(["level_up"]);
  expect(say(129.5)).toEqual([]);
  expect(say(125)).toEqual(["level_down"]);
  expect(say(118)).toEqual(["returned"]);
});

test("a value that its device calls suspect rings once it has stood for two minutes or a good one says the same; gas rings at once", () => {
  const leaps = house([tag()], [rule()]);
  expect([...leaps.say(140, 10_000, "P1", 0, 1), ...leaps.say(140, 60_000, "P1", 0, 1), ...leaps.say(100)]).toEqual([]);
  expect(leaps.wait(CONFIRM_MS)).toEqual([]);
  expect([...leaps.say(140, 10_000, "P1", 0, 1), ...leaps.say(140)]).toEqual(["raised"]);

  const stands = house([tag()], [rule()]);
  expect([...stands.say(140, 10_000, "P1", 0, 1), ...stands.wait(CONFIRM_MS - 1)]).toEqual([]);
  expect(stands.wait(1)).toEqual(["raised"]);

  const gas = house([tag({ kind: "gas_concentration" })], [rule()]);
  expect(gas.say(140, 10_000, "P1", 0, 1)).toEqual(["raised"]);
});

test("suspect values that leap from one side to the other do not stand", () => {
  const { say, wait } = house([tag()], [rule()]);
  const leaps = Array.from({ length: 30 }, (_, i) => say(i % 2 === 0 ? 140 : 20, 10_000, "P1", 0, 1));
  expect(leaps.flat()).toEqual([]);
  expect([...say(140, 10_000, "P1", 0, 1), ...wait(CONFIRM_MS)]).toEqual(["raised"]);
});

test("one suspect value of a slow sensor waits for the next, and rings when none comes", () => {
  const slow = () => house([tag({ samplingS: 3600 })], [rule()]);
  const leap = slow();
  expect([
    ...leap.say(140, 10_000, "P1", 0, 1),
    ...leap.wait(3_500_000),
    ...leap.say(100),
    ...leap.wait(7_200_000),
  ]).toEqual([]);
  const fallsSilent = slow();
  expect([...fallsSilent.say(140, 10_000, "P1", 0, 1), ...fallsSilent.wait(5_399_999)]).toEqual([]);
  expect(fallsSilent.wait(1)).toEqual(["raised"]);
});

test("a suspect value does not put off what a good one has begun", () => {
  const { say, wait } = house([tag()], [rule({ onDelayS: 30 })]);
  expect([...say(140), ...say(140, 10_000, "P1", 0, 1), ...wait(19_999)]).toEqual([]);
  expect(wait(1)).toEqual(["raised"]);
});

test("what does not last for the on-delay does not ring, and what comes back within the off-delay is one ring", () => {
  const { say, wait } = house([tag()], [rule({ onDelayS: 30, offDelayS: 60 })]);
  expect([...say(140), ...say(100), ...wait(60_000)]).toEqual([]);
  expect([...say(140), ...say(140, 10_000), ...say(140, 20_000)]).toEqual(["raised"]);
  expect([...say(100), ...say(140, 50_000), ...say(100), ...wait(59_000)]).toEqual([]);
  expect(wait(1000)).toEqual(["returned"]);
});

test("a delay ends by the server's clock when the sensor is too slow to end it", () => {
  const { say, wait } = house([tag()], [rule({ onDelayS: 30 })]);
  expect([...say(140), ...wait(29_000)]).toEqual([]);
  expect(wait(1000)).toEqual(["raised"]);
});

test("a bad value neither raises nor ends an alarm", () => {
  const { say } = house([tag()], [rule()]);
  expect(say(500, 10_000, "P1", 0, 2)).toEqual([]);
  say(140);
  expect(say(100, 10_000, "P1", 0, 2)).toEqual([]);
});

test("silence rings after its time and ends with the next value, whatever that is", () => {
  const { say, wait } = house(
    [tag()],
    [rule({ id: "no-data", condition: { kind: "no_data", afterS: 0 }, level: "blue" })],
  );
  expect(say(100)).toEqual([]);
  expect(wait(60_000)).toEqual([]);
  expect(wait(1000)).toEqual(["raised"]);
  expect(wait(60_000)).toEqual([]);
  expect(say(500)).toEqual(["returned"]);
});

const gas = rule({
  condition: { kind: "gas", blue: 5, yellow: 20, orange: 50, red: 80, blueSamples: 2, ethanePpm: 50 },
  level: "red",
});
const well = (id: string, over: Partial<AlarmTag> = {}) =>
  tag({ id, kind: "methane", stationId: `W-${id}`, stationKind: "valve_pit", deadBand: 0, ...over });
const level = (entries: readonly Transition[]) => entries.at(-1)?.alarm.level;

test("blue needs two samples in a row; with ethane orange is red and a confirmed leak; without it it may be sewer gas", () => {
  const ethane = tag({ id: "E1", kind: "ethane", stationId: "W-M1" });
  const { say, entries } = house([well("M1"), ethane], [gas]);
  expect(say(6, 10_000, "M1")).toEqual([]);
  expect(say(6, 10_000, "M1")).toEqual(["raised"]);
  say(1, 10_000, "E1");
  expect(say(25, 10_000, "M1")).toEqual(["level_up"]);
  expect(entries.at(-1)?.alarm).toMatchObject({ level: "yellow", gas: "biogas", isLeak: false });
  say(80, 10_000, "E1");
  expect(say(55, 10_000, "M1")).toEqual(["level_up", "leak_confirmed"]);
  expect(entries.at(-1)?.alarm).toMatchObject({ level: "red", gas: "leak", isLeak: true });
});

test("two neighbouring wells make orange red, and a school one level more of anything", () => {
  const wells = ["M1", "M2", "M3"].map((id, i) => well(id, { lngLat: [114.5 + i * 0.0005, 38] }));
  const shared = house(wells, [gas]);
  shared.say(30, 10_000, "M2");
  shared.say(30, 10_000, "M3");
  shared.say(55, 10_000, "M1");
  expect(level(shared.entries)).toBe("red");
  expect(new Set(shared.entries.map(({ alarm }) => alarm.incidentId)).size).toBe(1);
  expect(shared.entries.at(-1)?.incident?.reason).toBe("neighbours");
  const beside = house([well("M1")], [gas], { isSensitive: () => true });
  beside.say(25, 10_000, "M1");
  expect(level(beside.entries)).toBe("orange");
});

test("what is worked on is followed, not rung; what still holds when the work ends rings", () => {
  const windows = [{ id: "M", stationId: "S1", tagId: null, from: 0, to: 10 * MIN, by: "李", reason: "换阀" }];
  const { say, wait, entries } = house([tag()], [rule()], { windows });
  say(140);
  expect(entries.at(-1)?.alarm).toMatchObject({
    state: "unacknowledged",
    hold: { kind: "out_of_service", by: "李", until: 10 * MIN },
  });
  expect(wait(10 * MIN)).toEqual(["in_service", "rang_again"]);
  expect(entries.at(-1)?.alarm.hold).toBeNull();
});

test("a rule is suppressed by design while its plant does not run", () => {
  const flow = tag({ id: "F1", kind: "flow", highWarning: null, highAlarm: null, lowWarning: null, lowAlarm: null });
  const { say, entries } = house([tag(), flow], [rule({ suppressWhile: { tagKind: "flow", below: 1 } })]);
  say(0, 1000, "F1");
  say(50);
  expect(entries.at(-1)?.alarm.hold?.kind).toBe("suppressed");
  expect(say(20, 1000, "F1")).toEqual(["unsuppressed", "rang_again"]);
});

test("an alarm that nobody answers climbs to county, city and province", () => {
  const { say, wait, engine, entries, now } = house([tag()], [rule()]);
  say(140);
  expect(wait(15 * MIN - 1)).toEqual([]);
  expect(wait(1)).toEqual(["escalated"]);
  expect(wait(45 * MIN)).toEqual(["escalated", "escalated"]);
  expect(entries.slice(1).map(({ alarm }) => alarm.escalatedTo)).toEqual(["county", "city", "province"]);
  expect(engine.acknowledge(["A1"], { name: "李", comment: null }, now)[0]?.refused).toBeUndefined();
});

test("a rule that is gone ends its alarms", () => {
  const first = house([tag()], [rule()]);
  first.say(140);
  const kept = first.entries.flatMap(({ alarm, incident }) => (incident ? [{ alarm, incident }] : []));
  const then = house([tag()], [], { kept, nextSeq: 2 });
  expect(then.take()).toEqual(["cleared"]);
  expect(then.entries[0]?.alarm.state).toBe("normal");
});

test("whatever device clocks say, up to 26 hours either way, order is the server's, and the journal is that of right clocks", () => {
  const lives = fc.array(engineDeed, { minLength: 20, maxLength: 200, size: "max" });
  fc.assert(
    fc.property(lives, skews, (deeds, wrong) => {
      liveSkewed(deeds, wrong);
    }),
    { numRuns: 100 },
  );
});

test("a journal that a clock has bent is found", () => {
  const deeds = [140, 140, 100].map((v) => ({ tagId: "P1", v, after: 15_000, deed: "say" }) as const);
  expect(liveSkewed(deeds, { P1: SKEW_MS, P2: 0, P3: 0 })).toEqual({ steps: 3, events: expect.any(Number) });
  expect(() => liveSkewed(deeds, { P1: Number.NaN, P2: 0, P3: 0 })).toThrow("clocks that are wrong change nothing");
});
