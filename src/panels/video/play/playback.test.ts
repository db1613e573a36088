import { describe, expect, test } from "vitest";
import type { PlayProtocol } from "#contract/cameras.ts";
import type { Engine, EngineAsk } from "./engine.ts";
import { type PlaybackDeps, type PlaybackState, type PlayReply, startPlayback } from "./playback.ts";

const T0 = Date.parse("2026-11-26T08:00:00Z");
const LIFE_MS = 120_000;

/** A clock that runs when it is told to; what is due runs at its time, and promises in between. */
function createClock() {
  let at = T0;
  let due: { at: number; run: () => void }[] = [];
  const settle = async () => {
    for (let i = 0; i < 20; i += 1) await Promise.resolve();
  };
  return {
    now: () => at,
    later: (run: () => void, ms: number) => {
      const entry = { at: at + ms, run };
      due.push(entry);
      return () => {
        due = due.filter((one) => one !== entry);
      };
    },
    run: async (ms: number, each: () => void = () => {}) => {
      const until = at + ms;
      await settle();
      while (at < until) {
        at = Math.min(until, at + 100);
        each();
        for (const entry of due.filter((one) => one.at <= at)) {
          due = due.filter((one) => one !== entry);
          entry.run();
          await settle();
        }
      }
    },
  };
}

function bench(over: Partial<PlaybackDeps> = {}, protocols: readonly PlayProtocol[] = ["ws_flv", "hls"]) {
  const clock = createClock();
  const video = { currentTime: 0 } as HTMLVideoElement;
  const states: PlaybackState[] = [];
  const asked: (string | null)[] = [];
  const started: EngineAsk[] = [];
  const stopped: string[] = [];
  const engine: Engine = (ask) => {
    started.push(ask);
    return () => stopped.push(ask.url);
  };
  const reply = (): PlayReply => ({
    addresses: protocols.map((protocol) => ({ protocol, url: `/media/${protocol}` })),
    snapshotUrl: `/media/snapshot.jpg?n=${asked.length}`,
    token: `t${asked.length}`,
    expiresAt: new Date(clock.now() + LIFE_MS).toISOString(),
  });
  const stop = startPlayback({
    video,
    ask: async (renews) => {
      asked.push(renews);
      return reply();
    },
    load: async () => engine,
    canPlay: () => true,
    isFinal: () => false,
    onState: (state) => states.push(state),
    onSnapshot: () => {},
    isHidden: () => false,
    now: clock.now,
    later: clock.later,
    ...over,
  });
  const play = () => {
    (video as { currentTime: number }).currentTime += 0.1;
  };
  const leap = (seconds: number) => {
    (video as { currentTime: number }).currentTime += seconds;
  };
  const last = () => states.at(-1);
  return { leap, ...clock, states, asked, started, stopped, stop, play, last };
}

describe("a picture", () => {
  test("that moves is playing by the first way", async () => {
    const b = bench();
    await b.run(3000, b.play);
    expect(b.states.map(({ is }) => is)).toEqual(["asking", "starting", "playing"]);
    expect(b.last()).toEqual({ is: "playing", protocol: "ws_flv" });
  });

  test("that stops is named as cut within six seconds, and goes on when it moves again", async () => {
    const b = bench();
    await b.run(3000, b.play);
    await b.run(6000);
    expect(b.last()).toEqual({ is: "stalled", protocol: "ws_flv" });
    await b.run(1000, b.play);
    expect(b.last()).toEqual({ is: "playing", protocol: "ws_flv" });
    expect(b.asked).toHaveLength(1);
  });

  test("whose clock is set ahead by a leap to the newest pieces does not play before it moves", async () => {
    const b = bench();
    await b.run(1000);
    b.leap(30);
    await b.run(2000);
    expect(b.last()).toEqual({ is: "starting", protocol: "ws_flv" });
    await b.run(1000, b.play);
    expect(b.last()).toEqual({ is: "playing", protocol: "ws_flv" });
  });

  test("that stays away is tried by the next way, then asked for anew after longer and longer pauses", async () => {
    const b = bench();
    await b.run(9000);
    expect(b.last()).toEqual({ is: "starting", protocol: "hls" });
    expect(b.stopped).toEqual(["/media/ws_flv"]);
    await b.run(9000);
    expect(b.last()).toMatchObject({ is: "waiting" });
    await b.run(60_000);
    const pauses = b.states.flatMap((state) => (state.is === "waiting" ? [state] : []));
    expect(pauses.length).toBeGreaterThan(1);
    // The viewing goes on: it is not written down as another.
    expect(b.asked.slice(0, 3)).toEqual([null, "t1", "t2"]);
  });

  test("whose stream ends is asked for anew", async () => {
    const b = bench();
    await b.run(3000, b.play);
    b.started.at(-1)?.onFailed("the stream has ended");
    expect(b.last()).toMatchObject({ is: "waiting", reason: "the stream has ended" });
    await b.run(3000);
    expect(b.started).toHaveLength(2);
  });

  test("on a hidden page rests without being called cut", async () => {
    let isHidden = false;
    const b = bench({ isHidden: () => isHidden });
    await b.run(3000, b.play);
    isHidden = true;
    await b.run(60_000);
    expect(b.last()).toMatchObject({ is: "playing" });
    isHidden = false;
    await b.run(4000);
    expect(b.last()).toMatchObject({ is: "playing" });
  });
});

test("addresses are renewed before they run out, and streams that ask piece by piece go on with the new token", async () => {
  const b = bench();
  await b.run(LIFE_MS * 3, b.play);
  expect(b.asked.slice(0, 3)).toEqual([null, "t1", "t2"]);
  expect(b.started).toHaveLength(1);
  expect(b.started[0]?.token()).toBe(`t${b.asked.length}`);
});

test("without an address, or without one this browser plays, there is nothing to wait for", async () => {
  const none = bench({}, []);
  await none.run(60_000);
  expect(none.last()).toEqual({ is: "nothing" });
  const unplayable = bench({ canPlay: () => false });
  await unplayable.run(60_000);
  expect([unplayable.last(), unplayable.started]).toEqual([{ is: "nothing" }, []]);
});

test("a refusal is final, and any other failure is tried again", async () => {
  let fails = true;
  const error = new Error("no");
  const failing = { ask: () => (fails ? Promise.reject(error) : new Promise<PlayReply>(() => {})) };
  const refused = bench({ ...failing, isFinal: () => true });
  await refused.run(60_000);
  expect(refused.states.map(({ is }) => is)).toEqual(["asking", "refused"]);
  const failed = bench(failing);
  await failed.run(1000);
  expect(failed.last()).toMatchObject({ is: "waiting", reason: "no" });
  fails = false;
  await failed.run(4000);
  expect(failed.last()).toEqual({ is: "asking" });
});

test("a library that cannot be fetched gives way to the next", async () => {
  const engine: Engine = () => () => {};
  const load = (protocol: PlayProtocol) =>
    protocol === "hls" ? Promise.resolve(engine) : Promise.reject(new Error("gone"));
  const b = bench({ load });
  await b.run(1000);
  expect(b.last()).toEqual({ is: "starting", protocol: "hls" });
});

test("once stopped it does nothing more", async () => {
  const b = bench();
  await b.run(3000, b.play);
  b.stop();
  const before = b.states.length;
  await b.run(LIFE_MS * 2);
  b.started.at(-1)?.onFailed("late");
  expect([b.states.length, b.asked.length, b.stopped]).toEqual([before, 1, ["/media/ws_flv"]]);
});
