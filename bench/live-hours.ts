/**
 * `npm run bench -- live-hours`, `node bench/live-hours.ts [--ticks 7200]`: two hours of live stream, a tick each 200 ms in place of each second. The
 * product's map of a million pipes in real Chromium, with its live worker, against the product's `/live`; in each tick 10 000 of 100 000 tags change.
 * Memory of page and workers after a collection, twelve times on the way, beside what it was before the stream. Exit code 1 when the last
 * third of the way holds more than the first by over 3 MB, or the map was not drawn for five seconds.
 */
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { runStep } from "#scripts/steps.ts";
import { OURS } from "./goals/g1.ts";
import { pageMemory, rendererRss, rssOf, withPage } from "./method/browser.ts";
import { loadNow } from "./method/context.ts";
import { TICK_CHANGES } from "./method/live-samples.ts";
import { figure } from "./method/table.ts";
import type { BenchWindow } from "./pages/bench-page.ts";
import { buildPages } from "./pages/build.ts";
import { type BenchServer, PAGES, startServer } from "./server/start.ts";

const { values } = parseArgs({ options: { ticks: { type: "string", default: "7200" } } });
const TICKS = Number(values.ticks);
const SAMPLES = 12;
/** As often as the server tells its clients what has changed. */
const EVERY_MS = 200;
const LOOK_MS = 5000;
const MOST_GROWN = 3e6;
const MB = 1e6;

/** Bytes: page and workers as the browser counts them, its process, the server's process. */
interface Held {
  readonly page: number;
  readonly resident: number;
  readonly server: number;
}

interface Followed {
  readonly atRest: Held;
  readonly onTheWay: readonly Held[];
  readonly seconds: number;
}

/** Of the page: counts ticks that have been drawn by itself, so that the driver's own calls leave nothing in its memory. */
declare const window: BenchWindow & { benchTicks: number };

const follow = (server: BenchServer): Promise<Followed> =>
  withPage({ server, path: OURS }, async ({ page, cdp }) => {
    const held = async (): Promise<Held> => ({
      page: await pageMemory(page),
      resident: await rendererRss(cdp),
      server: rssOf(server.pid),
    });
    const drawn = () => page.evaluate(() => window.benchTicks);
    await page.evaluate(() => {
      window.benchTicks = 0;
      window.benchTick = () => {
        window.benchTicks += 1;
      };
    });
    await page.evaluate(() => window.bench.start());
    await page.evaluate(() => window.bench.follow?.());
    const atRest = await held();
    const began = performance.now();
    const onTheWay: Held[] = [];
    await server.tell({ type: "stream", count: TICK_CHANGES, everyMs: EVERY_MS });
    for (let next = TICKS / SAMPLES; next <= TICKS; next += TICKS / SAMPLES) {
      for (let seen = -1, now = await drawn(); now < next; now = await drawn()) {
        if (now === seen) throw new Error(`nothing was drawn for ${LOOK_MS} ms after ${now} ticks`);
        seen = now;
        await pause(LOOK_MS);
      }
      const now = await held();
      onTheWay.push(now);
      const s = ((performance.now() - began) / 1000).toFixed(0);
      console.error(
        `  tick ${next}, ${s} s: page ${figure(now.page / MB)} MB, its process ${figure(now.resident / MB)} MB`,
      );
    }
    await server.tell({ type: "stream", count: 0, everyMs: 0 });
    return { atRest, onTheWay, seconds: (performance.now() - began) / 1000 };
  });

const mean = (some: readonly number[]) => some.reduce((sum, n) => sum + n, 0) / some.length;

async function main(): Promise<number> {
  const args = ["--max-old-space-size=8192", "bench/province/prepare.ts", "1m"];
  const { ok } = await runStep({ name: "province", command: "node", args });
  if (!ok) return 1;
  await buildPages(PAGES);
  const server = await startServer("1m");
  try {
    const { atRest, onTheWay, seconds } = await follow(server);
    const third = Math.floor(onTheWay.length / 3);
    console.log(`${TICKS} ticks of ${TICK_CHANGES} values in ${seconds.toFixed(0)} s, load ${loadNow().toFixed(1)}`);
    console.log("MB                 at rest  first third  last third    most");
    for (const [name, of] of [
      ["page and workers", "page"],
      ["the page's process", "resident"],
      ["the server's", "server"],
    ] as const) {
      const all = onTheWay.map((held) => held[of]);
      const cells = [atRest[of], mean(all.slice(0, third)), mean(all.slice(-third)), Math.max(...all)];
      console.log(
        `${name.padEnd(18)} ${cells.map((bytes, i) => figure(bytes / MB).padStart([7, 12, 11, 7][i] ?? 8)).join(" ")}`,
      );
    }
    const pages = onTheWay.map(({ page }) => page);
    const grown = mean(pages.slice(-third)) - mean(pages.slice(0, third));
    const isFlat = grown <= MOST_GROWN;
    console.log(
      `${isFlat ? "met" : "MISSED"}: the last third holds ${figure(grown / MB)} MB more than the first (goal ≤ ${MOST_GROWN / MB} MB)`,
    );
    return isFlat ? 0 : 1;
  } finally {
    await server.stop();
  }
}

process.exit(await main());
