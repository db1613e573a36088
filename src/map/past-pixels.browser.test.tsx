import { afterEach, expect, test } from "vitest";
import { createStore } from "zustand/vanilla";
import { FILE_HOURS, fileOf, openPast } from "#api/past.ts";
import { HOUR_MS, MINUTE_MS } from "#contract/history-layout.ts";
import { fromTile, toWorld } from "#lib/mercator.ts";
import { ByteWriter } from "#model/history/bits.ts";
import { writeColumnFile } from "#model/history/file.ts";
import { writeBlock } from "#model/history/write-block.ts";
import { createLiveStore } from "#state/live.ts";
import { THEMES } from "#theme/tokens.ts";
import { countColor, pixelsOf, settled } from "./testing/pixels.ts";
import { type Stage, stage, TAG_SEQ } from "./testing/stage.tsx";

let open: Stage | null = null;
let stop = () => {};
afterEach(() => {
  stop();
  open?.close();
  open = null;
});

const N = 10;
const STATION = 5;
const HOUR = Date.UTC(2026, 10, 24, 19);
/** The sensor rings in this minute and is well in all others. */
const RANG = HOUR + 10 * MINUTE_MS;
const NORMAL = 0;
const ALARM = 2;

/** A column file as the server makes it: the gate's sensor says 2 each minute, and 9 in the one minute in which it is in alarm. */
function file(from: number): ArrayBuffer {
  const hours = Array.from({ length: FILE_HOURS }, (_, h) => {
    const out = new ByteWriter();
    const samples = Array.from({ length: 60 }, (_, minute) => {
      const isRinging = from + h * HOUR_MS + (minute + 1) * MINUTE_MS === RANG;
      return { minute, backS: 0, value: isRinging ? 9 : 2, level: isRinging ? ALARM : NORMAL };
    });
    writeBlock(out, { decimals: 1, staleAfterS: 600, carried: null, samples });
    return out.bytes();
  });
  const known = from + FILE_HOURS * HOUR_MS;
  return writeColumnFile({ snapshot: "v1", from, knownUntil: known, tags: N, seqs: Uint32Array.of(TAG_SEQ), hours })
    .buffer;
}

const [lng, lat] = fromTile(15, 26_784, 12_640, 2048, 3000);
const bytes = (numbers: Uint32Array) => new Uint8Array(numbers.buffer as ArrayBuffer);
const place = toWorld(lng, lat).map((share) => Math.round(share * 2 ** 32));
const COLUMNS = {
  stationPlace: bytes(Uint32Array.from({ length: 2 * N }, (_, i) => place[i % 2] as number)),
  stationKind: Uint8Array.from({ length: N }, (_, i) => (i === STATION ? 0 : 255)),
  stationGas: new Uint8Array(N),
  tagStation: bytes(Uint32Array.from({ length: N }, (_, i) => (i === TAG_SEQ ? STATION : 0xffffffff))),
};

test.each([
  ["its sensor", ["base-ground", "sensors"]],
  ["the ring around the station", ["base-ground", "stations", "station-rings"]],
] as const)(
  "replayed, a station is painted in alarm in the minute it rang, by %s, and not a minute later nor live",
  async (_, visible) => {
    open = stage(
      { camera: { lng, lat, zoom: 15 }, visible: new Set(visible) },
      { size: [240, 200], isBare: true, columns: COLUMNS },
    );
    const on = open;
    await settled(on.box);
    const live = createLiveStore();
    const moment = createStore<{ at: number | null }>(() => ({ at: null }));
    const asked: number[] = [];
    stop = openPast({
      moment: () => moment.getState().at,
      onMoment: (listener) => moment.subscribe(listener),
      live,
      shown: on.live,
      tell: () => {},
      fetchFile: async (from) => {
        asked.push(from);
        return file(from);
      },
      fetchDay: async () => ({ snapshot: "v1", spans: [] }),
      now: () => HOUR + 48 * HOUR_MS,
    });
    const say = (state: number, value: number, tick: number) =>
      live.setState({
        status: "live",
        columns: {
          snapshot: "v1",
          value: new Float32Array(N).fill(value),
          at: new Float64Array(N).fill(HOUR),
          state: new Uint8Array(N).fill(state),
        },
        tick,
        changed: null,
      });
    const wait = { timeout: 8000 };
    const map = on.box.querySelector(".map-canvas") as HTMLElement;
    const alarm = async () => countColor(await pixelsOf(map), THEMES.light.state.alarm, 12);
    const value = () => on.live.getState().columns?.value[TAG_SEQ];

    say(NORMAL, 3, 1);
    await expect.poll(value).toBe(3);
    expect(await alarm()).toBe(0);

    moment.setState({ at: RANG });
    await expect.poll(alarm, wait).toBeGreaterThan(30);
    expect([value(), asked[0]]).toEqual([9, fileOf(RANG)]);
    // What happens now does not reach the screen.
    say(ALARM, 8, 2);
    moment.setState({ at: RANG + MINUTE_MS });
    await expect.poll(value).toBe(2);
    await expect.poll(alarm, wait).toBe(0);
    moment.setState({ at: RANG });
    await expect.poll(alarm, wait).toBeGreaterThan(30);

    say(NORMAL, 4, 3);
    moment.setState({ at: null });
    await expect.poll(alarm, wait).toBe(0);
    expect(value()).toBe(4);
  },
);
