import { expect, test } from "vitest";
import { THEMES } from "#theme/tokens.ts";
import { countFrames, threeFrames, worstOff } from "./testing/frames.ts";
import { countColor, pixelsOf, settled } from "./testing/pixels.ts";
import { type Stage, stage, TAG_SEQ } from "./testing/stage.tsx";

const NORMAL = 0;
const ALARM = 2;

/** Values of a sensor that are said one after another. */
function speaker(on: Stage) {
  const columns = {
    snapshot: "v1",
    value: new Float32Array(10).fill(1),
    at: new Float64Array(10).fill(1),
    state: new Uint8Array(10).fill(NORMAL),
  };
  on.live.setState({ status: "live", columns, tick: 1, changed: null });
  return async (state: number) => {
    columns.state[TAG_SEQ] = state;
    on.live.setState({ columns, tick: on.live.getState().tick + 1, changed: Uint32Array.of(TAG_SEQ) });
    await threeFrames();
  };
}

test("sensors that change on a map that rests are drawn alone, and the picture is the one that a whole frame gives", async () => {
  // Other tiles come late: deck.gl's layers have to lie where they belong all the same.
  let come: (now: null) => void = () => {};
  const areasCome = new Promise<null>((resolve) => {
    come = resolve;
  });
  const on = stage({}, { areasCome });
  const map = on.box.querySelector(".map-canvas") as HTMLElement;
  const pipes = async () => countColor(await pixelsOf(map), THEMES.light.pressure.HP_A);
  await expect.poll(pipes, { timeout: 20_000 }).toBeGreaterThan(500);
  come(null);
  await settled(on.box);
  const say = speaker(on);
  const alarms = async () => countColor(await pixelsOf(map), THEMES.light.state.alarm);
  await say(ALARM);
  await settled(on.box);
  await say(NORMAL);
  await say(ALARM);
  await say(NORMAL);
  await expect.poll(alarms).toBe(0);
  const calm = await pixelsOf(map);
  expect(await pipes()).toBeGreaterThan(500);

  // A busy machine may still be drawing the map for another reason: what counts is that it comes to rest.
  const wholeFrames = async () => {
    const frames = countFrames();
    await say(ALARM);
    await say(NORMAL);
    await say(ALARM);
    frames.stop();
    return frames.count();
  };
  await expect.poll(wholeFrames, { timeout: 20_000 }).toBe(0);
  await expect.poll(alarms).toBeGreaterThan(20);
  const alone = await pixelsOf(map);

  // A page that wakes draws its map anew.
  document.dispatchEvent(new Event("visibilitychange"));
  await threeFrames();
  await expect
    .poll(async () => worstOff(alone, await pixelsOf(map)), { message: "off by, of 255", timeout: 10_000 })
    .toBeLessThanOrEqual(1);
  expect(worstOff(calm, alone)).toBeGreaterThan(50);
  on.close();
});
