import type { Scope } from "#contract/scope.ts";
import { fakeDb } from "#server/testing/fakes.ts";
import { Hub, type HubOptions, type LiveSocket } from "../hub.ts";
import { Latest } from "../latest-store.ts";
import { type TestTag, testSnapshot, testSnapshots } from "./network.ts";
import { readFrame } from "./read-frame.ts";

export const TAGS: TestTag[] = [
  { id: "A1", county: "130102", enterprise: "E1", lngLat: [114.5, 38] },
  { id: "A2", county: "130102", enterprise: "E2", lngLat: [114.6, 38] },
  { id: "B1", county: "130203", enterprise: "E1", lngLat: [118.2, 39.6] },
];
export const START = 1_800_000_000_000;

export class FakeSocket implements LiveSocket {
  bufferedAmount = 0;
  dropped = false;
  readonly sent: (string | Uint8Array)[] = [];
  send(data: string | Uint8Array) {
    this.sent.push(data);
  }
  sendParts(head: Uint8Array, rest: Uint8Array) {
    this.send(new Uint8Array(Buffer.concat([head, rest])));
  }
  drop() {
    this.dropped = true;
  }
  /** Takes what came since the last call. */
  read() {
    return this.sent
      .splice(0)
      .map((data) =>
        typeof data === "string" ? (JSON.parse(data) as { snapshot: string; tags: number }) : readFrame(data),
      );
  }
}

export function house(tags: readonly TestTag[] = TAGS, over: Partial<HubOptions> = {}) {
  let time = START;
  const snapshots = testSnapshots(testSnapshot(tags));
  const live = new Latest(fakeDb(), () => time);
  live.adopt(snapshots.current());
  const hub = new Hub({ live, snapshots, now: () => time, tickMs: 200, ...over });
  const reading = (tagId: string, v: number, t = time) => live.apply([{ tagId, t, v, q: 0 }]);
  const beat = (ms = 200) => {
    time += ms;
    hub.tick();
  };
  const join = (scope: Scope) => {
    const socket = new FakeSocket();
    return { socket, member: hub.join(socket, scope) };
  };
  return { snapshots, live, hub, reading, beat, join };
}
