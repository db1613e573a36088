import { expect, test } from "vitest";
import { HOUR_MS } from "#contract/history-layout.ts";
import { keepHours } from "./keep-hours.ts";

const NOW = Date.UTC(2026, 10, 26, 4, 25);

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
    },
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
