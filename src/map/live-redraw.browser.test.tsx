import { expect, test } from "vitest";
import { connectLive } from "#api/live.ts";
import { arriving, inPageLine, type MadeDelta, madeDeltas } from "#api/testing/in-page-line.ts";
import { encodeTile } from "#lib/testing/encode-tile.ts";
import { heapBytes } from "#lib/testing/heap-bytes.ts";
import { THEMES } from "#theme/tokens.ts";
import { frameBytes } from "#workers/testing/frame-bytes.ts";
import { countColor, pixelsOf, settled } from "./testing/pixels.ts";
import { CAMERA, stage, TAG_SEQ } from "./testing/stage.tsx";

const WARM_UP = 300;
const SAMPLES = 12;
const FRAMES_A_SAMPLE = 80;
/** The heap of a page that draws trembles by a megabyte either way, however long it draws; a texture or a layer left behind is more than this a frame. */
const MOST_GROWN_A_FRAME = 2000;

test("a map that is drawn anew with each tick leaves nothing behind", async () => {
  const on = stage({ camera: { ...CAMERA, zoom: 15 } }, { size: [160, 120] });
  await settled(on.box);
  const columns = {
    snapshot: "v1",
    value: new Float32Array(10).fill(1),
    at: new Float64Array(10).fill(1),
    state: new Uint8Array(10).fill(2),
  };
  on.live.setState({ status: "live", columns, tick: 1, changed: null });
  const changed = Uint32Array.of(TAG_SEQ);
  const play = async (frames: number) => {
    for (let i = 0; i < frames; i++) {
      columns.state[TAG_SEQ] = i % 3;
      columns.value[TAG_SEQ] = i;
      const { tick } = on.live.getState();
      on.live.setState({ columns, tick: tick + 1, changed });
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  };
  await play(WARM_UP);
  const heap: number[] = [];
  for (let i = 0; i < SAMPLES; i++) {
    await play(FRAMES_A_SAMPLE);
    heap.push((await heapBytes()).objects);
  }
  const third = SAMPLES / 3;
  const grown = Math.min(...heap.slice(-third)) - Math.min(...heap.slice(0, third));
  const frames = (SAMPLES - third) * FRAMES_A_SAMPLE;
  expect(grown / frames, `heap in kB: ${heap.map((n) => Math.round(n / 1e3)).join(" ")}`).toBeLessThan(
    MOST_GROWN_A_FRAME,
  );
  on.close();
}, 120_000);

const TAGS = 100_000;
const CHANGES = 10_000;
const TICKS = 900;
const TICK_MS = 1000;
const MOST_GROWN = 1_500_000;
/** Some of them, all over each tile. */
const SENSORS = encodeTile({
  tag: Array.from({ length: 900 }, (_, i) => ({
    id: (i * 111) % TAGS,
    type: 1 as const,
    points: [[(i % 30) * 136 + 60, Math.floor(i / 30) * 136 + 60] as const],
    tags: { kind: 0, station: 5, slot: 0, county: 0 },
  })),
});

/** A quarter of an hour; `node bench/live-hours.ts` is two hours on the whole network, against the product's server. */
test("a hundred thousand sensors of which ten thousand change with each tick, all the way from the socket to the frame, leave nothing behind", async () => {
  const on = stage(
    { camera: { ...CAMERA, zoom: 15 } },
    { size: [160, 120], network: () => SENSORS, numbers: { pipes: 10, stations: 10, tags: TAGS } },
  );
  await settled(on.box);
  let now = 1_800_000_000_000;
  const { socket, worker, line } = inPageLine(() => now);
  const page = connectLive(on.live, { url: "ws://nowhere/live", spawn: () => worker });
  socket.onopen?.();
  socket.onmessage?.({ data: JSON.stringify({ type: "hello", snapshot: "v1", tags: TAGS, tickMs: TICK_MS }) });
  const rows = Array.from({ length: TAGS }, (_, seq) => ({ seq, value: 0, ageS: 0, state: 0 }));
  socket.onmessage?.({ data: frameBytes({ kind: "snapshot", sequence: 1, serverTime: now, newestAt: now, rows }) });

  const deltas = madeDeltas(20, CHANGES);
  const heap: number[] = [];
  const third = SAMPLES / 3;
  const drawn = () => new Promise((resolve) => requestAnimationFrame(resolve));
  await drawn();
  for (let i = 0; i < TICKS; i++) {
    now += TICK_MS;
    const { tick } = on.live.getState();
    socket.onmessage?.({ data: arriving((deltas[i % deltas.length] as MadeDelta).bytes, 2 + i, now) });
    await drawn();
    expect(on.live.getState().tick).toBe(tick + 1);
    if ((i + 1) % (TICKS / SAMPLES) !== 0) continue;
    const { objects, buffers } = await heapBytes();
    heap.push(objects + buffers);
  }
  expect(line.waiting()).toBeLessThanOrEqual(CHANGES);
  const canvas = on.box.querySelector(".map-canvas") as HTMLElement;
  expect(countColor(await pixelsOf(canvas), THEMES.light.state.alarm, 40)).toBeGreaterThan(20);
  const grown = Math.min(...heap.slice(-third)) - Math.min(...heap.slice(0, third));
  expect(grown, `heap in kB: ${heap.map((n) => Math.round(n / 1e3)).join(" ")}`).toBeLessThan(MOST_GROWN);
  page.stop();
  on.close();
}, 120_000);
