import { setTimeout as pause } from "node:timers/promises";
import type { BenchWindow } from "#bench/pages/bench-page.ts";
import type { BenchServer } from "#bench/server/start.ts";
import { within, withPage } from "./browser.ts";
import { type Watched, watch } from "./trace.ts";

/** Of the page, where functions given to `evaluate` run. */
declare const window: BenchWindow;

export const TICK_CHANGES = 10_000;
const TICK_LIMIT_MS = 30_000;

export interface LiveRun {
  readonly ticks: number;
  readonly watched: Watched;
  /** Ticks that were not drawn within half a minute. */
  readonly late: number;
}

/**
 * A page that follows the live stream while 10 000 of its 100 000 tags change in each tick, one tick after the other: the next comes when
 * the last has been drawn, not before `everyMs`.
 */
export function followLive(server: BenchServer, path: string, ticks: number, everyMs = 1000): Promise<LiveRun> {
  return withPage({ server, path }, async (open) => {
    const { page } = open;
    let drawn = () => {};
    // A bare binding: one that the driver makes answers the page for each call, which is a millisecond of its main thread.
    const session = await page.context().newCDPSession(page);
    session.on("Runtime.bindingCalled", () => drawn());
    await session.send("Runtime.addBinding", { name: "benchTick" });
    await page.evaluate(() => window.bench.start());
    await page.evaluate(() => window.bench.follow?.());
    let late = 0;
    const one = async () => {
      const done = new Promise<true>((resolve) => {
        drawn = () => resolve(true);
      });
      const next = pause(everyMs);
      await server.tell({ type: "tick", count: TICK_CHANGES });
      if ((await within(TICK_LIMIT_MS, done)) === null) late += 1;
      await next;
    };
    await one();
    await one();
    late = 0;
    const { watched } = await watch(open, async () => {
      for (let i = 0; i < ticks; i++) await one();
    });
    return { ticks, watched, late };
  });
}
