import { expect, test } from "vitest";
import {
  createTimeStore,
  type PlayerClock,
  runPlayer,
  setPlaying,
  setSpeed,
  showLive,
  showPast,
  stepPast,
} from "./time.ts";
import { NO_TREND } from "./trend.ts";
import { createViewStore, type View } from "./view.ts";

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 26, 4);
const AT = NOW - 60 * MINUTE;

function player() {
  // Of a view only the moment matters here.
  const view = createViewStore({ time: null, trend: NO_TREND } as unknown as View);
  const time = createTimeStore();
  let now = NOW;
  let beat: (() => void) | null = null;
  const clock: PlayerClock = {
    now: () => now,
    every: (run) => {
      beat = run;
      return () => {
        beat = null;
      };
    },
  };
  const stop = runPlayer(view, time, clock);
  const pass = (ms: number) => {
    now += ms;
    beat?.();
  };
  const paint = () => time.setState({ shownAt: view.getState().time });
  return { view, time, pass, paint, stop, isBeating: () => beat !== null };
}

test("the past is shown by whole minutes and never ahead of now", () => {
  const { view } = player();
  showPast(view, AT + 30_500, NOW);
  expect(view.getState().time).toBe(AT);
  stepPast(view, 100_000, NOW);
  expect(view.getState().time).toBe(NOW);
  showLive(view);
  stepPast(view, 1, NOW);
  expect(view.getState().time).toBeNull();
});

test("playing moves on as fast as was chosen", () => {
  const { view, time, pass, paint } = player();
  showPast(view, AT, NOW);
  setSpeed(time, 15);
  paint();
  setPlaying(time, true);
  for (let i = 0; i < 10; i++) {
    pass(200);
    paint();
  }
  expect(view.getState().time).toBe(AT + 30 * MINUTE);
});

test("no minute is left behind before the one shown is painted, and what was waited for is not leapt over", () => {
  const { view, time, pass, paint } = player();
  showPast(view, AT, NOW);
  setPlaying(time, true);
  for (let i = 0; i < 50; i++) pass(200);
  expect(view.getState().time).toBe(AT);
  paint();
  pass(200);
  expect(view.getState().time).toBe(AT + MINUTE);
});

test("it stops at the present and stays there", () => {
  const { view, time, pass, paint, isBeating } = player();
  showPast(view, NOW - MINUTE, NOW);
  setSpeed(time, 60);
  setPlaying(time, true);
  for (let i = 0; i < 4; i++) {
    paint();
    pass(200);
  }
  expect(time.getState().isPlaying).toBe(false);
  expect(isBeating()).toBe(false);
  expect(view.getState().time).toBeGreaterThanOrEqual(NOW);
});

test("leaving the past stops playing", () => {
  const { view, time, isBeating } = player();
  showPast(view, AT, NOW);
  setPlaying(time, true);
  showLive(view);
  expect([time.getState().isPlaying, isBeating()]).toEqual([false, false]);
});
