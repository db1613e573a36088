/** An event of a Chromium trace, as far as frames need it. Times in µs. */
interface Timed {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

const TASK = /RunTask$/;
/** The browser asks the page for a frame. */
const FRAME = "BeginMainThreadFrame";
/** Without a frame for so long the thread was not kept from drawing: what it did then is work of a frame of its own, µs. */
const LONGEST_US = 100_000;

const keyOf = ({ pid, tid }: Timed) => `${pid}:${tid}`;

/** The work of frames: CPU of the tasks that began from one frame on until the next, ms, in order. */
export function workByFrame(
  tasks: readonly { readonly at: number; readonly cpu: number }[],
  frames: readonly number[],
): number[] {
  const begins = frames.toSorted((a, b) => a - b);
  const work: number[] = [];
  let [next, open, openAt] = [0, 0, Number.NEGATIVE_INFINITY];
  const close = () => {
    if (open > 0) work.push(open / 1000);
    open = 0;
  };
  for (const { at, cpu } of tasks.toSorted((a, b) => a.at - b.at)) {
    while (next < begins.length && (begins[next] as number) <= at) {
      close();
      openAt = begins[next++] as number;
    }
    if (at - openAt > LONGEST_US) {
      close();
      openAt = at;
    }
    open += cpu;
  }
  close();
  return work;
}

/**
 * CPU that the page's main thread spent for each frame, ms, read from a trace as Chromium writes it. A frame is begun inside the task that draws it:
 * that task is its first.
 */
export function frameWork(text: string): number[] {
  const { traceEvents } = JSON.parse(text) as { traceEvents: readonly Timed[] };
  const names = new Map<string, string>();
  for (const event of traceEvents)
    if (event.ph === "M" && event.name === "thread_name") names.set(keyOf(event), event.args?.name ?? "");
  const byThread = Map.groupBy(
    traceEvents.filter((event) => names.get(keyOf(event)) === "CrRendererMain"),
    keyOf,
  );
  const threads = [...byThread.values()].map((events) => {
    const tasks = outermost(events.filter(({ ph, name }) => ph === "X" && TASK.test(name)));
    return { events, tasks, cpu: tasks.reduce((sum, { tdur }) => sum + (tdur ?? 0), 0) };
  });
  const main = threads.toSorted((a, b) => b.cpu - a.cpu)[0];
  if (main === undefined) return [];
  const begins = main.events.filter(({ name }) => name === FRAME).map(({ ts }) => ts);
  const within = begins.map((ts) => main.tasks.findLast((task) => task.ts <= ts)?.ts ?? ts);
  return workByFrame(
    main.tasks.map(({ ts, tdur }) => ({ at: ts, cpu: tdur ?? 0 })),
    within,
  );
}

/** Tasks that lie within no other. */
function outermost(tasks: readonly Timed[]): Timed[] {
  const found: Timed[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const task of tasks.toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))) {
    if (task.ts < end) continue;
    found.push(task);
    end = task.ts + (task.dur ?? 0);
  }
  return found;
}
