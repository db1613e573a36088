import * as fc from "fast-check";
import { expect, test } from "vitest";
import { TAG_STATES } from "#contract/gas.ts";
import {
  COLOR_BYS,
  type ColorBy,
  classCount,
  NO_FILTER,
  OUT_OF_SIGHT,
  type PipeFilter,
} from "#contract/pipe-classes.ts";
import type { Bbox } from "#contract/route.ts";
import { classAt, classColumn, classesOf, passesOf, type Reading, todayAt } from "./classes.ts";
import { countPipes } from "./count.ts";
import { ownersOf } from "./owners.ts";
import type { PipeRow } from "./pages-of-rows.ts";
import { sightOf } from "./sight.ts";
import { type ByHand, classByHand, liveColumns, NEW_YEAR, passesByHand } from "./testing/classes-by-hand.ts";
import { network, snapshotFrom, UNITS } from "./testing/network.ts";
import { PROVINCE, pipeOf, scope } from "./testing/oracle.ts";

const PIPE: Omit<PipeRow, "id"> = {
  area_code: "130102",
  enterprise_id: "E1",
  pressure_level: "LP",
  material: "PE100",
  status: "in_service",
  gas_kind: "urban_ng",
  dn_mm: 63,
  length_m: 10,
  path: [
    [114.5, 38],
    [114.501, 38],
  ],
};

/** Values of tags T0 … T39; those of pressure breaks, so that a wrong comparison shows. */
const live: fc.Arbitrary<ByHand["live"]> = fc
  .array(
    fc.record({
      value: fc.constantFrom(1, 2, 100, 800, 5000, Number.NaN),
      state: fc.nat({ max: TAG_STATES.length - 1 }),
    }),
    { minLength: 40, maxLength: 40 },
  )
  .map((told) => new Map(told.map((one, i) => [`T${i}`, one])));

const hand: fc.Arbitrary<ByHand> = fc.record({ net: network, scope, at: fc.constant(NEW_YEAR), live });

function readingOf({ net, scope: who, at, live: told }: ByHand): Reading {
  const snapshot = snapshotFrom(net);
  return {
    snapshot,
    sight: sightOf(who, snapshot, UNITS),
    today: todayAt(at.ms),
    live: liveColumns(snapshot, told),
  };
}

test.each(COLOR_BYS)(
  "the column of %s tells each pipe's class as its row says, and nothing of pipes out of sight",
  (by) => {
    fc.assert(
      fc.property(hand, (one) => {
        const reading = readingOf(one);
        const column = classColumn(by, reading);
        expect(column.length).toBe(one.net.pipes.length);
        column.forEach((k, seq) => {
          expect(k).toBe(classByHand(one, by, pipeOf({ ...one, snapshot: reading.snapshot } as never, seq)));
          if (k !== OUT_OF_SIGHT) expect(k).toBeLessThan(classCount(by));
        });
      }),
      { numRuns: 60 },
    );
  },
);

const classesFor = (by: ColorBy) => fc.array(fc.nat({ max: classCount(by) - 1 }), { minLength: 1, maxLength: 6 });
const filter: fc.Arbitrary<PipeFilter> = fc.record({
  only: fc.record(
    Object.fromEntries(COLOR_BYS.map((by) => [by, classesFor(by)])) as { [K in ColorBy]: fc.Arbitrary<number[]> },
    { requiredKeys: [] },
  ),
  laid: fc.option(fc.tuple(fc.integer({ min: 1950, max: 1990 }), fc.integer({ min: 1990, max: 2030 })), { nil: null }),
  patrolled: fc.option(fc.constantFrom(["2020-01-01", "2026-11-01"] as const, ["2026-10-01", "2026-11-25"] as const), {
    nil: null,
  }),
});

test("a filter lets through what all of its conditions let through", () => {
  fc.assert(
    fc.property(hand, filter, (one, asked) => {
      const reading = readingOf(one);
      const passes = passesOf(asked, reading);
      classColumn("level", reading).forEach((k, seq) => {
        if (k === OUT_OF_SIGHT) return;
        const row = pipeOf({ ...one, snapshot: reading.snapshot } as never, seq);
        expect(passes(seq)).toBe(passesByHand(one, asked, row));
      });
    }),
    { numRuns: 200 },
  );
});

test("a year begins in Shanghai, eight hours before it does in London", () => {
  expect(todayAt(NEW_YEAR.ms)).toEqual({ year: 2027, day: Date.parse("2027-01-01") / 86_400_000 });
  expect(todayAt(Date.UTC(2026, 11, 31, 15, 59))).toEqual({ year: 2026, day: Date.parse("2026-12-31") / 86_400_000 });
});

test("what is told of the future is new, not unknown", () => {
  const net = {
    pipes: [
      { ...PIPE, id: "P0", laid_year: 2031, last_patrolled: "2031-01-01" },
      { ...PIPE, id: "P1", laid_year: null, last_patrolled: null },
    ],
  };
  const snapshot = snapshotFrom(net);
  const reading = { snapshot, sight: sightOf(PROVINCE, snapshot, UNITS), today: todayAt(NEW_YEAR.ms), live: null };
  expect([...classColumn("age", reading)]).toEqual([0, classCount("age") - 1]);
  expect([...classColumn("patrol", reading)]).toEqual([0, classCount("patrol") - 1]);
});

test("of two ends with a tag the one that the pipe comes from counts, while its value is current", () => {
  const tag = (id: string, node_id: string, area_code: "130102" | "130202" = "130102") => ({
    id,
    node_id,
    area_code,
    enterprise_id: "E1",
    kind: "pressure" as const,
    station_id: "S",
  });
  const pipes = [{ ...PIPE, id: "P0", operating_kpa: 2.5, from_node: "a", to_node: "b" }];
  const told = (kPa: number, state: (typeof TAG_STATES)[number]) => ({ value: kPa, state: TAG_STATES.indexOf(state) });
  const classOfIt = (tags: ReturnType<typeof tag>[], ...values: [string, ReturnType<typeof told>][]) => {
    const snapshot = snapshotFrom({ pipes, tags });
    const county = { level: "county", areaCode: "130102", enterpriseId: null } as const;
    const sight = sightOf(county, snapshot, UNITS);
    const reading = { snapshot, sight, today: todayAt(0), live: liveColumns(snapshot, new Map(values)) };
    return classAt(classesOf("pressure", reading), 0);
  };
  const ends = [tag("Tb", "b"), tag("Ta", "a")];
  expect(classOfIt(ends, ["Ta", told(150, "normal")], ["Tb", told(5000, "normal")])).toBe(5);
  expect(classOfIt(ends, ["Ta", told(150, "stale")], ["Tb", told(5000, "alarm")])).toBe(11);
  expect(classOfIt(ends, ["Ta", told(150, "offline")], ["Tb", told(5000, "maintenance")])).toBe(1);
  // A tag of another county tells nobody of this one anything, though it sits at this pipe's end.
  expect(classOfIt([tag("Ta", "a", "130202")], ["Ta", told(150, "normal")])).toBe(1);
});

test("a count by pressure says of how many pipes it is a current value", async () => {
  const tags = ["Ta", "Tb"].map((id) => ({
    id,
    node_id: id.slice(1),
    area_code: "130102",
    enterprise_id: "E1",
    kind: "pressure" as const,
    station_id: "S",
  }));
  const pipes = ["a", "b", "c"].map((from_node) => ({
    ...PIPE,
    id: `P${from_node}`,
    from_node,
    to_node: "x",
    length_m: 7,
  }));
  const snapshot = snapshotFrom({ pipes, tags });
  const told = new Map([
    ["Ta", { value: 150, state: TAG_STATES.indexOf("normal") }],
    ["Tb", { value: 150, state: TAG_STATES.indexOf("offline") }],
  ]);
  const reading = {
    snapshot,
    sight: sightOf(PROVINCE, snapshot, UNITS),
    today: todayAt(0),
    live: liveColumns(snapshot, told),
  };
  const ask = { bbox: [-180, -85, 180, 85] as Bbox, zoom: 14, filter: NO_FILTER };
  expect((await countPipes(reading, { ...ask, by: "pressure" })).live).toEqual({ count: 1, lengthM: 7 });
  expect((await countPipes(reading, { ...ask, by: "level" })).live).toBeUndefined();
});

test("values of another numbering are found by the tags' ids", () => {
  const tags = ["Ta", "Tb"].map((id) => ({
    id,
    node_id: id.slice(1),
    area_code: "130102",
    enterprise_id: "E1",
    kind: "pressure" as const,
    station_id: "S",
  }));
  const pipes = [{ ...PIPE, id: "P0", from_node: "b", to_node: "x" }];
  const snapshot = snapshotFrom({ pipes, tags });
  const before = snapshotFrom({ pipes, tags: tags.slice(1) });
  const told = liveColumns(before, new Map([["Tb", { value: 150, state: 0 }]]));
  const reading = { snapshot, sight: sightOf(PROVINCE, snapshot, UNITS), today: todayAt(0), live: told };
  expect(classAt(classesOf("pressure", reading), 0)).toBe(5);
});

test("no more enterprises than classes are named, the longest first, and all others share the last class", () => {
  const pipes = Array.from({ length: 30 }, (_, i) => ({
    ...PIPE,
    id: `P${i}`,
    enterprise_id: `E${String(i % 15).padStart(2, "0")}`,
    length_m: 100 + (i % 15),
  }));
  const snapshot = snapshotFrom({ pipes });
  const owners = ownersOf(snapshot, sightOf(PROVINCE, snapshot, UNITS));
  expect(owners.named.map((i) => snapshot.enterprises[i])).toEqual(
    Array.from({ length: 11 }, (_, k) => `E${String(14 - k).padStart(2, "0")}`),
  );
  const classes = new Map(snapshot.enterprises.map((id, i) => [id, owners.table[i]]));
  expect([classes.get("E14"), classes.get("E04"), classes.get("E03"), classes.get("E00")]).toEqual([0, 10, 11, 11]);
});
