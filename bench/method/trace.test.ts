import { expect, test } from "vitest";
import { readTrace } from "./trace.ts";

const thread = (tid: number, name: string) => ({ name: "thread_name", ph: "M", pid: 1, tid, ts: 0, args: { name } });
/** Times in ms. */
const event = (tid: number, name: string, at: number, dur: number, cpu = dur) => ({
  name,
  ph: "X",
  pid: 1,
  tid,
  ts: 1000 * at,
  dur: 1000 * dur,
  tdur: 1000 * cpu,
});
const task = (tid: number, at: number, dur: number, cpu = dur) =>
  event(tid, "ThreadControllerImpl::RunTask", at, dur, cpu);
const read = (traceEvents: readonly object[]) => readTrace(JSON.stringify({ traceEvents }));

const MAIN = thread(1, "CrRendererMain");
const WORKER = thread(2, "DedicatedWorker thread");

test("CPU of the main thread is that of its outermost tasks: what runs inside one is not counted twice", () => {
  const { mainCpu } = read([MAIN, task(1, 0, 10, 6), task(1, 2, 3, 2), task(1, 20, 5, 4)]);
  expect(mainCpu).toBe(10);
});

test("workers of the page are counted apart", () => {
  const { mainCpu, workerCpu } = read([MAIN, WORKER, task(1, 0, 1), task(2, 0, 7)]);
  expect([mainCpu, workerCpu]).toEqual([1, 7]);
});

test("the worst task is told by the clock and by CPU, which need not be the same task", () => {
  const { worstTask, worstTaskCpu } = read([MAIN, task(1, 0, 90, 5), task(1, 100, 40, 38)]);
  expect([worstTask, worstTaskCpu]).toEqual([90, 38]);
});

test("collections are summed without the steps inside them, and the longest is known", () => {
  const { gc, worstGc } = read([
    MAIN,
    task(1, 0, 50),
    event(1, "MinorGC", 1, 4),
    event(1, "V8.GCScavenger", 2, 2),
    event(1, "MajorGC", 10, 9),
  ]);
  expect([gc, worstGc]).toEqual([13, 9]);
});

test("another renderer's main thread is not the page's: the one that did the most is", () => {
  const spare = { ...thread(9, "CrRendererMain"), pid: 2 };
  expect(read([MAIN, spare, task(1, 0, 30), { ...task(9, 0, 2), pid: 2 }]).mainCpu).toBe(30);
});

test("a trace without a main thread is an error, not a zero", () => {
  expect(() => read([task(1, 0, 1)])).toThrow("no main thread");
});
