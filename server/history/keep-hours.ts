import { HOUR_MS } from "#contract/history-layout.ts";
import type { HourStore } from "./hour-store.ts";

export interface KeepHoursOptions {
  readonly store: Pick<HourStore, "hours">;
  /** Called once a pass, before hours are looked at. */
  readonly tidy: () => Promise<unknown>;
  readonly onProblem: (cause: unknown) => void;
  readonly now?: () => number;
  readonly every?: (run: () => void, ms: number) => () => void;
}

/** So far back hours are made before anybody asks: yesterday and the day before are what people look at. */
const BACK_HOURS = 48;
const TOGETHER = 4;
const EVERY_MS = 10 * 60_000;
/** After a start others need the database first. */
const FIRST_MS = 60_000;

const everyMs = (run: () => void, ms: number) => {
  const first = setTimeout(run, FIRST_MS);
  const timer = setInterval(run, ms);
  return () => {
    clearTimeout(first);
    clearInterval(timer);
  };
};

/** Has the newest whole hours packed and kept, the newest first, a few at a time; answers how to stop. */
export function keepHours({
  store,
  tidy,
  onProblem,
  now = Date.now,
  every = everyMs,
}: KeepHoursOptions): () => Promise<void> {
  let isStopped = false;
  let run: Promise<void> | null = null;
  const pass = async () => {
    await tidy();
    const end = Math.floor(now() / HOUR_MS) * HOUR_MS;
    for (let back = TOGETHER; back <= BACK_HOURS && !isStopped; back += TOGETHER)
      await store.hours(end - back * HOUR_MS, TOGETHER);
  };
  const stop = every(() => {
    run ??= pass()
      .catch(onProblem)
      .finally(() => {
        run = null;
      });
  }, EVERY_MS);
  return async () => {
    isStopped = true;
    stop();
    await run;
  };
}
