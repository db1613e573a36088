import { afterEach, expect, test } from "vitest";
import { type LiveWish, watchWish } from "#state/live-wish.ts";
import { THEMES } from "#theme/tokens.ts";
import { countColor, pixelsOf, settled } from "./testing/pixels.ts";
import { CAMERA, type Stage, stage, TAG_SEQ } from "./testing/stage.tsx";

let open: Stage | null = null;
afterEach(() => {
  open?.close();
  open = null;
});

test("the stream is asked for what the map shows when it rests: a box close by, the area from afar", async () => {
  const on = stage({ camera: { ...CAMERA, zoom: 12 } });
  open = on;
  const asked: LiveWish[] = [];
  const stop = watchWish(on, (wish) => asked.push(wish));
  await settled(on.box);
  const [west, south, east, north] = asked.at(-1)?.bbox ?? [0, 0, 0, 0];
  expect(west < CAMERA.lng && CAMERA.lng < east && south < CAMERA.lat && CAMERA.lat < north).toBe(true);
  // 600 pixels at zoom 12, and half as much again on either side.
  expect(east - west).toBeCloseTo((2 * 600 * 360) / (512 * 2 ** 12), 2);
  const count = asked.length;
  on.view.setState({ camera: { ...CAMERA, lng: CAMERA.lng + 0.03, zoom: 12 } });
  await expect.poll(() => on.inView.getState().at?.bounds[0]).toBeGreaterThan(west + 0.05);
  expect(asked).toHaveLength(count);
  on.view.setState({ camera: { ...CAMERA, lng: CAMERA.lng + 0.2, zoom: 12 } });
  await expect.poll(() => asked.at(-1)?.bbox?.[0]).toBeGreaterThan(west + 0.1);
  on.view.setState({ area: "130102", camera: { ...CAMERA, zoom: 9 } });
  await expect.poll(() => asked.at(-1)).toEqual({ area: "130102" });
  on.close();
  open = null;
  expect(on.inView.getState().at).toBeNull();
  stop();
});

test("a sensor that the stream no longer tells of loses its state on the map", async () => {
  const { state } = THEMES.light;
  const on = stage();
  open = on;
  await settled(on.box);
  const map = on.box.querySelector(".map-canvas") as HTMLElement;
  const seen = async (color: string) => countColor(await pixelsOf(map), color);
  const columns = {
    snapshot: "v1",
    value: new Float32Array(10).fill(1),
    at: new Float64Array(10).fill(1),
    state: new Uint8Array(10).fill(2),
  };
  on.live.setState({ status: "live", columns, tick: 1, changed: null });
  await expect.poll(() => seen(state.alarm)).toBeGreaterThan(20);
  columns.state[TAG_SEQ] = 0;
  on.live.setState({ columns, tick: 2, changed: Uint32Array.of(TAG_SEQ) });
  await expect.poll(() => seen(state.alarm)).toBe(0);
  columns.state.fill(2);
  on.live.setState({ columns, tick: 3, changed: null });
  await expect.poll(() => seen(state.alarm)).toBeGreaterThan(20);
  columns.state.fill(255);
  columns.value.fill(Number.NaN);
  on.live.setState({ columns, tick: 4, changed: null });
  await expect.poll(() => seen(state.alarm)).toBe(0);
});
