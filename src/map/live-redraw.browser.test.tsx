import { expect, test } from "vitest";
import { cdp } from "vitest/browser";
import { settled } from "./testing/pixels.ts";
import { CAMERA, stage, TAG_SEQ } from "./testing/stage.tsx";

const WARM_UP = 300;
const SAMPLES = 12;
const FRAMES_A_SAMPLE = 80;
/** The heap of a page that draws trembles by a megabyte either way, however long it draws; a texture or a layer left behind is more than this a frame. */
const MOST_GROWN_A_FRAME = 2000;

/** As much of Chromium's own protocol as is needed; the runner's type leaves it open. */
interface Protocol {
  send(method: "HeapProfiler.collectGarbage"): Promise<unknown>;
  send(method: "Runtime.getHeapUsage"): Promise<{ readonly usedSize: number }>;
}

async function heapBytes(): Promise<number> {
  const chromium = cdp() as unknown as Protocol;
  await chromium.send("HeapProfiler.collectGarbage");
  return (await chromium.send("Runtime.getHeapUsage")).usedSize;
}

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
    heap.push(await heapBytes());
  }
  const third = SAMPLES / 3;
  const grown = Math.min(...heap.slice(-third)) - Math.min(...heap.slice(0, third));
  const frames = (SAMPLES - third) * FRAMES_A_SAMPLE;
  expect(grown / frames, `heap in kB: ${heap.map((n) => Math.round(n / 1e3)).join(" ")}`).toBeLessThan(
    MOST_GROWN_A_FRAME,
  );
  on.close();
}, 120_000);
