import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepLoading } from "./keep-loading.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function house(fails: number) {
  let calls = 0;
  const logged: object[] = [];
  const load = async () => {
    calls += 1;
    if (calls <= fails) throw new Error("no database");
  };
  const loading = keepLoading(load, { error: (facts) => logged.push(facts) }, 1000);
  return { loading, logged, calls: () => calls };
}

test("what could not be loaded is said and loaded again until it is there, then no more", async () => {
  const { loading, logged, calls } = house(3);
  loading.ask();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([calls(), logged.length]).toEqual([4, 3]);
});

test("asked while it loads, it loads once more for all who asked", async () => {
  const { loading, calls } = house(0);
  for (let i = 0; i < 5; i += 1) loading.ask();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(calls()).toBe(2);
});

test("stopped, it tries no more", async () => {
  const { loading, calls } = house(Number.POSITIVE_INFINITY);
  loading.ask();
  await vi.advanceTimersByTimeAsync(1500);
  loading.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(calls()).toBe(2);
});
