import { type ChildProcess, spawn } from "node:child_process";
import { cpSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { CHROMIUM_FLAGS, chromiumPath } from "#scripts/chromium.ts";
import { SIZES } from "#e2e/screen.ts";
import type { BadLine } from "./bad-line.ts";
import { TOWN } from "./small-town.ts";

/** Longest wait for a sign of the page, ms: the machine may do other work. */
const LIMIT_MS = 60_000;

/** A record as it lies on the phone, as far as it is compared. */
export interface OnPhone {
  readonly id: string;
  readonly hash: string;
  readonly state: string;
  readonly reasons: readonly { readonly code: string }[];
  readonly sealed: {
    readonly body: { readonly note: string; readonly outcome: string };
    readonly attachments: readonly { readonly id: string; readonly sha256: string }[];
  };
}
export interface DraftOnPhone {
  readonly id: string;
  readonly content: { readonly note: string; readonly outcome: string | null; readonly photos: readonly string[] };
}

/** A browser of its own with a profile on disk: what a phone keeps when it is switched off. */
export interface Phone {
  readonly account: string;
  readonly line: BadLine;
  page(): Page;
  context(): BrowserContext;
  /** Closes the tab without asking it, and opens another. */
  killTab(): Promise<void>;
  /** Ends the whole browser with SIGKILL, and starts it on the same profile. */
  killBrowser(): Promise<void>;
  /** Bytes that the profile may hold; null = as many as the disk has. */
  quota(bytes: number | null): Promise<void>;
  usage(): Promise<number>;
  /** Sets the clock that pages see, ms ahead of the machine's. */
  clock(aheadMs: number): Promise<void>;
  /** Takes every connection to IndexedDB away, in the middle of what is under way. */
  loseStorage(): Promise<void>;
  read(store: "records"): Promise<OnPhone[]>;
  read(store: "drafts"): Promise<DraftOnPhone[]>;
  /** The same phone, brought back from a backup of this moment. Both live on. */
  copy(dir: string): Promise<Phone>;
  close(): Promise<void>;
}

/** Runs in each page before its own code: a clock that can be put wrong, and storage that can be taken away. */
function meddle(): void {
  const chaos = globalThis as unknown as { chaosAhead: number; chaosLoseStorage: () => void };
  try {
    chaos.chaosAhead = Number(localStorage.getItem("chaos.ahead") ?? 0);
  } catch {
    chaos.chaosAhead = 0;
  }
  const RealDate = Date;
  globalThis.Date = new Proxy(RealDate, {
    construct: (made, args: [] | [number]) =>
      args.length === 0 ? new made(RealDate.now() + chaos.chaosAhead) : new made(...args),
    get: (made, key) => (key === "now" ? () => RealDate.now() + chaos.chaosAhead : (Reflect.get(made, key) as unknown)),
  });
  const databases = new Set<IDBDatabase>();
  const running = new Set<IDBTransaction>();
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (this: IDBFactory, ...asked: Parameters<IDBFactory["open"]>) {
    const request = open.apply(this, asked);
    request.addEventListener("success", () => databases.add(request.result));
    return request;
  };
  const transaction = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...asked: Parameters<IDBDatabase["transaction"]>) {
    const begun = transaction.apply(this, asked);
    running.add(begun);
    for (const end of ["complete", "abort"]) begun.addEventListener(end, () => running.delete(begun));
    return begun;
  };
  chaos.chaosLoseStorage = () => {
    for (const begun of running) {
      try {
        begun.abort();
      } catch {
        // It has ended this moment.
      }
    }
    for (const database of databases) {
      database.close();
      database.dispatchEvent(new Event("close"));
    }
    databases.clear();
  };
}

interface Running {
  readonly child: ChildProcess;
  readonly browser: Browser;
  readonly context: BrowserContext;
  page: Page;
}

async function start(dir: string, url: string): Promise<Running> {
  const flags = ["--headless=new", "--remote-debugging-port=0", `--user-data-dir=${dir}`, "about:blank"];
  const child = spawn(chromiumPath() ?? chromium.executablePath(), [...CHROMIUM_FLAGS, ...flags], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const address = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (piece: Buffer) => {
      said += piece.toString();
      const found = /DevTools listening on (ws:\S+)/.exec(said);
      if (found?.[1]) resolve(found[1]);
    });
    child.once("exit", (code) => reject(new Error(`the browser ended with ${code}: ${said}`)));
  });
  const browser = await chromium.connectOverCDP(address);
  const context = browser.contexts()[0];
  if (!context) throw new Error("the browser has no profile");
  context.setDefaultTimeout(LIMIT_MS);
  await context.addInitScript(meddle);
  await context.grantPermissions(["geolocation"], { origin: url });
  await context.setGeolocation(TOWN);
  return { child, browser, context, page: await openPage(context) };
}

async function openPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.setViewportSize(SIZES.phone);
  return page;
}

async function end({ child, browser }: Running): Promise<void> {
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const isGone = child.exitCode !== null || child.signalCode !== null;
  child.kill("SIGKILL");
  if (!isGone) await gone;
  await browser.close().catch(() => undefined);
}

/** Opens a phone on the profile in `dir`, which is made if it is not there. Every address of its pages leads over `line`. */
export async function openPhone(dir: string, account: string, line: BadLine): Promise<Phone> {
  let running = await start(dir, line.url);
  const goHome = () => running.page.goto(`${line.url}/`, { waitUntil: "commit" });
  async function read(store: "records" | "drafts"): Promise<never> {
    const rows = await running.page.evaluate(
      ([name, of]) =>
        new Promise<unknown[]>((resolve, reject) => {
          const request = indexedDB.open(name);
          request.onerror = () => reject(request.error);
          // A database that the page has not made yet holds nothing, and must not be made here.
          request.onupgradeneeded = () => request.transaction?.abort();
          request.onsuccess = () => {
            const all = request.result.transaction([of]).objectStore(of).getAll();
            all.onsuccess = () => {
              request.result.close();
              resolve(all.result);
            };
            all.onerror = () => reject(all.error);
          };
        }),
      [`gas-field:${account}`, store] as [string, string],
    );
    return rows as never;
  }
  return {
    account,
    line,
    page: () => running.page,
    context: () => running.context,
    async killTab() {
      await running.page.close({ runBeforeUnload: false });
      running.page = await openPage(running.context);
      await goHome();
    },
    async killBrowser() {
      await end(running);
      running = await start(dir, line.url);
      await goHome();
    },
    async quota(bytes) {
      const session = await running.context.newCDPSession(running.page);
      const quotaSize = bytes === null ? {} : { quotaSize: bytes };
      await session.send("Storage.overrideQuotaForOrigin", { origin: line.url, ...quotaSize });
      await session.detach();
    },
    usage: () => running.page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0),
    clock: (aheadMs) =>
      running.page.evaluate((ahead) => {
        (globalThis as unknown as { chaosAhead: number }).chaosAhead = ahead;
        localStorage.setItem("chaos.ahead", String(ahead));
      }, aheadMs),
    loseStorage: () =>
      running.page.evaluate(() => (globalThis as unknown as { chaosLoseStorage: () => void }).chaosLoseStorage()),
    read,
    async copy(copyDir) {
      await end(running);
      cpSync(dir, copyDir, { recursive: true, filter: (path) => !/Singleton|\/Lock$/.test(path) });
      running = await start(dir, line.url);
      await goHome();
      return openPhone(copyDir, account, line);
    },
    close: () => end(running),
  };
}
