import { afterEach, expect, test } from "vitest";
import { TAG_STATES, type TagState } from "#contract/gas.ts";
import { fromTile, toWorld } from "#lib/mercator.ts";
import { THEMES } from "#theme/tokens.ts";
import { countColor, pixelsOf, settled } from "./testing/pixels.ts";
import { type Stage, stage, TAG_SEQ } from "./testing/stage.tsx";

let open: Stage | null = null;
afterEach(() => {
  open?.close();
  open = null;
});

const STATION = 5;
const N = 10;
/** Where the gate of the stage's tile stands, at a zoom where every symbol is drawn. */
const [lng, lat] = fromTile(15, 26_784, 12_640, 2048, 3000);
const CLOSE = { lng, lat, zoom: 15 };
const bytes = (numbers: Uint32Array) => new Uint8Array(numbers.buffer as ArrayBuffer);

/** The gate's place, and that the sensor is its own. */
function columns() {
  const at = toWorld(lng, lat).map((share) => Math.round(share * 2 ** 32));
  return {
    stationPlace: bytes(Uint32Array.from({ length: 2 * N }, (_, i) => at[i % 2] as number)),
    stationKind: Uint8Array.from({ length: N }, (_, i) => (i === STATION ? 0 : 255)),
    stationGas: new Uint8Array(N),
    tagStation: bytes(Uint32Array.from({ length: N }, (_, i) => (i === TAG_SEQ ? STATION : 0xffffffff))),
  };
}

async function shown(visible: readonly string[]) {
  open = stage({ camera: CLOSE, visible: new Set(visible) }, { size: [240, 200], isBare: true, columns: columns() });
  const on = open;
  await settled(on.box);
  let tick = 0;
  const say = (state: TagState) => {
    const of = { snapshot: "v1", value: new Float32Array(N).fill(1), at: new Float64Array(N).fill(1) };
    const states = new Uint8Array(N).fill(255);
    states[TAG_SEQ] = TAG_STATES.indexOf(state);
    tick += 1;
    on.live.setState({ status: "live", columns: { ...of, state: states }, tick, changed: null });
  };
  const seen = async (state: TagState) =>
    countColor(await pixelsOf(on.box.querySelector(".map-canvas") as HTMLElement), THEMES.light.state[state], 12);
  return { say, seen };
}

test.each([
  ["a sensor's mark", ["base-ground", "sensors"], 20],
  ["the ring around its station", ["base-ground", "stations", "station-rings"], 20],
] as const)("suspect and maintenance are told on the map by %s, and go again", async (_, visible, least) => {
  const { say, seen } = await shown(visible);
  const wait = { timeout: 8000 };
  expect(await seen("suspect")).toBe(0);
  // A station's symbol has pixels of a colour near that of maintenance.
  const before = await seen("maintenance");
  say("suspect");
  await expect.poll(() => seen("suspect"), wait).toBeGreaterThan(least);
  say("maintenance");
  await expect.poll(() => seen("suspect"), wait).toBe(0);
  await expect.poll(() => seen("maintenance"), wait).toBeGreaterThan(before + least);
  say("normal");
  // Sheets laid upon each other round a colour by one of 255, which may take a pixel across the line.
  await expect.poll(async () => Math.abs((await seen("maintenance")) - before), wait).toBeLessThanOrEqual(5);
  expect(await seen("suspect")).toBe(0);
});
