import fc from "fast-check";
import { expect, test } from "vitest";
import { frameWork, workByFrame } from "./frame-work.ts";

const task = (at: number, cpu: number) => ({ at, cpu });

test("tasks until the next frame are the work of the one before", () => {
  const tasks = [task(0, 3000), task(5000, 1000), task(16_000, 2000), task(20_000, 500)];
  expect(workByFrame(tasks, [0, 16_000])).toEqual([4, 2.5]);
});

test("what comes when nothing is drawn for long is not added up into one frame", () => {
  expect(workByFrame([task(0, 1000), task(500_000, 1000), task(900_000, 1000)], [0])).toEqual([1, 1, 1]);
});

test("no work is lost, whatever frames there are", () => {
  const at = fc.nat(1_000_000);
  fc.assert(
    fc.property(fc.array(fc.record({ at, cpu: fc.nat(50_000) })), fc.array(at), (tasks, frames) => {
      const sum = workByFrame(tasks, frames).reduce((a, b) => a + b, 0);
      expect(sum).toBeCloseTo(tasks.reduce((all, { cpu }) => all + cpu, 0) / 1000, 6);
    }),
  );
});

test("of a trace the busiest page thread is read, and a frame takes the whole task that draws it", () => {
  const on = (tid: number) => ({ pid: 1, tid });
  const events = [
    { ...on(1), ph: "M", name: "thread_name", ts: 0, args: { name: "CrRendererMain" } },
    { ...on(2), ph: "M", name: "thread_name", ts: 0, args: { name: "Compositor" } },
    { ...on(1), ph: "X", name: "ThreadControllerImpl::RunTask", ts: 100, dur: 9000, tdur: 8000 },
    { ...on(1), ph: "X", name: "RunTask", ts: 200, dur: 100, tdur: 100 },
    { ...on(1), ph: "I", name: "BeginMainThreadFrame", ts: 300 },
    { ...on(1), ph: "X", name: "ThreadControllerImpl::RunTask", ts: 20_000, dur: 9000, tdur: 2000 },
    { ...on(2), ph: "X", name: "ThreadControllerImpl::RunTask", ts: 100, dur: 90_000, tdur: 90_000 },
  ];
  expect(frameWork(JSON.stringify({ traceEvents: events }))).toEqual([10]);
});
