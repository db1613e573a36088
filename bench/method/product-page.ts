import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Browser, chromium, type Page } from "playwright-core";
import { SESSION_COOKIE } from "#contract/session.ts";
import { type Running, startServer } from "#e2e/kill-ingest/processes.ts";
import { freePort } from "#e2e/product.ts";
import { SIZES } from "#e2e/screen.ts";
import { CHROMIUM_FLAGS, chromiumPath } from "#scripts/chromium.ts";
import { ROOT, runStep } from "#scripts/steps.ts";
import { hashToken, newToken } from "#server/auth/token.ts";
import { insertAccount } from "#server/db/accounts.ts";
import type { Tx } from "#server/db/db.ts";
import { openDatabase } from "#server/db/open.ts";
import { insertSession } from "#server/db/sessions.ts";
import { frameWork } from "./frame-work.ts";

const quiet = { info: () => undefined, warn: () => undefined };
const DAY_MS = 86_400_000;

/** A page of the whole product, signed in as somebody who answers alarms of the whole province. */
export interface ProductPage {
  readonly page: Page;
  readonly browser: Browser;
  readonly origin: string;
  readonly mqttPort: number;
  /** Errors of the page. */
  readonly complaints: readonly string[];
  /** Ends page and server as a stop does, and reads what the database then holds. */
  readonly stopAndRead: <T>(read: (tx: Tx) => Promise<T>) => Promise<T>;
}

async function prepare<T>(dataDir: string, plant: (tx: Tx) => Promise<T>): Promise<{ token: string; planted: T }> {
  const db = await openDatabase({ dataDir, log: quiet });
  try {
    return await db.asSystem(async (tx) => {
      const planted = await plant(tx);
      const scope = { level: "province" as const, areaCode: "130000", enterpriseId: null };
      const account = "bench";
      await insertAccount(tx, {
        account,
        name: "值班",
        role: "dispatcher",
        scope,
        passwordHash: "none",
        isDemo: false,
      });
      const token = newToken();
      const at = Date.now();
      const from = { ip: "127.0.0.1", userAgent: null };
      await insertSession(tx, { id: hashToken(token), account, csrf: newToken(), at, expiresAt: at + DAY_MS, ...from });
      return { token, planted };
    });
  } finally {
    await db.close();
  }
}

async function ensureBuilt(): Promise<void> {
  if (existsSync(join(ROOT, "dist/index.html"))) return;
  const { ok } = await runStep({ name: "build", command: "npx", args: ["vite", "build"] }, true);
  if (!ok) throw new Error("the page could not be built");
}

/**
 * Plants a fresh embedded database, starts the whole server on it (with the page as it was last built; `npm run build` makes it anew), and opens a page in a real
 * Chromium. Everything is gone afterwards.
 */
export async function withProduct<T, P>(
  plant: (tx: Tx) => Promise<P>,
  work: (open: ProductPage, planted: P) => Promise<T>,
): Promise<T> {
  await ensureBuilt();
  const dir = mkdtempSync(join(tmpdir(), "gas-one-map-bench-"));
  const dataDir = join(dir, "data");
  const [port, mqttPort] = [await freePort(), await freePort()];
  let server: Running | null = null;
  const executablePath = chromiumPath();
  const browser = await chromium.launch({ args: [...CHROMIUM_FLAGS], ...(executablePath ? { executablePath } : {}) });
  try {
    const { token, planted } = await prepare(dataDir, plant);
    const started = await startServer({ DATA_DIR: dataDir, MQTT_PORT: String(mqttPort) }, port);
    server = started;
    const origin = `http://127.0.0.1:${port}`;
    const context = await browser.newContext({ viewport: SIZES.desktop, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
    await context.addCookies([{ name: SESSION_COOKIE, value: token, url: origin }]);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (cause) => complaints.push(String(cause)));
    const stopAndRead = async <R>(read: (tx: Tx) => Promise<R>): Promise<R> => {
      await browser.close();
      const ended = new Promise((resolve) => started.child.once("exit", resolve));
      started.child.kill("SIGTERM");
      await ended;
      server = null;
      const db = await openDatabase({ dataDir, log: quiet });
      try {
        return await db.asSystem(read);
      } finally {
        await db.close();
      }
    };
    return await work({ page, browser, origin, mqttPort, complaints, stopAndRead }, planted);
  } finally {
    await browser.close();
    await server?.kill();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** A trace of a longer stretch is more than a string holds. */
const TRACE_MS = 15_000;

/** CPU of the page's main thread for each frame, ms, while `isDone` is not yet so. */
export async function workWhile(
  { browser, page }: Pick<ProductPage, "browser" | "page">,
  isDone: () => boolean,
): Promise<number[]> {
  const work: number[] = [];
  while (!isDone()) {
    await browser.startTracing(page, { categories: ["toplevel", "devtools.timeline"] });
    const end = performance.now() + TRACE_MS;
    while (performance.now() < end && !isDone()) await pause(50);
    work.push(...frameWork((await browser.stopTracing()).toString()));
  }
  return work;
}

/** Waits until something is so; false when it takes too long. */
export async function until(isSo: () => Promise<boolean>, limitMs: number): Promise<boolean> {
  const end = performance.now() + limitMs;
  while (performance.now() < end) {
    if (await isSo()) return true;
    await pause(100);
  }
  return false;
}
