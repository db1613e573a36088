/**
 * Scrubbing a day of 10 000 sensors in Chromium: `node e2e/scrub.ts [--tags 10000] [--step 300] [--minutes 240] [--leaps 60]`. The product as it is with the
 * demo's province; its sensors are doubled under other ids until there are so many, with a reading each `step` seconds of yesterday. The page enters
 * yesterday 12:00: the load is from there until that minute is painted; then the slider goes on minute by minute and by leaps of ten, by its own keys. A step
 * is from the key until the map's canvas of that minute has been drawn and read back. Exit code 1 when the load takes more than 2 s or, at
 * the 95th percentile, a step more than 100 ms. Where the processor draws the page and the map, most of a step is that: what the page's own
 * thread works for a step is told beside it.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { CDPSession, Page } from "playwright-core";
import { HISTORY_COLUMNS_PATH } from "#contract/history.ts";
import { DAY_MS, dayOf, localText } from "#lib/day.ts";
import type { Db } from "#server/db/db.ts";
import { openDatabase } from "#server/db/open.ts";
import { settled, signIn } from "./driver.ts";
import { PASSWORD, startProduct } from "./product.ts";
import { openBrowser, openScreen, rendererOf } from "./screen.ts";

const { values } = parseArgs({
  options: {
    tags: { type: "string", default: "10000" },
    step: { type: "string", default: "300" },
    minutes: { type: "string", default: "240" },
    leaps: { type: "string", default: "60" },
  },
});
const AREA = "130123";
const [LOAD_MS, STEP_MS] = [2000, 100];
const DAY = dayOf(Date.now()) - DAY_MS;
const NOON = DAY + DAY_MS / 2;

/** The demo's sensors again under other ids until there are `count`, and a reading each `stepS` seconds of yesterday from each of the new ones. */
async function plant(db: Db, count: number, stepS: number): Promise<number> {
  const added = await db.asSystem(async (tx) => {
    const rows = await tx.query<{ id: string }>(
      `with own as (select *, row_number() over (order by id) as n, count(*) over () as whole from tag),
            more as (select own.*, k from own cross join generate_series(1, 1000) k
                      where (k - 1) * whole + n <= $1::int - whole)
       insert into tag (id, dataset_name, name, kind, station_id, node_id, area_code, enterprise_id, unit, low_alarm, low_warning,
                        high_warning, high_alarm, dead_band, sampling_s, stale_after_s, nominal)
       select id || 'x' || k, dataset_name, name || ' ' || k, kind, station_id, node_id, area_code, enterprise_id, unit, low_alarm, low_warning,
              high_warning, high_alarm, dead_band, $2::int, 3 * $2::int, nominal
         from more returning id`,
      [count, stepS],
    );
    return rows.map(({ id }) => id);
  });
  for (let first = 0; first < added.length; first += 500)
    await db.asSystem((tx) =>
      tx.query(
        `insert into reading (tag_id, t, area_code, enterprise_id, v, q)
         select g.id, to_timestamp($2::float8 / 1000) + s * interval '1 second', g.area_code, g.enterprise_id,
                round((coalesce(g.nominal, 100) * (1 + 0.25 * sin(s / 7000.0 + length(g.id) + ascii(right(g.id, 3)))))::numeric, 2), 0
           from tag g cross join generate_series(0, 86399, $3::int) s where g.id = any ($1)`,
        [added.slice(first, first + 500), DAY, stepS],
      ),
    );
  // As if the readings had come in their time.
  await db.asSystem((tx) => tx.query("delete from history_late"));
  await db.asOwner((tx) => tx.exec("analyze reading; analyze tag"));
  const [{ n } = { n: 0 }] = await db.asSystem((tx) => tx.query<{ n: number }>("select count(*)::int as n from tag"));
  return n;
}

/** What the page waits for: the minute is painted, and the canvas of it drawn and read back. Answers ms since `act` was called. */
const painted = (page: Page, act: { readonly key: string } | { readonly at: string }): Promise<number> =>
  page.evaluate(
    (what) =>
      new Promise<number>((resolve, reject) => {
        const canvas = document.querySelector<HTMLCanvasElement>(".map-box canvas");
        const gl = canvas?.getContext("webgl2");
        if (!canvas || !gl) throw new Error("expected a map");
        const limit = setTimeout(() => reject(new Error("that minute was not painted within 30 s")), 30_000);
        const shown = () => document.querySelector(".past-frame")?.getAttribute("data-shown") === "true";
        const text = () => document.querySelector(".time-thumb")?.getAttribute("aria-valuetext");
        const before = text();
        const begun = performance.now();
        if ("key" in what) {
          const shiftKey = what.key.startsWith("Shift+");
          const key = what.key.replace("Shift+", "");
          document
            .querySelector(".time-thumb")
            ?.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true }));
        } else {
          const field = document.querySelector<HTMLInputElement>('.time-bar input[type="datetime-local"]');
          if (!field) throw new Error("expected the time bar");
          Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field, what.at);
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }
        const look = () => {
          if (text() === before || !shown()) return void requestAnimationFrame(look);
          // Painted means told to the map: it is drawn in this very frame or, where this is asked first, by the end of it.
          setTimeout(() => {
            gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
            clearTimeout(limit);
            resolve(performance.now() - begun);
          });
        };
        requestAnimationFrame(look);
      }),
    act,
  );

interface Measured {
  readonly load: number;
  readonly day: number;
  readonly steps: number[];
  readonly leaps: number[];
  /** CPU of the page's main thread a step, ms. */
  readonly cpu: { readonly step: number; readonly leap: number };
  readonly renderer: string;
}

/** CPU that the page's main thread has used, ms. */
async function threadMs(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send("Performance.getMetrics");
  const used = metrics.find(({ name }) => name === "ThreadTime")?.value;
  if (used === undefined) throw new Error(`expected ThreadTime among ${metrics.map(({ name }) => name).join(", ")}`);
  return used * 1000;
}

async function measure(url: string): Promise<Measured> {
  const browser = await openBrowser();
  const { page, complaints } = await openScreen(browser, url);
  try {
    await signIn(page, "province", PASSWORD, `/?area=${AREA}&panel=none`);
    await settled(page);
    await page.getByRole("button", { name: "回放" }).click();
    await page.locator('.past-frame[data-shown="true"]').waitFor({ timeout: 60_000 });
    const from = performance.now();
    const load = await painted(page, { at: localText(NOON) });
    await page.waitForFunction(() => document.querySelectorAll(".time-held i").length >= 24, null, { timeout: 60_000 });
    const day = performance.now() - from;
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Performance.enable");
    const many = async (key: string, count: number) => {
      const [times, before] = [[] as number[], await threadMs(cdp)];
      for (let i = 0; i < count; i++) times.push(await painted(page, { key }));
      return { times, cpu: ((await threadMs(cdp)) - before) / count };
    };
    const steps = await many("ArrowRight", Number(values.minutes));
    await painted(page, { key: "Home" });
    const leaps = await many("Shift+ArrowRight", Number(values.leaps));
    if (complaints.length > 0) throw new Error(`the page complained of ${JSON.stringify(complaints.slice(0, 3))}`);
    return {
      load,
      day,
      steps: steps.times,
      leaps: leaps.times,
      cpu: { step: steps.cpu, leap: leaps.cpu },
      renderer: await rendererOf(page),
    };
  } finally {
    await browser.close();
  }
}

/** The server packs the newest days before anybody asks; a page of yesterday is measured when it has. */
async function packed(url: string): Promise<void> {
  const browser = await openBrowser();
  const { page } = await openScreen(browser, url);
  try {
    await signIn(page, "province", PASSWORD);
    await settled(page);
    for (let hour = 0; hour < 24; hour += 4) {
      const ask = `${url}${HISTORY_COLUMNS_PATH}?from=${new Date(DAY + hour * 3_600_000).toISOString()}&hours=4`;
      const reply = await page.request.get(ask, { timeout: 300_000 });
      if (!reply.ok()) throw new Error(`${ask}: ${reply.status()}`);
    }
  } finally {
    await browser.close();
  }
  // What is kept is written behind the answers.
  await pause(2000);
}

const quantile = (all: readonly number[], share: number): number =>
  all.toSorted((a, b) => a - b)[Math.min(all.length - 1, Math.floor(share * all.length))] ?? Number.NaN;
const ms = (value: number): string => `${value.toFixed(0)} ms`;
const told = (all: readonly number[]): string =>
  `median ${ms(quantile(all, 0.5))}, 95 % ${ms(quantile(all, 0.95))}, longest ${ms(quantile(all, 1))}`;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

const dataDir = mkdtempSync(join(tmpdir(), "gas-one-map-scrub-"));
try {
  // Devices would go on publishing while steps are measured: their values are live ones, and the past does not hear them.
  await (await startProduct({ dataDir, env: { SIMULATE: "false" } })).stop();
  const db = await openDatabase({ dataDir, log: quiet });
  const tags = await plant(db, Number(values.tags), Number(values.step)).finally(() => db.close());
  rmSync(join(dataDir, "history"), { recursive: true, force: true });
  const product = await startProduct({ dataDir, env: { SIMULATE: "false" } });
  try {
    await packed(product.url);
    const { load, day, steps, leaps, cpu, renderer } = await measure(product.url);
    const worst = Math.max(quantile(steps, 0.95), quantile(leaps, 0.95));
    console.log(
      `${tags} sensors, a reading each ${values.step} s of yesterday; Chromium at 1440 × 900, drawn by ${renderer}`,
    );
    console.log(
      `from the wish to the first minute painted: ${ms(load)}; goal ${ms(LOAD_MS)}; the whole day held after ${ms(day)}`,
    );
    console.log(
      `a minute further, ${steps.length} steps: ${told(steps)}; ten minutes, ${leaps.length} leaps: ${told(leaps)}; goal, 95 %: ${ms(STEP_MS)}`,
    );
    console.log(
      `of that the page's own thread worked ${cpu.step.toFixed(1)} ms a minute, ${cpu.leap.toFixed(1)} ms a leap`,
    );
    console.log(`load ${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores`);
    process.exitCode = load <= LOAD_MS && worst <= STEP_MS ? 0 : 1;
  } finally {
    await product.stop();
  }
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
