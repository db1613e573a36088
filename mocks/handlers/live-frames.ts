import type { LiveAlarms } from "#contract/alarm-live.ts";
import {
  AGE_LONG,
  AGE_NEVER,
  FRAME_HEAD,
  FRAME_KINDS,
  FRAME_MAGIC,
  FRAME_ROW,
  type FrameKind,
  type LiveAsk,
  type LiveHello,
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

const varint = (value: number): number[] =>
  value < 0x80 ? [value] : [(value % 0x80) + 0x80, ...varint(Math.floor(value / 0x80))];

/**
 * A frame as contract/live-layout.ts lays it out, for the tags named, whose numbers ascend. `heardAt`: newest reading before these, ms
 * since 1970.
 */
export function mockFrame(
  house: MockHouse,
  kind: FrameKind,
  sequence: number,
  seqs: readonly number[],
  now: number,
  heardAt = 0,
): ArrayBuffer {
  const n = seqs.length;
  const rows = seqs.map((seq) => tagAt(house, seq, now));
  const ages = rows.map(({ at }) => (at === null ? AGE_NEVER : Math.max(0, Math.round((now - at) / 1000))));
  const tail = [
    ...seqs.flatMap((seq, i) => varint(i === 0 ? seq : seq - (seqs[i - 1] as number) - 1)),
    ...ages.flatMap((age, i) => (rows[i]?.at !== null && age >= AGE_LONG ? varint(age) : [])),
  ];
  const bytes = new Uint8Array(FRAME_HEAD + n * FRAME_ROW + tail.length);
  const view = new DataView(bytes.buffer);
  rows.forEach(({ value, at, state }, i) => {
    const code = at === null ? AGE_NEVER : Math.min(AGE_LONG, ages[i] as number);
    view.setFloat32(FRAME_HEAD + 4 * i, value ?? Number.NaN, true);
    view.setUint8(FRAME_HEAD + 4 * n + i, stateIndex(state) + 8 * code);
  });
  bytes.set(tail, FRAME_HEAD + n * FRAME_ROW);
  view.setUint32(0, FRAME_MAGIC, true);
  view.setUint8(4, FRAME_KINDS.indexOf(kind));
  view.setUint32(8, sequence, true);
  view.setUint32(12, n, true);
  view.setFloat64(16, now, true);
  view.setFloat64(24, Math.max(heardAt, ...rows.map(({ at }) => at ?? 0)), true);
  return bytes.buffer;
}

/** Tags that spoke between two instants. */
export const tagsSpoken = (house: MockHouse, from: number, to: number): number[] =>
  house.tags.rows.flatMap((_, seq) => {
    const { at } = tagAt(house, seq, to);
    return at !== null && at > from ? [seq] : [];
  });

type Wish = Omit<Extract<LiveAsk, { type: "subscribe" }>, "type">;

/** Tags of an area and of all below it, at stations within a box. */
function wishedTags({ areas, tags, stations }: MockHouse, { area, bbox }: Wish): ReadonlySet<number> {
  const parents = new Map(areas.map(({ code, parent }) => [code, parent]));
  const isUnder = (code: string | null | undefined): boolean =>
    area === undefined || (typeof code === "string" && (code === area || isUnder(parents.get(code))));
  const isWished = (row: (typeof tags.rows)[number]): boolean => {
    if (!isUnder(row.area_code)) return false;
    if (bbox === undefined) return true;
    const [lng, lat] = stations.get(row.station_id)?.lngLat ?? [Number.NaN, Number.NaN];
    return lng >= bbox[0] && lat >= bbox[1] && lng <= bbox[2] && lat <= bbox[3];
  };
  return new Set(tags.rows.flatMap((row, seq) => (isWished(row) ? [seq] : [])));
}

/** One connection: hello, a snapshot, then each second what changed, or a heartbeat. */
export function streamMock(
  house: MockHouse,
  send: (message: string | ArrayBuffer) => void,
  now: () => number = Date.now,
): { readonly hear: (ask: LiveAsk) => void; readonly stop: () => void } {
  let sequence = 0;
  let last = now();
  let heardAt = 0;
  let wished = wishedTags(house, {});
  const say = (kind: FrameKind, seqs: readonly number[], at: number) => {
    const frame = mockFrame(house, kind, ++sequence, seqs, at, heardAt);
    heardAt = new DataView(frame).getFloat64(24, true);
    send(frame);
  };
  const begin = () => {
    send(JSON.stringify(mockHello(house)));
    say("snapshot", [...wished], now());
  };
  begin();
  const timer = setInterval(() => {
    const at = now();
    const spoken = tagsSpoken(house, last, at).filter((seq) => wished.has(seq));
    last = at;
    say(spoken.length > 0 ? "delta" : "heartbeat", spoken, at);
  }, MOCK_TICK_MS);
  return {
    hear: (ask) => {
      if (ask.type === "snapshot") return say("snapshot", [...wished], now());
      if (ask.type === "alarms") {
        // Nothing happens to alarms here by itself: the page is told that it knows all.
        const message: LiveAlarms = { type: "alarms", seq: ask.after, events: [], alarms: [], flood: null };
        return send(JSON.stringify(message));
      }
      // The page asks by HTTP while nothing is told of cameras; no hazard is found here by itself.
      if (ask.type === "cameras" || ask.type === "hazards") return;
      wished = wishedTags(house, ask);
      begin();
    },
    stop: () => clearInterval(timer),
  };
}
