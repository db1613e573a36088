import { expect, test } from "vitest";
import { createDeckLoop } from "./deck-loop.ts";

/** A loop as deck runs it, on a clock of sixty frames a second. */
function house() {
  let now = 0;
  const due: { at: number; run: (time: number) => void; id: number }[] = [];
  let id = 0;
  const later = (run: (time: number) => void, at: number) => {
    due.push({ at, run, id: ++id });
    return id;
  };
  const forget = (which: unknown) => {
    const at = due.findIndex((one) => one.id === which);
    if (at !== -1) due.splice(at, 1);
  };
  let isBusy = false;
  const loop = createDeckLoop(() => isBusy, {
    requestAnimationFrame: (run) => later(run, Math.floor(now / 16) * 16 + 16),
    cancelAnimationFrame: forget,
    setTimeout: (run, ms) => later(run, now + ms),
    clearTimeout: forget,
    now: () => now,
  });
  let frames = 0;
  const each = () => {
    frames += 1;
    loop.provider.requestAnimationFrame(each);
  };
  const pass = (ms: number) => {
    const end = now + ms;
    const before = frames;
    for (;;) {
      const next = due.toSorted((a, b) => a.at - b.at)[0];
      if (!next || next.at > end) break;
      forget(next.id);
      now = next.at;
      next.run(now);
    }
    now = end;
    return frames - before;
  };
  loop.provider.requestAnimationFrame(each);
  const busy = (on: boolean) => {
    isBusy = on;
  };
  return { loop, pass, due, busy };
}

test("it runs each frame at first, then sleeps and looks up twice a second", () => {
  const { pass } = house();
  expect(pass(128)).toBe(8);
  pass(320);
  const asleep = pass(10_000);
  expect(asleep).toBeGreaterThan(15);
  expect(asleep).toBeLessThan(22);
});

test("while something loads every frame is taken, and waking ends a sleep at once", () => {
  const { loop, pass, busy } = house();
  pass(2000);
  busy(true);
  pass(300);
  expect(pass(1600)).toBe(100);
  busy(false);
  pass(5000);
  loop.wake();
  expect(pass(128)).toBeGreaterThanOrEqual(7);
});

test("a loop that is ended asks for nothing any more", () => {
  const { loop, pass, due } = house();
  pass(1000);
  loop.provider.cancelAnimationFrame();
  expect(due).toEqual([]);
  loop.wake();
  expect(pass(1000)).toBe(0);
});

test("who asks is told once, after the loop's next run, also when it sleeps or has not begun", () => {
  const { loop, pass } = house();
  pass(2000);
  const told: number[] = [];
  loop.whenRun(() => told.push(1));
  expect(told).toEqual([]);
  pass(20);
  expect(told).toEqual([1]);
  pass(1000);
  expect(told).toEqual([1]);
});
