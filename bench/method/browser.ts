import { readFileSync } from "node:fs";
import { type Browser, type CDPSession, chromium, type Page } from "playwright-core";
import { CHROMIUM_FLAGS, chromiumPath } from "#scripts/chromium.ts";
import type { BenchServer } from "#bench/server/start.ts";

/** Size of the map in all benches, CSS pixels at density 1. */
export const SIZE = { width: 1440, height: 900 };

/** Measures memory at once instead of waiting for the next collection, and lets the bench ask for one. */
const FLAGS = ["--enable-blink-features=ForceEagerMeasureMemory", "--js-flags=--expose-gc"];

export interface OpenPage {
  readonly browser: Browser;
  readonly page: Page;
  readonly cdp: CDPSession;
}

export interface PageAsk {
  readonly server: BenchServer;
  /** File and query below `/bench/pages/`. */
  readonly path: string;
  readonly size?: { readonly width: number; readonly height: number };
  /** Instead of the flags of software GL. */
  readonly flags?: readonly string[];
  /** A page that only loads its data may take so long, ms. */
  readonly loadMs?: number;
}

/**
 * A page in a browser of its own: no cache, shader or worker of another sample is left. Motion is reduced, so that a jump is a jump.
 * Closes the browser when `work` has ended, however it did.
 */
export async function withPage<T>(
  { server, path, size = SIZE, flags = CHROMIUM_FLAGS, loadMs = 120_000 }: PageAsk,
  work: (open: OpenPage) => Promise<T>,
): Promise<T> {
  const executablePath = chromiumPath();
  const browser = await chromium.launch({ args: [...flags, ...FLAGS], ...(executablePath ? { executablePath } : {}) });
  try {
    const context = await browser.newContext({ viewport: size, deviceScaleFactor: 1, reducedMotion: "reduce" });
    await context.addCookies([{ ...server.cookie, url: server.origin }]);
    const page = await context.newPage();
    page.on("pageerror", (error) => console.error(`  ${path}: ${error.message}`));
    const cdp = await browser.newBrowserCDPSession();
    await page.goto(`${server.origin}/bench/pages/${path}`, { timeout: loadMs });
    await page.waitForFunction("window.bench !== undefined", null, { timeout: loadMs, polling: 200 });
    return await work({ browser, page, cdp });
  } finally {
    await browser.close();
  }
}

/** Resident bytes of all renderers: the page's, and at most an empty spare one. */
export async function rendererRss(cdp: CDPSession): Promise<number> {
  const { processInfo } = (await cdp.send("SystemInfo.getProcessInfo")) as {
    processInfo: { type: string; id: number }[];
  };
  return processInfo.filter(({ type }) => type === "renderer").reduce((sum, { id }) => sum + rssOf(id), 0);
}

/** Resident bytes of a process; 0 where the system does not say. */
export function rssOf(pid: number): number {
  try {
    return 1024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Bytes of page and workers as the browser counts them, after a collection. */
export const pageMemory = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    (globalThis as { gc?: () => void }).gc?.();
    const { bytes } = await (
      performance as unknown as { measureUserAgentSpecificMemory(): Promise<{ bytes: number }> }
    ).measureUserAgentSpecificMemory();
    return bytes;
  });

/** What `work` gives, or null when it takes longer than `limitMs`; the caller then closes the page. */
export async function within<T>(limitMs: number, work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const stopped = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), limitMs);
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    clearTimeout(timer);
    // What goes on is cut off with its page.
    work.catch(() => undefined);
  }
}
