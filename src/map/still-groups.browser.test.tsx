import { afterEach, expect, test } from "vitest";
import type { Alarm } from "#contract/alarms.ts";
import type { BadgeAlarm } from "#lib/alarm-badges.ts";
import { fromWorld } from "#lib/mercator.ts";
import { createAlarmBook } from "#state/alarm-book.ts";
import { countFrames, threeFrames, worstOff } from "./testing/frames.ts";
import { ALARM, inCell, NORMAL, WARNING, worldOf, ZOOM } from "./testing/groups.ts";
import { pixelsOf, settled } from "./testing/pixels.ts";
import { CAMERA, type Stage, stage } from "./testing/stage.tsx";

let open: Stage | null = null;
afterEach(() => {
  open?.close();
  open = null;
});

const PLACES = [inCell(-90, 20), inCell(40, 20)] as const;
const CALM = [NORMAL, NORMAL, NORMAL, NORMAL];

/** An alarm at each of the first places. */
const alarmsAt = (count: number): BadgeAlarm[] =>
  PLACES.slice(0, count).map(([x, y], i) => ({
    id: String(i),
    level: i === 0 ? "red" : "yellow",
    state: "unacknowledged",
    hold: null,
    lngLat: [...fromWorld(x / 2 ** 32, y / 2 ** 32)],
    areaCode: "130102",
  }));

test("other counts in clusters and other badges are drawn alone on a map that rests, and the picture is the one that a whole frame gives", async () => {
  const { made, live } = worldOf(PLACES.map((at) => ({ at, states: CALM })));
  open = stage({ camera: { ...CAMERA, zoom: ZOOM } }, made);
  const on = open;
  const alarms = createAlarmBook();
  on.show({ alarms });
  await settled(on.box);
  const map = on.box.querySelector(".map-canvas") as HTMLElement;
  let tick = 0;
  const say = async (states: readonly number[], count: number) => {
    tick += 1;
    live.state.set(states);
    on.live.setState({ status: "live", columns: { ...live }, tick, changed: null });
    const book = new Map(alarmsAt(count).map((one) => [one.id, one])) as unknown as ReadonlyMap<string, Alarm>;
    alarms.setState({ open: book, toldAt: 1, tick });
    await expect.poll(() => map.dataset.alarms).toBe(String(count));
    // Counts are told anew at most every three quarters of a second.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await threeFrames();
  };
  const calm = [...CALM, ...CALM];
  const bad = [ALARM, NORMAL, WARNING, NORMAL, WARNING, WARNING, NORMAL, NORMAL];
  await say(calm, 0);
  await say(bad, 1);
  await say(calm, 0);
  const before = await pixelsOf(map);

  // A busy machine may still be drawing the map for another reason: what counts is that it comes to rest.
  const wholeFrames = async () => {
    const frames = countFrames();
    await say(bad, 2);
    await say(calm, 1);
    await say(bad, 2);
    frames.stop();
    return frames.count();
  };
  await expect.poll(wholeFrames, { timeout: 40_000 }).toBe(0);
  const alone = await pixelsOf(map);

  // A page that wakes draws its map anew.
  document.dispatchEvent(new Event("visibilitychange"));
  await threeFrames();
  await expect
    .poll(async () => worstOff(alone, await pixelsOf(map)), { message: "off by, of 255", timeout: 10_000 })
    .toBeLessThanOrEqual(1);
  expect(worstOff(before, alone)).toBeGreaterThan(50);
});
