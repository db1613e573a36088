/**
 * `npm run bench -- live-hours`, `node bench/live-hours.ts [--ticks 7200]`: two hours of live stream as fast as the page takes it. The product's map of a
 * million pipes in real Chromium, with its live worker, against the product's `/live`: in each tick 10 000 of 100 000 tags change, the next comes
 * when the last has been drawn. Memory of page and workers after a collection, twelve times on the way and before the stream as what it is
 * compared with. Exit code 1 when the last third holds more than the first by over 3 MB, or a tick was not drawn within half a minute.
 */
import { parseArgs } from "node:util";
import { runStep } from "#scripts/steps.ts";
import { OURS } from "./goals/g1.ts";
import { pageMemory, rendererRss, rssOf, within, withPage } from "./method/browser.ts";
import { loadNow } from "./method/context.ts";
import { TICK_CHANGES, TICK_LIMIT_MS } from "./method/live-samples.ts";
import { figure } from "./method/table.ts";
import type { BenchWindow } from "./pages/bench-page.ts";
import { buildPages } from "./pages/build.ts";
import { type BenchServer, PAGES, startServer } from "./server/start.ts";

/** Of the page, where functions given to `evaluate` run. */
declare const window: BenchWindow;

const { values } = parseArgs({ options: { ticks: { type: "string", default: "7200" } } });
const TICKS = Number(values.ticks);
const SAMPLES = 12;
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
  readonly late: number;
  readonly seconds: number;
}

const follow = (server: BenchServer): Promise<Followed> =>
  withPage({ server, path: OURS }, async ({ page, cdp }) => {
    const held = async (): Promise<Held> => ({
      page: await pageMemory(page),
      resident: await rendererRss(cdp),
      server: rssOf(server.pid),
    });
    let drawn = () => {};
    await page.exposeFunction("benchTick", () => drawn());
    await page.evaluate(() => window.bench.start());
    await page.evaluate(() => window.bench.follow?.());
    const atRest = await held();
    const began = performance.now();
    const onTheWay: Held[] = [];
    let late = 0;
    for (let i = 1; i <= TICKS; i++) {
      const done = new Promise<true>((resolve) => {
        drawn = () => resolve(true);
      });
      await server.tell({ type: "tick", count: TICK_CHANGES });
      if ((await within(TICK_LIMIT_MS, done)) === null) late += 1;
      if (i % Math.round(TICKS / SAMPLES) !== 0) continue;
      const now = await held();
      onTheWay.push(now);
      const s = ((performance.now() - began) / 1000).toFixed(0);
      console.error(
        `  tick ${i}, ${s} s: page ${figure(now.page / MB)} MB, its process ${figure(now.resident / MB)} MB`,
      );
    }
    return { atRest, onTheWay, late, seconds: (performance.now() - began) / 1000 };
  });

const mean = (some: readonly number[]) => some.reduce((sum, n) => sum + n, 0) / some.length;

async function main(): Promise<number> {
  const args = ["--max-old-space-size=8192", "bench/province/prepare.ts", "1m"];
  const { ok } = await runStep({ name: "province", command: "node", args });
  if (!ok) return 1;
  await buildPages(PAGES);
  const server = await startServer("1m");
  try {
    const { atRest, onTheWay, late, seconds } = await follow(server);
    const third = Math.floor(onTheWay.length / 3);
    console.log(
      `${TICKS} ticks of ${TICK_CHANGES} values in ${seconds.toFixed(0)} s, ${late} late, load ${loadNow().toFixed(1)}`,
    );
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
    const isFlat = grown <= MOST_GROWN && late === 0;
    console.log(
      `${isFlat ? "met" : "MISSED"}: the last third holds ${figure(grown / MB)} MB more than the first (goal ≤ ${MOST_GROWN / MB} MB)`,
    );
    return isFlat ? 0 : 1;
  } finally {
    await server.stop();
  }
}

process.exit(await main());
