/**
 * `npm run bench:gpu [-- --force]`: frames a second of our map at 1440p and 4K while the province and a dense city are panned, on a machine that
 * has a GPU. Each frame is read back by one pixel, so that it counts when it is really drawn. Exit code 2 where only software GL is there.
 */
import { parseArgs } from "node:util";
import { runStep } from "#scripts/steps.ts";
import { withPage } from "./method/browser.ts";
import { quantile } from "./method/stats.ts";
import { buildPages } from "./pages/build.ts";
import type { BenchWindow } from "./pages/bench-page.ts";
import { type BenchServer, PAGES, startServer } from "./server/start.ts";

declare const window: BenchWindow;

const { values } = parseArgs({ options: { force: { type: "boolean", default: false } } });

/** The system's own GL, and no waiting for the screen. */
const FLAGS = [
  "--no-sandbox",
  "--ignore-gpu-blocklist",
  "--enable-gpu",
  "--disable-gpu-vsync",
  "--disable-frame-rate-limit",
  "--disable-background-networking",
];
const SIZES = [
  { name: "1440p", width: 2560, height: 1440 },
  { name: "4K", width: 3840, height: 2160 },
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

async function measure(server: BenchServer, size: (typeof SIZES)[number]): Promise<void> {
  await withPage({ server, path: "ours.html", size, flags: FLAGS }, async ({ page }) => {
    await page.evaluate(() => window.bench.start());
    for (const name of ["province", "city"] as const) {
      const place = server[name];
      await page.evaluate((to) => window.bench.jump?.(to), place);
      const pan = (count: number) => page.evaluate(({ n, to }) => window.bench.pan?.(n, to), { n: count, to: place });
      await pan(WARM_STEPS);
      const times: number[] = [];
      for (const end = performance.now() + MOST_MS; times.length < STEPS && performance.now() < end; )
        times.push(...((await pan(CHUNK)) ?? []));
      const perSecond = (q: number) => (1000 / quantile(times, q)).toFixed(0).padStart(5);
      console.log(
        `${size.name.padEnd(6)} ${name.padEnd(9)} ${perSecond(0.5)} frames/s, slowest in a hundred ${perSecond(0.99)}  (n=${times.length})`,
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
    for (const size of SIZES) await measure(server, size);
    return 0;
  } finally {
    await server.stop();
  }
}

process.exit(await main());
