import type { OpenPage } from "./browser.ts";

const CATEGORIES = [
  "toplevel",
  "devtools.timeline",
  "disabled-by-default-devtools.timeline",
  "v8",
  "blink.user_timing",
];

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** µs. */
  readonly ts: number;
  readonly dur?: number;
  /** CPU time of the thread, µs. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** What the threads of a page did while they were watched. Times in ms. */
export interface Watched {
  /** CPU of the page's main thread. */
  readonly mainCpu: number;
  /** CPU of its workers, all together. */
  readonly workerCpu: number;
  /** Longest task of the main thread: by the clock, and CPU. */
  readonly worstTask: number;
  readonly worstTaskCpu: number;
  /** Garbage collection on the main thread: all of it, and the longest pause. */
  readonly gc: number;
  readonly worstGc: number;
  /** The longest tasks, for a reader who wonders. */
  readonly longest: readonly { readonly ms: number; readonly cpu: number; readonly of: string }[];
}

/** Watches while `work` runs. */
export async function watch<T>(
  { browser, page }: OpenPage,
  work: () => Promise<T>,
): Promise<{ value: T; watched: Watched }> {
  await browser.startTracing(page, { categories: CATEGORIES });
  let bytes: Buffer;
  let value: T;
  try {
    value = await work();
  } finally {
    bytes = await browser.stopTracing();
  }
  return { value, watched: readTrace(bytes.toString()) };
}

const TASK = /RunTask$/;
const GC = /^(MinorGC|MajorGC|V8\.GC.*)$/;

const keyOf = ({ pid, tid }: TraceEvent) => `${pid}:${tid}`;

/** Complete events that no other event of the list lies within. */
function topLevel(events: readonly TraceEvent[]): TraceEvent[] {
  const sorted = events.toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  const top: TraceEvent[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const event of sorted) {
    if (event.ts < end) continue;
    top.push(event);
    end = event.ts + (event.dur ?? 0);
  }
  return top;
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** Reads a trace as Chromium writes it. The page's main thread is the renderer main thread that did the most. */
export function readTrace(text: string): Watched {
  const { traceEvents } = JSON.parse(text) as { traceEvents: readonly TraceEvent[] };
  const names = new Map<string, string>();
  const byThread = new Map<string, TraceEvent[]>();
  for (const event of traceEvents) {
    if (event.ph === "M" && event.name === "thread_name") names.set(keyOf(event), event.args?.name ?? "");
    if (event.ph !== "X") continue;
    const list = byThread.get(keyOf(event)) ?? [];
    list.push(event);
    byThread.set(keyOf(event), list);
  }
  const tasksOf = (key: string) => topLevel((byThread.get(key) ?? []).filter(({ name }) => TASK.test(name)));
  const cpuOf = (events: readonly TraceEvent[]) => sum(events.map(({ tdur }) => tdur ?? 0)) / 1000;
  const mains = [...names]
    .filter(([, name]) => name === "CrRendererMain")
    .map(([key]) => ({ key, tasks: tasksOf(key) }));
  const main = mains.toSorted((a, b) => cpuOf(b.tasks) - cpuOf(a.tasks))[0];
  if (!main) throw new Error("the trace names no main thread");
  const pid = main.key.split(":")[0];
  const workers = [...names].filter(([key, name]) => key.startsWith(`${pid}:`) && /DedicatedWorker/.test(name));
  const all = byThread.get(main.key) ?? [];
  const collections = topLevel(all.filter(({ name }) => GC.test(name)));
  const longest = main.tasks
    .toSorted((a, b) => (b.dur ?? 0) - (a.dur ?? 0))
    .slice(0, 5)
    .map((task) => ({ ms: (task.dur ?? 0) / 1000, cpu: (task.tdur ?? 0) / 1000, of: insideOf(task, all) }));
  return {
    mainCpu: cpuOf(main.tasks),
    workerCpu: sum(workers.map(([key]) => cpuOf(tasksOf(key)))),
    worstTask: longest[0]?.ms ?? 0,
    worstTaskCpu: Math.max(0, ...main.tasks.map(({ tdur }) => (tdur ?? 0) / 1000)),
    gc: sum(collections.map(({ dur }) => dur ?? 0)) / 1000,
    worstGc: Math.max(0, ...collections.map(({ dur }) => dur ?? 0)) / 1000,
    longest,
  };
}

/** Names of the longest things inside a task, with their ms. */
function insideOf(task: TraceEvent, all: readonly TraceEvent[]): string {
  const end = task.ts + (task.dur ?? 0);
  return all
    .filter(
      (event) =>
        event !== task && event.ts >= task.ts && event.ts < end && (event.dur ?? 0) > 1000 && !TASK.test(event.name),
    )
    .toSorted((a, b) => (b.dur ?? 0) - (a.dur ?? 0))
    .slice(0, 4)
    .map(({ name, dur }) => `${name} ${((dur ?? 0) / 1000).toFixed(0)}`)
    .join(", ");
}
