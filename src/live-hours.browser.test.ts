import { expect, test } from "vitest";
import { cdp } from "vitest/browser";
import { connectLive, type LiveWorker } from "#api/live.ts";
import { sceneOf } from "#layers/testing/scene.ts";
import { StateBytes, UNKNOWN_STATE } from "#lib/state-bytes.ts";
import { paintLive } from "#map/live-paint.ts";
import { createLiveStore } from "#state/live.ts";
import type { Socket } from "#workers/live-connection.ts";
import { createLivePost } from "#workers/live-socket.ts";
import { frameBytes } from "#workers/testing/frame-bytes.ts";

const TAGS = 20_000;
const TICK_MS = 200;
/** Two hours. */
const TICKS = 36_000;
const CHANGES = 2000;
const START = 1_800_000_000_000;

interface Made {
  readonly bytes: ArrayBuffer;
  readonly rows: readonly {
    readonly seq: number;
    readonly value: number;
    readonly ageS: number;
    readonly state: number;
  }[];
}

/** Deltas that come round again and again, each over other tags: encoding 72 million rows by hand would be all that the test does. */
const DELTAS: readonly Made[] = Array.from({ length: 40 }, (_, k) => {
  const rows = Array.from({ length: CHANGES }, (_, i) => {
    const seq = 10 * i + ((k * 7) % 10);
    return { seq, value: k * 1000 + (i % 1000), ageS: i % 40, state: (i + k) % 6 };
  });
  return { bytes: frameBytes({ kind: "delta", sequence: 0, serverTime: 0, newestAt: 0, rows }), rows };
});
const ALL = Array.from({ length: TAGS }, (_, seq) => ({ seq, value: -1, ageS: null, state: 4 }));

/** A frame as it comes from the line: in a buffer of its own. */
function arrive(bytes: ArrayBuffer, sequence: number, now: number): ArrayBuffer {
  const copy = bytes.slice();
  const view = new DataView(copy);
  view.setUint32(8, sequence, true);
  view.setFloat64(16, now, true);
  view.setFloat64(24, now, true);
  return copy;
}

/** The whole way from the socket to the state bytes, the worker's side in this page too, so that its memory is measured with the rest. */
function house() {
  const clock = { now: START };
  const socket: Socket = {
    binaryType: "",
    onopen: null,
    onmessage: null,
    onclose: null,
    send: () => {},
    close: () => {},
  };
  const frames: (() => void)[] = [];
  let messages = 0;
  const line = createLivePost({
    open: () => socket,
    now: () => clock.now,
    random: () => 0,
    post: (message, transfer) => {
      messages += 1;
      worker.onmessage?.(new MessageEvent("message", { data: structuredClone(message, { transfer }) }));
    },
  });
  const worker: LiveWorker = {
    onmessage: null,
    onerror: null,
    postMessage: (message, transfer = []) => line.hear(structuredClone(message, { transfer })),
    terminate: () => {},
  };
  const live = createLiveStore();
  const { network } = sceneOf();
  if (!network) throw new Error("no network");
  const tagStates = new StateBytes<"flags">(TAGS, UNKNOWN_STATE);
  const painted = { ...network, version: "v1", tagStates };
  const paint = paintLive({ live, network: painted, peek: () => null, camera: () => null, onChange: () => {} });
  const page = connectLive(live, { url: "ws://nowhere/live", spawn: () => worker, onFrame: (run) => frames.push(run) });
  const stop = () => {
    page.stop();
    paint.stop();
  };
  return { clock, socket, frames, line, live, tagStates, stop, messages: () => messages };
}

/** As much of Chromium's own protocol as is needed; the runner's type leaves it open. */
interface Protocol {
  send(method: "HeapProfiler.collectGarbage"): Promise<unknown>;
  send(method: "Runtime.getHeapUsage"): Promise<{ readonly usedSize: number; readonly backingStorageSize?: number }>;
}

async function heapBytes(): Promise<number> {
  const chromium = cdp() as unknown as Protocol;
  await chromium.send("HeapProfiler.collectGarbage");
  const usage = await chromium.send("Runtime.getHeapUsage");
  return usage.usedSize + (usage.backingStorageSize ?? 0);
}

test("two hours of stream leave memory flat and no queue behind, and what was hidden meanwhile comes in one message", async () => {
  const { clock, socket, frames, line, live, tagStates, stop, messages } = house();
  const newest = new Float32Array(TAGS).fill(-1);
  const states = new Uint8Array(TAGS).fill(4);
  socket.onopen?.();
  socket.onmessage?.({ data: JSON.stringify({ type: "hello", snapshot: "v1", tags: TAGS, tickMs: TICK_MS }) });
  const snapshot = frameBytes({ kind: "snapshot", sequence: 1, serverTime: START, newestAt: START, rows: ALL });
  socket.onmessage?.({ data: snapshot });
  frames.shift()?.();

  const heap: number[] = [];
  const HIDDEN = { from: 12_000, to: 18_000 };
  for (let i = 0; i < TICKS; i++) {
    clock.now += TICK_MS;
    const delta = DELTAS[i % DELTAS.length] as Made;
    socket.onmessage?.({ data: arrive(delta.bytes, 2 + i, clock.now) });
    if (i >= TICKS - DELTAS.length) {
      for (const { seq, value, state } of delta.rows) {
        newest[seq] = value;
        states[seq] = state;
      }
    }
    const isHidden = i >= HIDDEN.from && i < HIDDEN.to;
    if (i === HIDDEN.to) {
      const before = messages();
      expect(line.waiting()).toBeLessThanOrEqual(TAGS);
      frames.shift()?.();
      expect(messages()).toBe(before + 1);
      expect(line.waiting()).toBe(0);
    } else if (!isHidden) frames.shift()?.();
    // One message under way at most, whether anybody looks or not.
    if (frames.length > 1) throw new Error(`${frames.length} messages wait for a frame`);
    if (i % 1800 === 1799) heap.push(await heapBytes());
  }
  frames.shift()?.();

  const { columns, tick } = live.getState();
  expect(tick).toBeGreaterThan(TICKS - (HIDDEN.to - HIDDEN.from) - 10);
  expect(columns?.value).toEqual(newest);
  expect(columns?.state).toEqual(states);
  expect(tagStates.bytes.subarray(0, TAGS)).toEqual(states);

  // After a warm-up of twelve minutes: the second half of the two hours holds no more than the first.
  const settled = heap.slice(2);
  const mean = (part: readonly number[]) => part.reduce((sum, n) => sum + n, 0) / part.length;
  const half = settled.length / 2;
  const grown = mean(settled.slice(half)) - mean(settled.slice(0, half));
  expect(grown, `heap in MB: ${settled.map((n) => (n / 1e6).toFixed(2)).join(" ")}`).toBeLessThan(300_000);
  expect(Math.max(...settled) - Math.min(...settled)).toBeLessThan(2_000_000);
  stop();
}, 120_000);
