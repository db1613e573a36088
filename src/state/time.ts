import { createStore } from "zustand/vanilla";
import type { ViewStore } from "./view.ts";

/** Minutes of the past in a second of playing. */
export const SPEEDS = [1, 5, 15, 60] as const;
export type Speed = (typeof SPEEDS)[number];

/** How the past is being shown. Which moment it is, is the view's (`time`): a link brings it back. */
export interface Time {
  readonly isPlaying: boolean;
  readonly speed: Speed;
  /** The moment whose values are painted, ms since 1970; null while live, or until the values have come. */
  readonly shownAt: number | null;
  readonly load: "idle" | "loading" | "failed";
  readonly problem: unknown;
  /** Hours held, by their beginning, for the bar. */
  readonly held: ReadonlySet<number>;
}

export const createTimeStore = () =>
  createStore<Time>(() => ({
    isPlaying: false,
    speed: 5,
    shownAt: null,
    load: "idle",
    problem: null,
    held: new Set(),
  }));
export type TimeStore = ReturnType<typeof createTimeStore>;

const MINUTE_MS = 60_000;
const toMinute = (at: number) => Math.floor(at / MINUTE_MS) * MINUTE_MS;

/** Shows a moment of the past, never one ahead of now. Values and states on all screens are then those of that minute. */
export const showPast = (view: ViewStore, at: number, now = Date.now()) =>
  view.setState({ time: toMinute(Math.min(at, now)) });

export const stepPast = (view: ViewStore, minutes: number, now = Date.now()) => {
  const { time } = view.getState();
  if (time !== null) showPast(view, time + minutes * MINUTE_MS, now);
};

/** Back to what is. */
export const showLive = (view: ViewStore) => view.setState({ time: null });

/** Shows where inspectors were, or does no more. */
export const showWays = (view: ViewStore, ways: boolean) => view.setState({ ways });

export const setPlaying = (time: TimeStore, isPlaying: boolean) => time.setState({ isPlaying });
export const setSpeed = (time: TimeStore, speed: Speed) => time.setState({ speed });

export interface PlayerClock {
  readonly now: () => number;
  /** Calls back again and again; answers how to stop. */
  readonly every: (run: () => void, ms: number) => () => void;
}

const PAGE_CLOCK: PlayerClock = {
  now: Date.now,
  every: (run, ms) => {
    const timer = setInterval(run, ms);
    return () => clearInterval(timer);
  },
};

const BEAT_MS = 200;

/**
 * Moves the view's moment on while it plays: whole minutes, and none before the one now shown has been painted, so that what cannot be
 * fetched fast enough is played slower instead of being skipped. Stops at the present and stays there: nobody is led back to live unasked.
 */
export function runPlayer(view: ViewStore, time: TimeStore, clock: PlayerClock = PAGE_CLOCK): () => void {
  let stopBeat = () => {};
  let owed = 0;
  let last = 0;
  const beat = () => {
    const now = clock.now();
    const { shownAt, speed } = time.getState();
    const at = view.getState().time;
    // What was not shown is not owed: a pause while hours are fetched is no leap afterwards.
    const isShown = at !== null && shownAt === at;
    owed = isShown ? owed + ((now - last) / 1000) * speed : 0;
    last = now;
    if (!isShown || owed < 1) return;
    const minutes = Math.floor(owed);
    owed -= minutes;
    stepPast(view, minutes, now);
    if (view.getState().time === at) setPlaying(time, false);
  };
  const follow = (isPlaying: boolean) => {
    stopBeat();
    owed = 0;
    last = clock.now();
    stopBeat = isPlaying ? clock.every(beat, BEAT_MS) : () => {};
  };
  const stops = [
    time.subscribe((now, before) => {
      if (now.isPlaying !== before.isPlaying) follow(now.isPlaying);
    }),
    view.subscribe((now, before) => {
      if (now.time === null && before.time !== null) setPlaying(time, false);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    stopBeat();
  };
}
