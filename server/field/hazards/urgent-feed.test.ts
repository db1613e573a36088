import { expect, test } from "vitest";
import type { LiveHazard } from "#contract/field/hazard-live.ts";
import type { Scope } from "#contract/scope.ts";
import { UrgentFeed } from "./urgent-feed.ts";

const NOON = Date.parse("2026-11-20T04:00:00Z");
const iso = (ms: number) => new Date(ms).toISOString();
const hazard = (id: string, knownMs: number, areaCode = "130123"): LiveHazard => ({
  type: "hazard",
  id,
  hazardId: `H-${id}`,
  areaCode,
  enterpriseId: `E-${areaCode}`,
  code: "leak_smell",
  note: "",
  lngLat: [115, 38],
  foundAt: iso(knownMs),
  dueAt: null,
  knownAt: iso(knownMs),
});
const county = (areaCode: string): Scope => ({ level: "county", areaCode, enterpriseId: null });

function bench() {
  let nowMs = NOON;
  const known: LiveHazard[] = [];
  let isBroken = false;
  const troubles: unknown[] = [];
  const feed = new UrgentFeed({
    read: async (after) => {
      if (isBroken) throw new Error("gone");
      return known.filter(({ knownAt }) => Date.parse(knownAt) > after.getTime());
    },
    countiesOf: async () => () => null,
    now: () => nowMs,
    onTrouble: (cause) => troubles.push(cause),
  });
  const join = (scope: Scope) => {
    const heard: string[] = [];
    const socket = { bufferedAmount: 0, send: (text: string) => heard.push((JSON.parse(text) as LiveHazard).id) };
    return { heard, listener: feed.join(socket, scope), socket };
  };
  return {
    feed,
    known,
    troubles,
    join,
    pass: (ms: number) => {
      nowMs += ms;
    },
    setBroken: (to: boolean) => {
      isBroken = to;
    },
  };
}

test("each major hazard in sight is told once, and none out of sight", async () => {
  const { feed, known, join, pass } = bench();
  const { heard, listener } = join(county("130123"));
  listener.ask(null);
  known.push(hazard("a", NOON + 500), hazard("b", NOON + 600, "130602"));
  for (let i = 0; i < 200; i += 1) {
    pass(1000);
    await feed.beat();
  }
  expect(heard).toEqual(["a"]);
});

test("one whose transaction began before others and ended after them is told all the same", async () => {
  const { feed, known, join, pass } = bench();
  const { heard, listener } = join(county("130123"));
  listener.ask(null);
  // The question itself looks at once; a look under way is not begun a second time.
  await new Promise(setImmediate);
  known.push(hazard("late", NOON + 30_000));
  pass(31_000);
  await feed.beat();
  known.unshift(hazard("earlier", NOON + 5_000));
  pass(1000);
  await feed.beat();
  expect(heard).toEqual(["late", "earlier"]);
});

test("after a break a page is told what it missed", async () => {
  const { feed, known, join } = bench();
  known.push(hazard("old", NOON - 7_200_000), hazard("missed", NOON - 60_000));
  const { heard, listener } = join(county("130123"));
  listener.ask(iso(NOON - 3_600_000));
  await expect.poll(() => heard).toEqual(["missed"]);
  await feed.beat();
  expect(heard).toEqual(["missed"]);
});

test("a database that does not answer is told of, and what was found meanwhile is not lost", async () => {
  const { feed, known, join, pass, setBroken, troubles } = bench();
  const { heard, listener } = join(county("130123"));
  listener.ask(null);
  await feed.beat();
  setBroken(true);
  known.push(hazard("a", NOON + 500));
  pass(1000);
  await feed.beat();
  expect(troubles).toHaveLength(1);
  setBroken(false);
  await feed.beat();
  expect(heard).toEqual(["a"]);
});

test("who has left or never asked is told nothing", async () => {
  const { feed, known, join } = bench();
  const silent = join(county("130123"));
  const gone = join(county("130123"));
  gone.listener.ask(null);
  gone.listener.leave();
  known.push(hazard("a", NOON + 500));
  await feed.beat();
  expect([silent.heard, gone.heard]).toEqual([[], []]);
});
