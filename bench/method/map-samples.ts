import type { BenchWindow } from "#bench/pages/bench-page.ts";
import type { BenchServer } from "#bench/server/start.ts";
import { type OpenPage, pageMemory, rendererRss, type PageAsk, within, withPage } from "./browser.ts";
import { type Watched, watch } from "./trace.ts";

/** Of the page, where functions given to `evaluate` run. */
declare const window: BenchWindow;

/** A peer that has not shown anything after this is stopped, ms. */
export const LIMIT_MS = 60_000;

export interface FirstFrame {
  /** ms to the first frame with pipes in it; the limit when it was stopped before. */
  readonly first: number;
  /** ms to the picture as it stays. */
  readonly whole: number;
  readonly isStopped: boolean;
}

export interface Jump extends FirstFrame {
  readonly jump: number;
}

const seenIn = async ({ page }: OpenPage, limitMs: number): Promise<FirstFrame> => {
  const { first, whole } = await page.evaluate(() => window.bench.seen());
  if (first === null) throw new Error(`the map has settled and shows no pipes (limit ${limitMs} ms)`);
  return { first, whole: whole ?? first, isStopped: false };
};

const startOf = (open: OpenPage, limitMs: number) =>
  within(
    limitMs,
    open.page.evaluate(() => window.bench.start().then(() => true)),
  );

/** Time to the first frame with pipes on the canvas, in a fresh browser. `path` must not ask for `undrawn`. */
export function firstFrame(server: BenchServer, path: string, limitMs = LIMIT_MS): Promise<FirstFrame> {
  return withPage({ server, path: `${path}${path.includes("?") ? "&" : "?"}detect=1` }, async (open) => {
    if ((await startOf(open, limitMs)) === null) return { first: limitMs, whole: limitMs, isStopped: true };
    return seenIn(open, limitMs);
  });
}

/** The same, then a jump from the province to the densest city. */
export function firstFrameAndJump(server: BenchServer, path: string): Promise<Jump> {
  return withPage({ server, path: `${path}${path.includes("?") ? "&" : "?"}detect=1` }, async (open) => {
    if ((await startOf(open, LIMIT_MS)) === null) throw new Error(`${path} did not settle within ${LIMIT_MS} ms`);
    const province = await seenIn(open, LIMIT_MS);
    await open.page.evaluate((place) => window.bench.jump?.(place), server.city);
    const city = await seenIn(open, LIMIT_MS);
    return { ...province, jump: city.whole };
  });
}

export interface Load {
  readonly watched: Watched;
  /** Bytes as the browser counts them: page, workers, buffers. */
  readonly memory: number;
  /** Bytes resident in the page's process. */
  readonly rss: number;
  /** ms from the map's making until it had settled. */
  readonly settled: number;
  readonly isStopped: boolean;
}

/** What loading costs, and what is held afterwards; nothing is read back from the canvas meanwhile. */
export function load(server: BenchServer, path: string, limitMs = LIMIT_MS, ask: Partial<PageAsk> = {}): Promise<Load> {
  return withPage({ server, path, ...ask }, async (open) => {
    const began = performance.now();
    const { value, watched } = await watch(open, () => startOf(open, limitMs));
    const settled = performance.now() - began;
    const memory = value === null ? null : await within(120_000, pageMemory(open.page));
    return {
      watched,
      memory: memory ?? Number.NaN,
      rss: await rendererRss(open.cdp),
      settled,
      isStopped: value === null,
    };
  });
}

/** ms of each frame while a dense city is panned, each until it is really drawn. */
export function cityFrames(server: BenchServer, path: string, steps = 20, warm = 10): Promise<number[]> {
  return withPage({ server, path }, async ({ page }) => {
    await page.evaluate(() => window.bench.start());
    await page.evaluate((place) => window.bench.jump?.(place), server.city);
    const pan = (count: number) =>
      page.evaluate(({ n, place }) => window.bench.pan?.(n, place), { n: count, place: server.city });
    await pan(warm);
    return (await pan(steps)) ?? [];
  });
}
