import type { Socket } from "#workers/live-connection.ts";
import { createLivePost } from "#workers/live-socket.ts";
import { frameBytes } from "#workers/testing/frame-bytes.ts";
import type { LiveWorker } from "../live.ts";

/**
 * The live worker's code in the page, on a socket that a test speaks through: what both keep is counted in one heap.
 * Messages between them are copied or handed over as between threads.
 */
export function inPageLine(now: () => number) {
  const socket: Socket = {
    binaryType: "",
    onopen: null,
    onmessage: null,
    onclose: null,
    send: () => {},
    close: () => {},
  };
  let messages = 0;
  const line = createLivePost({
    open: () => socket,
    now,
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
  return { socket, worker, line, messages: () => messages };
}

export interface MadeDelta {
  readonly bytes: ArrayBuffer;
  readonly rows: readonly {
    readonly seq: number;
    readonly value: number;
    readonly ageS: number;
    readonly state: number;
  }[];
}

/** Deltas that come round again and again, each over other tags, every tenth of them: to encode new ones would be all that a long test does. */
export const madeDeltas = (count: number, changes: number): readonly MadeDelta[] =>
  Array.from({ length: count }, (_, k) => {
    const rows = Array.from({ length: changes }, (_, i) => {
      const seq = 10 * i + ((k * 7) % 10);
      return { seq, value: k * 1000 + (i % 1000), ageS: i % 40, state: (i + k) % 6 };
    });
    return { bytes: frameBytes({ kind: "delta", sequence: 0, serverTime: 0, newestAt: 0, rows }), rows };
  });

/** A frame as it comes from the line: in a buffer of its own. */
export function arriving(bytes: ArrayBuffer, sequence: number, now: number): ArrayBuffer {
  const copy = bytes.slice();
  const view = new DataView(copy);
  view.setUint32(8, sequence, true);
  view.setFloat64(16, now, true);
  view.setFloat64(24, now, true);
  return copy;
}
