import {
  FRAME_HEAD,
  FRAME_KINDS,
  FRAME_MAGIC,
  FRAME_ROW,
  type FrameKind,
  type LiveHello,
  NEVER,
} from "#contract/live-frame.ts";
import { MOCK_SNAPSHOT, type MockHouse } from "./house.ts";
import { stateIndex, tagAt } from "./tag-values.ts";

export const MOCK_TICK_MS = 1000;

export const mockHello = (house: MockHouse): LiveHello => ({
  type: "hello",
  snapshot: MOCK_SNAPSHOT,
  tags: house.tags.rows.length,
  tickMs: MOCK_TICK_MS,
});

/** A frame as contract/live-frame.ts lays it out, for the tags named. `heardAt`: newest reading before these, ms since 1970. */
export function mockFrame(
  house: MockHouse,
  kind: FrameKind,
  sequence: number,
  seqs: readonly number[],
  now: number,
  heardAt = 0,
): ArrayBuffer {
  const n = seqs.length;
  const bytes = new ArrayBuffer(FRAME_HEAD + n * FRAME_ROW);
  const view = new DataView(bytes);
  let newest = heardAt;
  seqs.forEach((seq, i) => {
    const { value, at, state } = tagAt(house, seq, now);
    newest = Math.max(newest, at ?? 0);
    view.setUint32(FRAME_HEAD + 4 * i, seq, true);
    view.setFloat32(FRAME_HEAD + 4 * n + 4 * i, value ?? Number.NaN, true);
    view.setUint32(FRAME_HEAD + 8 * n + 4 * i, at === null ? NEVER : Math.max(0, Math.round((now - at) / 1000)), true);
    view.setUint8(FRAME_HEAD + 12 * n + i, stateIndex(state));
  });
  view.setUint32(0, FRAME_MAGIC, true);
  view.setUint8(4, FRAME_KINDS.indexOf(kind));
  view.setUint32(8, sequence, true);
  view.setUint32(12, n, true);
  view.setFloat64(16, now, true);
  view.setFloat64(24, newest, true);
  return bytes;
}

/** Tags that spoke between two instants. */
export const tagsSpoken = (house: MockHouse, from: number, to: number): number[] =>
  house.tags.rows.flatMap((_, seq) => {
    const { at } = tagAt(house, seq, to);
    return at !== null && at > from ? [seq] : [];
  });

/** One connection: hello, a snapshot, then each second what changed, or a heartbeat. Answers how to stop. */
export function streamMock(
  house: MockHouse,
  send: (message: string | ArrayBuffer) => void,
  now: () => number = Date.now,
): { readonly snapshot: () => void; readonly stop: () => void } {
  let sequence = 0;
  let last = now();
  let heardAt = 0;
  const all = house.tags.rows.map((_, seq) => seq);
  const say = (kind: FrameKind, seqs: readonly number[], at: number) => {
    const frame = mockFrame(house, kind, ++sequence, seqs, at, heardAt);
    heardAt = new DataView(frame).getFloat64(24, true);
    send(frame);
  };
  const snapshot = () => say("snapshot", all, now());
  send(JSON.stringify(mockHello(house)));
  snapshot();
  const timer = setInterval(() => {
    const at = now();
    const spoken = tagsSpoken(house, last, at);
    last = at;
    say(spoken.length > 0 ? "delta" : "heartbeat", spoken, at);
  }, MOCK_TICK_MS);
  return { snapshot, stop: () => clearInterval(timer) };
}
