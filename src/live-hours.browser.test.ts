import { expect, test } from "vitest";
import { connectLive } from "#api/live.ts";
import { arriving, inPageLine, type MadeDelta, madeDeltas } from "#api/testing/in-page-line.ts";
import { sceneOf } from "#layers/testing/scene.ts";
import { StateBytes, UNKNOWN_STATE } from "#lib/state-bytes.ts";
import { heapBytes } from "#lib/testing/heap-bytes.ts";
import { paintLive } from "#map/live-paint.ts";
import { createLiveStore } from "#state/live.ts";
import { frameBytes } from "#workers/testing/frame-bytes.ts";

const TAGS = 20_000;
const TICK_MS = 200;
/** Two hours. */
const TICKS = 36_000;
const CHANGES = 2000;
const START = 1_800_000_000_000;

const DELTAS = madeDeltas(40, CHANGES);
const ALL = Array.from({ length: TAGS }, (_, seq) => ({ seq, value: -1, ageS: null, state: 4 }));

/** The whole way from the socket to the state bytes, the worker's side in this page too, so that its memory is measured with the rest. */
function house() {
  const clock = { now: START };
  const frames: (() => void)[] = [];
  const { socket, worker, line, messages } = inPageLine(() => clock.now);
  const live = createLiveStore();
  const { network } = sceneOf();
  if (!network) throw new Error("no network");
  const tagStates = new StateBytes<"flags">(TAGS, UNKNOWN_STATE);
  const painted = { ...network, version: "v1", tagStates };
  const paint = paintLive({
    live,
    network: painted,
    peek: () => null,
    camera: () => null,
    isPast: () => false,
    onChange: () => {},
  });
  const page = connectLive(live, { url: "ws://nowhere/live", spawn: () => worker, onFrame: (run) => frames.push(run) });
  const stop = () => {
    page.stop();
    paint.stop();
  };
  return { clock, socket, frames, line, live, tagStates, stop, messages };
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
    const delta = DELTAS[i % DELTAS.length] as MadeDelta;
    socket.onmessage?.({ data: arriving(delta.bytes, 2 + i, clock.now) });
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
    if (i % 1800 === 1799) {
      const { objects, buffers } = await heapBytes();
      heap.push(objects + buffers);
    }
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
