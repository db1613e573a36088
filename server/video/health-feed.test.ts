import { expect, test } from "vitest";
import { CAMERAS_BEAT_MS, type LiveCameras } from "#contract/camera-live.ts";
import type { CameraState } from "#contract/cameras.ts";
import type { Scope } from "#contract/scope.ts";
import { HealthFeed } from "./health-feed.ts";

const county = (areaCode: string): Scope => ({ level: "county", areaCode, enterpriseId: null });
const NORTH = county("130102");
const SOUTH = county("130602");

/** A book whose changes are told by hand, and a feed over it. */
function house() {
  const changed: { id: string; state: CameraState }[] = [];
  const troubles: unknown[] = [];
  const clock = { now: 0 };
  let isAway = false;
  const book = {
    get version() {
      return `e.${changed.length}`;
    },
    changes: (since: string | undefined, isSeen: (id: string) => boolean) => {
      const [epoch, counted] = (since ?? "").split(".");
      const isWhole = epoch !== "e";
      const states = changed.slice(isWhole ? 0 : Number(counted)).filter(({ id }) => isSeen(id));
      return { version: book.version, isWhole, states };
    },
  };
  const feed = new HealthFeed({
    book,
    visible: async ({ areaCode }) => {
      if (isAway) throw new Error("no database");
      return new Set(areaCode === NORTH.areaCode ? ["N1", "N2"] : ["S1"]);
    },
    now: () => clock.now,
    onTrouble: (cause) => void troubles.push(cause),
  });
  const join = (scope: Scope) => {
    const told: LiveCameras[] = [];
    const socket = { bufferedAmount: 0, send: (text: string) => void told.push(JSON.parse(text)) };
    return { ...feed.join(socket, scope), socket, told };
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    feed,
    join,
    clock,
    troubles,
    set: (id: string, state: CameraState) => void changed.push({ id, state }),
    away: (is: boolean) => {
      isAway = is;
    },
    beat: async (ms = 0) => {
      clock.now += ms;
      feed.beat();
      await settle();
    },
    settle,
  };
}

test("a cut is told at the next beat to whoever sees the camera, and to nobody else", async () => {
  const { join, set, beat, settle } = house();
  const [north, south] = [join(NORTH), join(SOUTH)];
  north.ask(null);
  south.ask(null);
  await settle();
  set("N1", "cut");
  await beat();
  expect(north.told.at(-1)).toMatchObject({ isWhole: false, states: [{ id: "N1", state: "cut" }] });
  expect(south.told.flatMap(({ states }) => states)).toEqual([]);
});

test("whoever comes back with a version is told what they missed; with a strange one, everything", async () => {
  const { join, set, settle } = house();
  set("N1", "live");
  set("N2", "cut");
  const [back, strange] = [join(NORTH), join(NORTH)];
  back.ask("e.1");
  strange.ask("other.9");
  await settle();
  expect(back.told).toEqual([
    { type: "cameras", version: "e.2", isWhole: false, states: [{ id: "N2", state: "cut" }] },
  ]);
  expect(strange.told[0]?.isWhole).toBe(true);
  expect(strange.told[0]?.states).toHaveLength(2);
});

test("while nothing changes the version is said once a beat, and nothing between", async () => {
  const { join, beat, settle } = house();
  const north = join(NORTH);
  north.ask(null);
  await settle();
  await beat(CAMERAS_BEAT_MS / 4);
  expect(north.told).toHaveLength(1);
  await beat(CAMERAS_BEAT_MS);
  expect(north.told.at(-1)).toEqual({ type: "cameras", version: "e.0", isWhole: false, states: [] });
  north.leave();
  await beat(CAMERAS_BEAT_MS);
  expect(north.told).toHaveLength(2);
});

test("what could not be told, to one who does not read or without a database, is told later", async () => {
  const { join, set, beat, settle, away, troubles } = house();
  const north = join(NORTH);
  north.ask(null);
  await settle();
  set("N1", "frozen");
  away(true);
  await beat();
  expect(troubles).toHaveLength(1);
  away(false);
  north.socket.bufferedAmount = 5_000_000;
  await beat();
  north.socket.bufferedAmount = 0;
  await beat();
  expect(north.told.at(-1)?.states).toEqual([{ id: "N1", state: "frozen" }]);
});
