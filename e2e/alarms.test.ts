import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { RINGING_EVENTS } from "#contract/alarm-words.ts";
import type { JournalEntry } from "#contract/alarms.ts";
import { THEMES } from "#theme/tokens.ts";
import {
  acknowledgeFirst,
  alarmList,
  alarmsOf,
  alarmsOnMap,
  alarmsOnRail,
  calmGauges,
  findAlarm,
  type Gauge,
  openAlarms,
  publish,
} from "./alarm-driver.ts";
import { lineTo } from "./broken-line.ts";
import { pixelsNear, settled, signIn } from "./driver.ts";
import { openBrowser, openScreen, type Screen } from "./screen.ts";

const url = inject("productUrl");
const password = inject("password");
const mqttPort = inject("mqttPort");
const AREA = "130123";
let browser: Browser;
let desk: Screen;
let gauges: readonly Gauge[] = [];

beforeAll(async () => {
  browser = await openBrowser();
  desk = await openScreen(browser, url);
  await signIn(desk.page, "county", password);
  await settled(desk.page);
  gauges = await calmGauges(desk.page, AREA);
});
afterAll(() => browser.close());

const gauge = (i: number): Gauge => {
  const one = gauges[i];
  if (!one) throw new Error(`only ${gauges.length} gauges of ${AREA} are calm`);
  return one;
};

/** ms from now until something is there. */
async function after(wait: Promise<unknown>, from: number): Promise<number> {
  await wait;
  return performance.now() - from;
}

const journalOf = async (page: Page, tag: string): Promise<readonly JournalEntry[]> =>
  (await (await page.request.get(`/api/alarm-journal?tag=${encodeURIComponent(tag)}&limit=1000`)).json()).entries;

test("an over-pressure published by mosquitto_pub rings within two seconds in list, rail and map, and on the wall", async () => {
  const { page } = desk;
  const wall = await openScreen(browser, url);
  await signIn(wall.page, "county", password, "/?wall=1");
  await settled(wall.page);
  await openAlarms(page);
  await settled(page);
  const { tag, highAlarm } = gauge(0);
  const [onMap, onWall, onRail] = [await alarmsOnMap(page), await alarmsOnMap(wall.page), await alarmsOnRail(page)];
  const row = await findAlarm(page, tag.name);
  const red = await pixelsNear(page, THEMES.light.warning.orange);

  const from = performance.now();
  publish(gauge(0), mqttPort, [[Date.now(), highAlarm * 1.2]]);
  const tookMs = await Promise.all([
    after(row.waitFor({ timeout: 30_000 }), from),
    after(expect.poll(() => alarmsOnRail(page), { timeout: 30_000, interval: 50 }).toBeGreaterThan(onRail), from),
    after(expect.poll(() => alarmsOnMap(page), { timeout: 30_000, interval: 50 }).toBeGreaterThan(onMap), from),
    after(expect.poll(() => alarmsOnMap(wall.page), { timeout: 30_000, interval: 50 }).toBeGreaterThan(onWall), from),
  ]);
  console.log(`mosquitto_pub to list, rail, map, wall: ${tookMs.map((ms) => ms.toFixed(0)).join(", ")} ms`);
  expect(Math.max(...tookMs)).toBeLessThan(2000);
  await expect.poll(() => pixelsNear(page, THEMES.light.warning.orange), { timeout: 30_000 }).toBeGreaterThan(red);
  const ticker = wall.page.getByRole("region", { name: "未消报警与数据状态" });
  await expect.poll(() => ticker.textContent(), { timeout: 100_000, interval: 1000 }).toContain(tag.name);
  expect(wall.complaints).toEqual([]);
  await wall.context.close();
});

test("a square wave around the limit rings once, and everything it did is in the journal", async () => {
  const { page } = desk;
  const { tag, highAlarm } = gauge(1);
  // The device goes on telling its own values, and what is older than those is history: by a clock that goes ten seconds ahead none of the wave is.
  const begin = Date.now() + 10_000;
  const wave = Array.from({ length: 20 }, (_, i) => [begin + i * 25, highAlarm * (i % 2 ? 0.999 : 1.001)] as const);
  publish(gauge(1), mqttPort, wave);
  await expect.poll(async () => (await alarmsOf(page, tag.id)).length, { timeout: 20_000 }).toBe(1);
  expect(await (await findAlarm(page, tag.name)).count()).toBe(1);
  const ringing = (await journalOf(page, tag.id)).filter(({ kind }) => RINGING_EVENTS.some((one) => one === kind));
  expect(ringing.map(({ kind }) => kind)).toEqual(["raised"]);
});

test("acknowledged by keys with a comment, an alarm stays in the list and the journal tells who said what", async () => {
  const { page } = desk;
  const { tag } = gauge(0);
  const row = await findAlarm(page, tag.name);
  await acknowledgeFirst(page, "已电话通知场站值班员");
  await row.getByText("已确认").or(page.getByText("没有符合筛选条件的报警")).first().waitFor();
  const [entry] = (await journalOf(page, tag.id)).filter(({ kind }) => kind === "acknowledged");
  expect(entry).toMatchObject({ comment: "已电话通知场站值班员" });
  expect(entry?.by).toBeTruthy();
});

test("a phone, whose browser lets no page show a notice, tells of an alarm by one all the same", async () => {
  const phone = await openScreen(browser, url, "phone");
  await phone.context.grantPermissions(["notifications"], { origin: url });
  await phone.page.addInitScript(() => {
    globalThis.Notification = new Proxy(Notification, {
      construct: () => {
        throw new TypeError("Illegal constructor. Use ServiceWorkerRegistration.showNotification() instead.");
      },
    });
  });
  await signIn(phone.page, "enterprise", password);
  await phone.page.getByRole("navigation", { name: "主导航" }).waitFor();
  await phone.page.evaluate(() => Object.defineProperty(document, "visibilityState", { get: () => "hidden" }));
  const others = new Set(gauges.slice(0, 3).map(({ tag }) => tag.id));
  const mine = (await calmGauges(phone.page, AREA)).find(({ tag }) => !others.has(tag.id));
  if (!mine) throw new Error("the enterprise has no calm gauge that no other sentence uses");
  const notices = () =>
    phone.page.evaluate(async () => {
      const worker = await navigator.serviceWorker.getRegistration("/notices/");
      return ((await worker?.getNotifications()) ?? []).map(({ title }) => title);
    });
  expect(await notices()).toEqual([]);
  publish(mine, mqttPort, [[Date.now(), mine.highAlarm * 1.2]]);
  await expect.poll(async () => (await notices()).join(), { timeout: 30_000, interval: 200 }).toContain(mine.tag.name);
  expect(phone.complaints).toEqual([]);
  await phone.context.close();
});

test("a link brings back the list as it was filtered, and the alarm that is open", async () => {
  const { page } = desk;
  const { tag } = gauge(1);
  const row = await findAlarm(page, tag.name);
  await row.getByRole("button").click();
  await page.getByRole("heading", { name: tag.name }).waitFor();
  await expect.poll(() => page.url()).toContain("alarm=");
  const link = page.url();
  await page.goto(link);
  await page.getByRole("heading", { name: tag.name }).waitFor();
  await page.getByRole("list", { name: "处置记录" }).getByText("报警产生").waitFor();
  await page.getByRole("button", { name: "返回" }).click();
  await expect.poll(() => alarmList(page).getByRole("option").count()).toBe(1);
  expect(desk.complaints).toEqual([]);
});

test("a feed that dies turns the map grey and says how old it is; nothing stays green", async () => {
  const line = await lineTo(url);
  const { page, context } = await openScreen(browser, line.url);
  try {
    const { station } = gauge(2);
    const [lng, lat] = station.lngLat;
    await signIn(page, "county", password, `/?area=${AREA}&at=${lat},${lng},16&panel=none`);
    await settled(page);
    const green = THEMES.light.state.normal;
    await expect.poll(() => pixelsNear(page, green, 8), { timeout: 30_000 }).toBeGreaterThan(0);
    line.cut();
    await page.getByText(/实时连接中断 \d/).waitFor({ timeout: 30_000 });
    await expect.poll(() => pixelsNear(page, green, 8), { timeout: 30_000 }).toBe(0);
    line.mend();
    await page.getByText(/实时 \d/).waitFor({ timeout: 40_000 });
    await expect.poll(() => pixelsNear(page, green, 8), { timeout: 30_000 }).toBeGreaterThan(0);
  } finally {
    await context.close();
    await line.close();
  }
});
