import { expect, test } from "vitest";
import { createLiveStore } from "#state/live.ts";
import type { FromWorker, LiveRows, ToWorker } from "#workers/live-messages.ts";
import { connectLive, type LiveWorker } from "./live.ts";

const rows = (seq: number, v: number): LiveRows => ({
  reset: false,
  snapshot: "v1",
  tags: 4,
  seqs: Uint32Array.of(seq),
  values: Float32Array.of(v),
  at: Float64Array.of(1),
  states: Uint8Array.of(0),
});
const news = (over: Partial<FromWorker> = {}): FromWorker => ({
  status: "live",
  ended: null,
  frameAt: 1,
  newestAt: 1,
  clockSkewMs: 0,
  rows: null,
  ...over,
});

function house() {
  const said: ToWorker[] = [];
  const worker: LiveWorker & { isOver: boolean } = {
    onmessage: null,
    onerror: null,
    isOver: false,
    postMessage: (message) => said.push(message),
    terminate() {
      worker.isOver = true;
    },
  };
  const frames: (() => void)[] = [];
  const store = createLiveStore();
  const stop = connectLive(store, {
    url: "ws://nowhere/live",
    spawn: () => worker,
    onFrame: (run) => frames.push(run),
  });
  const tell = (message: FromWorker) => worker.onmessage?.(new MessageEvent("message", { data: message }));
  return { said, worker, frames, store, stop, tell };
}

test("each message changes the store once, and the worker hears 'ready' when the frame is there", () => {
  const { said, frames, store, tell } = house();
  let changes = 0;
  store.subscribe(() => {
    changes += 1;
  });
  tell(news({ rows: rows(2, 7) }));
  expect([changes, store.getState().tick, store.getState().columns?.value[2]]).toEqual([1, 1, 7]);
  expect(said.map(({ type }) => type)).toEqual(["connect"]);
  frames.shift()?.();
  expect(said.map(({ type }) => type)).toEqual(["connect", "ready"]);
  const before = store.getState().columns;
  tell(news({ rows: rows(1, 8) }));
  expect(store.getState().columns).toBe(before);
  tell(news({ status: "silent" }));
  expect(store.getState()).toMatchObject({ status: "silent", tick: 2 });
});

test("it wakes when the network is back, and after the end nothing moves any more", () => {
  const { said, worker, frames, store, stop, tell } = house();
  dispatchEvent(new Event("online"));
  expect(said.at(-1)).toEqual({ type: "wake" });
  tell(news({ rows: rows(2, 7) }));
  stop();
  expect(worker.isOver).toBe(true);
  const before = [said.length, store.getState()];
  frames.shift()?.();
  dispatchEvent(new Event("online"));
  tell(news({ status: "offline" }));
  expect([said.length, store.getState()]).toEqual(before);
});

test("the worker itself connects, and says offline to a server that is not there", async () => {
  const store = createLiveStore();
  const stop = connectLive(store, { url: "ws://127.0.0.1:9/live" });
  await expect.poll(() => store.getState().status, { timeout: 20_000 }).toBe("offline");
  stop();
});
