/**
 * How long an inspector waits for the day's work on a phone: `node e2e/phone-start.ts [--url … --password …] [--runs 5] [--slower 4|mid]`. Chromium at 390×844, the processor four times slower, a slow 4G line (1.6 Mbit/s down, 0.75 up, 150 ms to and fro: the line of
 * Lighthouse's phone). Each start is a fresh browser context that is signed in:
 *
 * - first: nothing is on the phone.
 * - again: the app was opened before, and closed.
 * - without a line: the same with the network off.
 *
 * From the navigation to the first door of the list, as the page's own clock tells. Exit code 1 when a median is above three seconds.
 *
 * Four times slower than this machine is a phone of another class on each machine: which, is printed (`phone-class.ts`). `--slower mid` slows it down to a mid-range one.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { BrowserContext, CDPSession, Page } from "playwright-core";
import { signIn } from "./driver.ts";
import { readyForTheField } from "./field-driver.ts";
import { CHEAP_INDEX, MID_RANGE_INDEX, processorIndex } from "./phone-class.ts";
import { PASSWORD, startProduct } from "./product.ts";
import { openBrowser, openScreen } from "./screen.ts";

const { values } = parseArgs({
  options: {
    url: { type: "string" },
    password: { type: "string", default: PASSWORD },
    runs: { type: "string", default: "5" },
    slower: { type: "string", default: "4" },
  },
});
const GOAL_MS = 3000;
const LINE = { latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };
const median = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[list.length >> 1] as number;
const WAIT = { timeout: 60_000 };

async function slowed(page: Page, slower: number, offline = false): Promise<CDPSession> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Network.emulateNetworkConditions", { offline, ...LINE });
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: slower });
  return cdp;
}

/** ms from the navigation until the first door stands in the list, by the page's clock. */
async function start(page: Page, url: string): Promise<number> {
  await page.addInitScript(() => {
    const seen = new MutationObserver(() => {
      if (document.querySelector(".field-tasks .field-task") === null) return;
      seen.disconnect();
      requestAnimationFrame(() => {
        (globalThis as { listStood?: number }).listStood = performance.now();
      });
    });
    seen.observe(document, { subtree: true, childList: true });
  });
  await page.goto(url, { waitUntil: "commit" });
  const stood = await page.waitForFunction(() => (globalThis as { listStood?: number }).listStood, undefined, WAIT);
  return (await stood.jsonValue()) as number;
}

/** Bytes over the line, and what was asked for in which order, of one start. */
function listen(cdp: CDPSession) {
  const asked: { url: string; at: number }[] = [];
  let bytes = 0;
  cdp.on("Network.requestWillBeSent", ({ request, timestamp }) => asked.push({ url: request.url, at: timestamp }));
  cdp.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  return { asked, bytes: () => bytes };
}

async function measure(url: string, password: string, runs: number) {
  const browser = await openBrowser();
  const open = async (state?: Awaited<ReturnType<BrowserContext["storageState"]>>) => {
    const screen = await openScreen(browser, url, "phone");
    if (state) await screen.context.addCookies(state.cookies);
    return screen;
  };
  try {
    const host = await processorIndex(browser);
    const slower = values.slower === "mid" ? Math.max(1, host / MID_RANGE_INDEX) : Number(values.slower);
    const phone = await processorIndex(browser, slower);
    const first = await open();
    await signIn(first.page, "inspector", password);
    await readyForTheField(first.page);
    const state = await first.context.storageState();
    await first.context.close();

    const times = { first: [] as number[], again: [] as number[], offline: [] as number[] };
    let [kilobytes, requests] = [0, 0];
    let order: string[] = [];
    for (let run = 0; run < runs; run++) {
      const { context, page } = await open(state);
      const cdp = await slowed(page, slower);
      const heard = listen(cdp);
      times.first.push(await start(page, url));
      [kilobytes, requests] = [heard.bytes() / 1024, heard.asked.length];
      const began = heard.asked[0]?.at ?? 0;
      order = heard.asked.map(
        ({ url: at, at: s }) => `${((s - began) * 1000).toFixed(0).padStart(6)} ms ${new URL(at).pathname}`,
      );
      // What is kept for days without a line is fetched at ease.
      await cdp.send("Network.emulateNetworkConditions", {
        offline: false,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput: -1,
      });
      await readyForTheField(page);
      await page.close();
      for (const kind of ["again", "offline"] as const) {
        const next = await context.newPage();
        await slowed(next, slower, kind === "offline");
        if (kind === "offline") await context.setOffline(true);
        times[kind].push(await start(next, url));
        await next.close();
      }
      await context.close();
    }
    return { times, kilobytes, requests, order, slower, host, phone };
  } finally {
    await browser.close();
  }
}

const dir = mkdtempSync(join(tmpdir(), "gas-one-map-phone-"));
const product = values.url === undefined ? await startProduct({ dataDir: dir }) : null;
try {
  const found = await measure(product?.url ?? (values.url as string), values.password, Number(values.runs));
  console.log(found.order.join("\n"));
  let isMet = true;
  for (const [kind, list] of Object.entries(found.times)) {
    const middle = median(list);
    isMet &&= middle <= GOAL_MS;
    console.log(
      `${kind}: median ${middle.toFixed(0)} ms of ${list.length}, longest ${Math.max(...list).toFixed(0)} ms; goal ${GOAL_MS} ms`,
    );
  }
  console.log(
    `processor: index ${found.host.toFixed(0)}, ${found.slower.toFixed(1)} times slower ${found.phone.toFixed(0)}; a mid-range phone ${MID_RANGE_INDEX}, a cheap one ${CHEAP_INDEX}`,
  );
  console.log(
    `first: ${found.kilobytes.toFixed(0)} KB in ${found.requests} requests; load ${(loadavg()[0] as number).toFixed(1)} on ${cpus().length} cores`,
  );
  process.exitCode = isMet ? 0 : 1;
} finally {
  await product?.stop();
  rmSync(dir, { recursive: true, force: true });
}
