import { expect, test } from "vitest";
import { createTurns } from "./turns.ts";

const soon = () => new Promise<void>((resolve) => setImmediate(resolve));

test("steps follow at once while there is work, then wait as long as the last one said", async () => {
  const answers = [0, 0, 5000];
  const timers: number[] = [];
  const turns = createTurns({
    step: async () => answers.shift() ?? null,
    onError: () => {},
    setTimer: (_, ms) => {
      timers.push(ms);
      return () => {};
    },
  });
  const ended = turns.run();
  await soon();
  expect(answers).toEqual([]);
  expect(timers).toEqual([5000]);
  turns.stop();
  await ended;
});

test("a wake that comes during a step is not missed", async () => {
  let steps = 0;
  const turns = createTurns({
    step: async () => {
      steps += 1;
      if (steps === 1) turns.wake();
      return null;
    },
    onError: () => {},
    setTimer: () => () => {},
  });
  const ended = turns.run();
  await soon();
  expect(steps).toBe(2);
  turns.stop();
  await ended;
});

test("a device whose storage fails says so and tries again later", async () => {
  const errors: unknown[] = [];
  const timers: number[] = [];
  const turns = createTurns({
    step: () => Promise.reject(new Error("gone")),
    onError: (error) => void errors.push(error),
    setTimer: (_, ms) => {
      timers.push(ms);
      return () => {};
    },
  });
  const ended = turns.run();
  await soon();
  expect(errors).toHaveLength(1);
  expect(timers).toEqual([5000]);
  turns.stop();
  await ended;
});
