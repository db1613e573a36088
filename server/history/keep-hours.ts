import { HOUR_MS } from "#contract/history-layout.ts";
import type { HourStore } from "./hour-store.ts";

export interface KeepHoursOptions {
  readonly store: Pick<HourStore, "hours" | "pack">;
  /** How far back readings are kept, days: their hours are packed too, slowly. */
  readonly days: number;
  /** Called once a pass, before hours are looked at. */
  readonly tidy: () => Promise<unknown>;
  readonly onProblem: (cause: unknown) => void;
  readonly now?: () => number;
  readonly every?: (run: () => void, ms: number) => () => void;
  readonly wait?: (ms: number) => Promise<unknown>;
}

/** So far back hours are made and held before anybody asks: yesterday and the day before are what people look at. */
const BACK_HOURS = 48;
/** Hours farther back are made as files, at most so many days: after a seed or an import it goes on until all are there. */
const MOST_DAYS = 62;
/** For each ms that packing old hours took, others have the database alone for so many. */
const YIELD = 5;
const TOGETHER = 4;
const EVERY_MS = 10 * 60_000;
/** A stop waits for it. */
const LONGEST_WAIT_MS = 1000;
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

/** Has the newest whole hours packed and held, then all older ones packed, the newest first, a few at a time; answers how to stop. */
export function keepHours({
  store,
  days,
  tidy,
  onProblem,
  now = Date.now,
  every = everyMs,
  wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}: KeepHoursOptions): () => Promise<void> {
  let isStopped = false;
  let run: Promise<void> | null = null;
  const pass = async () => {
    await tidy();
    const end = Math.floor(now() / HOUR_MS) * HOUR_MS;
    for (let back = TOGETHER; back <= BACK_HOURS && !isStopped; back += TOGETHER)
      await store.hours(end - back * HOUR_MS, TOGETHER);
    const last = 24 * Math.min(days, MOST_DAYS);
    for (let back = BACK_HOURS + TOGETHER; back <= last && !isStopped; back += TOGETHER) {
      const begun = now();
      const built = await store.pack(end - back * HOUR_MS, TOGETHER);
      if (built > 0) await wait(Math.min(LONGEST_WAIT_MS, YIELD * (now() - begun)));
    }
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
