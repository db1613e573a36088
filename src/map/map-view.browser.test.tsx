import { afterEach, expect, test } from "vitest";
import { THEMES } from "#theme/tokens.ts";
import { countColor, pixelsOf, settled } from "./testing/pixels.ts";
import { CAMERA, type Stage, stage, TAG_SEQ } from "./testing/stage.tsx";

const { pressure, state, land } = THEMES.light;
let open: Stage | null = null;
const begin = (...args: Parameters<typeof stage>) => {
  open = stage(...args);
  return open;
};
afterEach(() => {
  open?.close();
  open = null;
});

const mapOf = ({ box }: Stage) => box.querySelector(".map-canvas") as HTMLElement;
const seen = async (on: Stage, color: string) => countColor(await pixelsOf(mapOf(on)), color);
const frames = async (n: number) => {
  for (let i = 0; i < n; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
};

test("draws pipes in the colour of their pressure on the land, and each tile is fetched once", async () => {
  const on = begin();
  await settled(on.box);
  expect(await seen(on, pressure.HP_A)).toBeGreaterThan(600);
  expect(await seen(on, land)).toBeGreaterThan(100_000);
  expect(new Set(on.asked).size).toBe(on.asked.length);
  expect(on.problems.filter(Boolean)).toEqual([]);
});

test("a state that changes is another colour on the map, without a new tile or geometry", async () => {
  const on = begin();
  await settled(on.box);
  const columns = {
    snapshot: "v1",
    value: new Float32Array(10).fill(1),
    at: new Float64Array(10).fill(1),
    state: new Uint8Array(10).fill(0),
  };
  on.live.setState({ status: "live", columns, tick: 1 });
  await frames(3);
  expect(await seen(on, state.alarm)).toBe(0);
  const asked = on.asked.length;
  columns.state[TAG_SEQ] = 2;
  on.live.setState({ columns, tick: 2 });
  await frames(3);
  await expect.poll(() => seen(on, state.alarm)).toBeGreaterThan(20);
  expect(on.asked.length).toBe(asked);
});

test("numbers of another snapshot paint nothing", async () => {
  const on = begin();
  await settled(on.box);
  const [value, at, states] = [new Float32Array(10), new Float64Array(10), new Uint8Array(10).fill(2)];
  on.live.setState({ status: "live", columns: { snapshot: "other", value, at, state: states }, tick: 1 });
  await frames(3);
  expect(await seen(on, state.alarm)).toBe(0);
});

test("a lost WebGL context is drawn anew within two seconds, at the same place", async () => {
  const on = begin();
  await settled(on.box);
  const before = await seen(on, pressure.HP_A);
  const canvas = mapOf(on).querySelector("canvas") as HTMLCanvasElement;
  const lost = performance.now();
  canvas.getContext("webgl2")?.getExtension("WEBGL_lose_context")?.loseContext();
  await expect
    .poll(() => mapOf(on).querySelector("canvas") !== canvas && mapOf(on).querySelector("canvas"))
    .toBeTruthy();
  await settled(on.box);
  expect(performance.now() - lost).toBeLessThan(2000);
  const after = await seen(on, pressure.HP_A);
  expect(after).toBeGreaterThan(before * 0.98);
  expect(after).toBeLessThan(before * 1.02);
  expect(on.view.getState().camera).toEqual(CAMERA);
});

/** Points at, and clicks, a place of the map in its pixels. */
function pointer(on: Stage, x: number, y: number) {
  const canvas = mapOf(on).querySelector("canvas") as HTMLCanvasElement;
  const say = (type: string) =>
    canvas.dispatchEvent(new MouseEvent(type, { clientX: x, clientY: y, bubbles: true, cancelable: true, buttons: 0 }));
  return { point: () => say("mousemove"), click: () => ["mousedown", "mouseup", "click"].forEach(say) };
}
/** Where the made-up pipe, station and plain land lie on the stage. */
const tilePixel = (units: number) => ((units - 2048) / 4096) * 512 * 2 ** 0.4;
const PIPE_AT = [300, 200 + tilePixel(1400)] as const;
const STATION_AT = [300, 200 + tilePixel(3000)] as const;
const LAND_AT = [200, 215] as const;

test("pointing says what lies there and marks it; a click opens it, or drills a step down", async () => {
  const on = begin();
  await settled(on.box);
  const feature = () => on.hover.getState().hover?.feature;
  pointer(on, ...PIPE_AT).point();
  await expect.poll(feature).toMatchObject({ kind: "pipe", seq: 7, level: 1, dnMm: 500 });
  await frames(3);
  expect(await seen(on, THEMES.light.hovered)).toBeGreaterThan(300);
  pointer(on, ...PIPE_AT).click();
  await expect.poll(() => on.view.getState().selection).toEqual({ kind: "pipe", id: "P7" });
  pointer(on, ...STATION_AT).point();
  await expect.poll(feature).toMatchObject({ kind: "station", id: "S1", name: "北门站" });
  pointer(on, ...STATION_AT).click();
  expect(on.view.getState().selection).toEqual({ kind: "station", id: "S1" });
  pointer(on, ...LAND_AT).point();
  await expect.poll(feature).toEqual({ kind: "area", code: "130100", name: "130100" });
  pointer(on, ...LAND_AT).click();
  expect(on.view.getState().area).toBe("130100");
});

test("a layer put away is gone, one brought back is there; another theme has its own colours", async () => {
  const on = begin();
  await settled(on.box);
  const { visible } = on.view.getState();
  on.view.setState({ visible: new Set([...visible].filter((id) => id !== "pipes")) });
  await frames(4);
  expect(await seen(on, pressure.HP_A)).toBe(0);
  on.view.setState({ visible });
  await frames(2);
  await settled(on.box);
  expect(await seen(on, pressure.HP_A)).toBeGreaterThan(600);
  on.show({ theme: "dark" });
  await frames(4);
  await settled(on.box);
  expect(await seen(on, THEMES.dark.pressure.HP_A)).toBeGreaterThan(600);
});

test("without a camera the view is fitted to its area and stays without one; dragging gives it one", async () => {
  const on = begin({ camera: null });
  await settled(on.box);
  expect(on.view.getState().camera).toBeNull();
  expect(await seen(on, pressure.HP_A)).toBeGreaterThan(300);
  const canvas = mapOf(on).querySelector("canvas") as HTMLCanvasElement;
  canvas.focus();
  canvas.dispatchEvent(new KeyboardEvent("keydown", { key: "+", code: "Equal", keyCode: 187, bubbles: true }));
  await expect.poll(() => on.view.getState().camera, { timeout: 5000 }).not.toBeNull();
});
