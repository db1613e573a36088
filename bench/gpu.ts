/**
 * `CHROMIUM_GL=vulkan npm run bench:gpu [-- --force]`: frames a second of our map, all that the product shows, at 1440p and 4K while a hand drags the
 * province and a dense city, on a machine that has a GPU; beside it MapLibre's native vector tiles with pipes, stations and sensors. Each frame is
 * read back by one pixel, so that it counts when it is really drawn. Exit code 2 where only software GL is there.
 */
import { parseArgs } from "node:util";
import type { CDPSession } from "playwright-core";
import { CHROMIUM_FLAGS } from "#scripts/chromium.ts";
import { runStep } from "#scripts/steps.ts";
import { withPage } from "./method/browser.ts";
import { quantile } from "./method/stats.ts";
import { buildPages } from "./pages/build.ts";
import type { BenchWindow } from "./pages/bench-page.ts";
import { type BenchServer, PAGES, startServer } from "./server/start.ts";

declare const window: BenchWindow;

const { values } = parseArgs({ options: { force: { type: "boolean", default: false } } });

/** What draws for everything else here (`CHROMIUM_GL`), and no waiting for the screen. */
const FLAGS = [...CHROMIUM_FLAGS, "--disable-gpu-vsync", "--disable-frame-rate-limit"];
const SIZES = [
  { name: "1440p", width: 2560, height: 1440 },
  { name: "4K", width: 3840, height: 2160 },
] as const;
const SIDES = [
  { name: "ours", path: "ours.html" },
  { name: "MapLibre vector tiles", path: "maplibre.html?mode=tiles" },
] as const;
const WARM_STEPS = 20;
const STEPS = 400;
/** Steps asked for at once, and the time after which no more are. */
const CHUNK = 20;
const MOST_MS = 20_000;
/** What a browser without WebGL says. */
const NONE = "no WebGL 2";
const SOFTWARE = /swiftshader|llvmpipe|software|basic render/i;

const rendererOf = (server: BenchServer): Promise<string> =>
  withPage(
    { server, path: "ours.html", flags: FLAGS },
    async ({ page }) => (await page.evaluate(() => window.bench.renderer?.())) ?? NONE,
  );

/** Of the page's main thread, ms since it began. */
async function threadMs(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return 1000 * (metrics.find(({ name }) => name === "ThreadTime")?.value ?? Number.NaN);
}

async function measure(server: BenchServer, side: (typeof SIDES)[number], size: (typeof SIZES)[number]): Promise<void> {
  await withPage({ server, path: side.path, size, flags: FLAGS }, async ({ page }) => {
    await page.evaluate(() => window.bench.start());
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Performance.enable");
    for (const name of ["province", "city"] as const) {
      const place = server[name];
      await page.evaluate((to) => window.bench.jump?.(to), place);
      const drag = (count: number) => page.evaluate((n) => window.bench.drag?.(n), count);
      await drag(WARM_STEPS);
      const times: number[] = [];
      const before = await threadMs(cdp);
      for (const end = performance.now() + MOST_MS; times.length < STEPS && performance.now() < end; )
        times.push(...((await drag(CHUNK)) ?? []));
      const work = ((await threadMs(cdp)) - before) / times.length;
      const perSecond = (q: number) => (1000 / quantile(times, q)).toFixed(0).padStart(5);
      console.log(
        `${size.name.padEnd(6)} ${name.padEnd(9)} ${side.name.padEnd(24)} ${perSecond(0.5)} frames/s, slowest in a hundred ${perSecond(0.99)}; ` +
          `the page's thread works ${work.toFixed(1)} ms a frame  (n=${times.length})`,
      );
    }
  });
}

async function main(): Promise<number> {
  const { ok } = await runStep({ name: "province", command: "node", args: ["bench/province/prepare.ts", "1m"] });
  if (!ok) return 1;
  await buildPages(PAGES);
  const server = await startServer("1m");
  try {
    const renderer = await rendererOf(server);
    console.log(`renderer: ${renderer}`);
    if ((SOFTWARE.test(renderer) || renderer === NONE) && !values.force) {
      console.error(
        "Only software GL is here: frames a second would say nothing about a GPU. `npm run bench -- G2` measures software GL; `--force` runs this anyway.",
      );
      return 2;
    }
    for (const size of SIZES) for (const side of SIDES) await measure(server, side, size);
    return 0;
  } finally {
    await server.stop();
  }
}

process.exit(await main());
