import { expect, test } from "vitest";
import { createLiveStore } from "#state/live.ts";
import type { FromWorker, LiveRows, ToWorker } from "#workers/live-messages.ts";
import { columnsOf, ROW_BYTES } from "#workers/live-rows.ts";
import { connectLive, type LiveWorker } from "./live.ts";

function rows(seq: number, v: number, over: Partial<LiveRows> = {}): LiveRows {
  const packed = { count: 1, bytes: new ArrayBuffer(ROW_BYTES) };
  const { seqs, values, at, states } = columnsOf(packed);
  [seqs[0], values[0], at[0], states[0]] = [seq, v, 1, 0];
  return { ...packed, reset: false, snapshot: "v1", tags: 4, ...over };
}
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
    // Transferred as to a real worker: what is given back is the page's no more.
    postMessage: (message, transfer = []) => said.push(structuredClone(message, { transfer })),
    terminate() {
      worker.isOver = true;
    },
  };
  const frames: (() => void)[] = [];
  const store = createLiveStore();
  const line = connectLive(store, {
    url: "ws://nowhere/live",
    spawn: () => worker,
    onFrame: (run) => frames.push(run),
  });
  const tell = (message: FromWorker) => worker.onmessage?.(new MessageEvent("message", { data: message }));
  return { said, worker, frames, store, line, tell };
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
  const { said, worker, frames, store, line, tell } = house();
  dispatchEvent(new Event("online"));
  expect(said.at(-1)).toEqual({ type: "wake" });
  tell(news({ rows: rows(2, 7) }));
  line.stop();
  expect(worker.isOver).toBe(true);
  const before = [said.length, store.getState()];
  frames.shift()?.();
  dispatchEvent(new Event("online"));
  line.subscribe({});
  tell(news({ status: "offline" }));
  expect([said.length, store.getState()]).toEqual(before);
});

test("a tick names the tags it wrote, and their buffer goes back when the next is shown", () => {
  const { said, frames, store, tell } = house();
  tell(news({ rows: rows(2, 7, { reset: true }) }));
  expect(store.getState().changed).toBeNull();
  frames.shift()?.();
  tell(news({ rows: rows(2, 8) }));
  frames.shift()?.();
  tell(news());
  frames.shift()?.();
  expect(store.getState().changed).toEqual(Uint32Array.of(2));
  tell(news({ rows: rows(1, 9) }));
  expect(store.getState().changed).toEqual(Uint32Array.of(1));
  frames.shift()?.();
  const back = said.flatMap((message) => (message.type === "ready" ? [message.bytes?.byteLength ?? null] : []));
  expect(back).toEqual([null, ROW_BYTES, null, ROW_BYTES]);
  expect(store.getState().changed).toEqual(Uint32Array.of(1));
  tell(news({ rows: rows(1, 9, { snapshot: "v2" }) }));
  expect(store.getState().changed).toBeNull();
});

test("a wish goes to the worker", () => {
  const { said, line } = house();
  line.subscribe({ area: "130102" });
  expect(said.at(-1)).toEqual({ type: "subscribe", wish: { area: "130102" } });
});

test("the worker itself connects, and says offline to a server that is not there", async () => {
  const store = createLiveStore();
  const { stop } = connectLive(store, { url: "ws://127.0.0.1:9/live" });
  await expect.poll(() => store.getState().status, { timeout: 20_000 }).toBe("offline");
  stop();
});
