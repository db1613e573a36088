import type { BenchWindow } from "#bench/pages/bench-page.ts";
import type { BenchServer } from "#bench/server/start.ts";
import { withPage } from "./browser.ts";
import { watch } from "./trace.ts";

/** Of the page, where functions given to `evaluate` run. */
declare const window: BenchWindow;

const WARM = 2;
const ROUNDS = 6;
const SETTLE_MS = 150;

export interface Recoloured {
  readonly net: number;
  /** Of a frame in which nothing changed. */
  readonly frame: number;
  /** How many frames were drawn for each recolouring. */
  readonly frames: number;
}

/**
 * Main-thread CPU, ms, of giving pipes other colours: of `ROUNDS` recolourings with the frames that show them, less as many frames in which
 * nothing changed. Drawing calls do nothing on both sides, so that what is compared is work on the processor and the upload.
 */
export function recolour(server: BenchServer, path: string, count: number | "all"): Promise<Recoloured> {
  return withPage({ server, path: `${path}${path.includes("?") ? "&" : "?"}undrawn=1` }, async (open) => {
    const { page } = open;
    await page.evaluate(() => window.bench.start());
    const turn = (n: number) =>
      page.evaluate(
        async ({ n, count, ms }) => {
          await window.bench.recolour?.(n, count);
          await new Promise((resolve) => setTimeout(resolve, ms));
        },
        { n, count, ms: SETTLE_MS },
      );
    for (let n = 0; n < WARM; n++) await turn(n);
    const drawn = async () => (await page.evaluate(() => window.bench.seen())).frames;
    const before = await drawn();
    const changed = await watch(open, async () => {
      for (let n = 0; n < ROUNDS; n++) await turn(n);
    });
    const frames = ((await drawn()) - before) / ROUNDS;
    const still = await watch(open, async () => {
      for (let n = 0; n < ROUNDS; n++)
        await page.evaluate(async (ms) => {
          await window.bench.emptyFrame?.();
          await new Promise((resolve) => setTimeout(resolve, ms));
        }, SETTLE_MS);
    });
    const frame = still.watched.mainCpu / ROUNDS;
    return { net: Math.max(0, changed.watched.mainCpu / ROUNDS - frame), frame, frames };
  });
}
