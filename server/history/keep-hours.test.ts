import { expect, test } from "vitest";
import { HOUR_MS } from "#contract/history-layout.ts";
import { keepHours } from "./keep-hours.ts";

const NOW = Date.UTC(2026, 10, 26, 4, 25);

const never = async () => 0;

test("the newest two days are asked for, the newest first, one pass at a time", async () => {
  const asked: [number, number][] = [];
  const problems: unknown[] = [];
  let run = () => {};
  const stop = keepHours({
    store: {
      hours: async (from, count) => {
        asked.push([(NOW - from) / HOUR_MS, count]);
        return [];
      },
      pack: never,
    },
    days: 2,
    tidy: async () => undefined,
    onProblem: (cause) => void problems.push(cause),
    now: () => NOW,
    every: (work) => {
      run = work;
      return () => {};
    },
  });
  run();
  run();
  await expect.poll(() => asked.length).toBe(12);
  expect(asked.every(([, count]) => count === 4)).toBe(true);
  expect(asked.map(([back]) => Math.floor(back))).toEqual(asked.map((_, i) => 4 * (i + 1)));
  await stop();
  expect(problems).toEqual([]);
});

test("hours farther back are packed as far as readings are kept, the newest first, and between those that were built others have the database", async () => {
  const packed: number[] = [];
  const waits: number[] = [];
  let at = NOW;
  let run = () => {};
  const stop = keepHours({
    store: {
      hours: async () => [],
      pack: async (from) => {
        packed.push((Math.floor(NOW / HOUR_MS) * HOUR_MS - from) / HOUR_MS);
        at += 100;
        return packed.length % 2;
      },
    },
    days: 3,
    tidy: async () => undefined,
    onProblem: (cause) => {
      throw cause;
    },
    now: () => at,
    every: (work) => {
      run = work;
      return () => {};
    },
    wait: async (ms) => void waits.push(ms),
  });
  run();
  await expect.poll(() => packed).toEqual([52, 56, 60, 64, 68, 72]);
  await stop();
  expect(waits).toEqual([500, 500, 500]);
});
