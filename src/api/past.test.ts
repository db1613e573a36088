import { expect, test } from "vitest";
import { createStore } from "zustand/vanilla";
import { TAG_STATES } from "#contract/gas.ts";
import { HOUR_MS, MINUTE_MS } from "#contract/history-layout.ts";
import { ByteWriter } from "#model/history/bits.ts";
import { writeColumnFile } from "#model/history/file.ts";
import { writeBlock } from "#model/history/write-block.ts";
import { createReplay, type ReplayAsk } from "#workers/history-replay.ts";
import type { SinkState } from "./live.ts";
import { FILE_HOURS, fileOf, filesOfDay, openPast, type PastTold } from "./past.ts";
import type { DoubtsOfDay } from "./past-doubts.ts";

const DAY = Date.UTC(2026, 10, 24, 16);
const AT = DAY + 11 * HOUR_MS + 10 * MINUTE_MS;
const NOW = DAY + 40 * HOUR_MS;
const LIVE_VALUE = 777;

/** A file in which tag 1 says in each minute how many minutes of the day have passed. */
function fileFrom(from: number, knownUntil = from + FILE_HOURS * HOUR_MS): ArrayBuffer {
  const hours = Array.from({ length: FILE_HOURS }, (_, h) => {
    const out = new ByteWriter();
    const first = (from - DAY) / MINUTE_MS + h * 60;
    writeBlock(out, {
      decimals: 0,
      staleAfterS: 600,
      carried: { ageS: 0, value: first, level: 0 },
      samples: Array.from({ length: 60 }, (_, i) => ({ minute: i, backS: 0, value: first + i + 1, level: 0 })),
    });
    return out.bytes();
  });
  return writeColumnFile({ snapshot: "v1", from, knownUntil, tags: 3, seqs: Uint32Array.of(1), hours }).buffer;
}

const nothingYet: SinkState = {
  status: "connecting",
  ended: null,
  columns: null,
  tick: 0,
  changed: null,
  frameAt: 0,
  newestAt: 0,
  clockSkewMs: 0,
};

function house(
  over: { moment?: number | null; fails?: () => boolean; knownUntil?: number; doubts?: DoubtsOfDay["spans"] } = {},
) {
  const moment = createStore(() => ({ at: over.moment ?? null }));
  const live = createStore<SinkState>(() => nothingYet);
  const shown = createStore<SinkState>(() => nothingYet);
  const told: Partial<PastTold>[] = [];
  const fetched: number[] = [];
  const days: number[] = [];
  const waiting: (() => void)[] = [];
  const replay = createReplay();
  let now = NOW;
  const speak = (value: number) =>
    live.setState(({ tick }) => ({
      status: "live",
      tick: tick + 1,
      changed: Uint32Array.of(1),
      columns: {
        snapshot: "v1",
        value: Float32Array.of(value, value, value),
        at: Float64Array.of(NOW, NOW, NOW),
        state: Uint8Array.of(2, 2, 2),
      },
    }));
  const stop = openPast({
    moment: () => moment.getState().at,
    onMoment: (listener) => moment.subscribe(listener),
    live,
    shown,
    tell: (change) => void told.push(change),
    fetchFile: async (from) => {
      fetched.push(from);
      if (over.fails?.()) throw new Error("no answer");
      return fileFrom(from, over.knownUntil);
    },
    fetchDay: async (from) => {
      days.push(from);
      return { snapshot: "v1", spans: over.doubts ?? [] };
    },
    ask: async (asked: ReplayAsk) => replay(asked),
    now: () => now,
    later: (run) => void waiting.push(run),
  });
  const go = (at: number | null) => moment.setState({ at });
  const value = () => shown.getState().columns?.value[1];
  const wait = (ms: number) => {
    now += ms;
  };
  return { moment, live, shown, told, fetched, days, waiting, speak, go, value, wait, stop };
}

const shownMinute = (at: number) => (at - DAY) / MINUTE_MS;

test("who was suspect or under maintenance in a minute is told as that, and not in the next; asked once a day", async () => {
  const iso = (at: number) => new Date(at).toISOString();
  const span = { tagSeq: 1, from: iso(AT), to: iso(AT + MINUTE_MS) } as const;
  const is = (state: (typeof TAG_STATES)[number]) => TAG_STATES.indexOf(state);
  for (const doubt of ["suspect", "maintenance"] as const) {
    const { go, value, shown, days, stop } = house({ doubts: [{ ...span, doubt }] });
    const state = () => shown.getState().columns?.state[1];
    go(AT - MINUTE_MS);
    await expect.poll(value).toBe(shownMinute(AT - MINUTE_MS));
    expect(state()).toBe(is("normal"));
    go(AT);
    await expect.poll(value).toBe(shownMinute(AT));
    expect(state()).toBe(is(doubt));
    // Tags that nothing is known of have no doubts either.
    expect(shown.getState().columns?.state[0]).toBe(255);
    go(AT + MINUTE_MS);
    await expect.poll(value).toBe(shownMinute(AT + MINUTE_MS));
    expect(state()).toBe(is("normal"));
    expect(days).toHaveLength(1);
    stop();
  }
});

test("live values pass through as they come, with what changed", () => {
  const { speak, shown, value } = house();
  speak(5);
  expect(value()).toBe(5);
  expect(shown.getState().changed).toEqual(Uint32Array.of(1));
  const { tick } = shown.getState();
  speak(6);
  expect(shown.getState().tick).toBe(tick + 1);
});

test("a moment shows the values of its minute, and no live value while it is shown", async () => {
  const { speak, go, value, shown } = house();
  speak(LIVE_VALUE);
  const seen: (number | undefined)[] = [];
  go(AT);
  shown.subscribe(() => seen.push(value()));
  // Nothing live stands on the screen while the file is fetched.
  expect(value()).toBeNaN();
  expect(shown.getState().columns?.state).toEqual(Uint8Array.of(255, 255, 255));
  speak(LIVE_VALUE);
  await expect.poll(value).toBe(shownMinute(AT));
  for (let i = 0; i < 5; i++) speak(LIVE_VALUE);
  go(AT + MINUTE_MS);
  await expect.poll(value).toBe(shownMinute(AT) + 1);
  expect(seen).not.toContain(LIVE_VALUE);
});

test("leaving shows at once what the stream said last, though it spoke meanwhile", async () => {
  const { speak, go, value, shown, live } = house({ moment: AT });
  await expect.poll(value).toBe(shownMinute(AT));
  speak(1);
  speak(2);
  go(null);
  expect(value()).toBe(2);
  expect(shown.getState().changed).toBeNull();
  expect(shown.getState().columns).toBe(live.getState().columns);
});

test("the past is written into columns of its own, never into those of the stream", async () => {
  const { speak, go, value, live } = house();
  speak(LIVE_VALUE);
  go(AT);
  await expect.poll(value).toBe(shownMinute(AT));
  expect(live.getState().columns?.value[1]).toBe(LIVE_VALUE);
});

test("of many moments at once the last is shown, and each file is fetched once", async () => {
  const { go, value, fetched } = house();
  for (let i = 0; i < 200; i++) go(AT + i * MINUTE_MS);
  await expect.poll(value).toBe(shownMinute(AT) + 199);
  await expect.poll(() => fetched.length).toBe(24 / FILE_HOURS);
  expect(new Set(fetched).size).toBe(fetched.length);
});

test("the file of the moment comes first, then the rest of the province's day", async () => {
  const { fetched } = house({ moment: AT });
  await expect.poll(() => fetched.length).toBe(6);
  expect(fetched).toEqual(filesOfDay(AT));
  expect(fetched[0]).toBe(fileOf(AT));
  expect(Math.min(...fetched)).toBe(DAY);
});

test("a failure is told, nothing is painted instead, and it is tried again", async () => {
  let isDown = true;
  const { told, waiting, value, speak } = house({ moment: AT, fails: () => isDown });
  speak(LIVE_VALUE);
  await expect.poll(() => told.at(-1)?.load).toBe("failed");
  expect(value()).not.toBe(LIVE_VALUE);
  isDown = false;
  waiting.shift()?.();
  await expect.poll(value).toBe(shownMinute(AT));
  expect(told.some(({ load }) => load === "idle")).toBe(true);
});

test("an hour that was under way is fetched anew when a later minute of it is looked at", async () => {
  const { go, value, fetched, wait } = house({ moment: AT, knownUntil: AT });
  await expect.poll(value).toBe(shownMinute(AT));
  await expect.poll(() => fetched.length).toBe(6);
  wait(60_000);
  go(AT + MINUTE_MS);
  await expect.poll(() => fetched.length).toBe(7);
  expect(fetched.at(-1)).toBe(fileOf(AT));
});
