import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { getStation, listStations } from "#contract/station.ts";
import { breadcrumb, signIn } from "./driver.ts";
import { openBrowser, openScreen } from "./screen.ts";

const url = inject("productUrl");
const password = inject("password");
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** A loaded machine draws slowly; how fast a step is, the bench measures. */
const SLOWLY = { timeout: 20_000 };
const DAY_MS = 86_400_000;
const ZONE_MS = 8 * 3_600_000;
/** Yesterday 03:10 by the province's clock. */
const MOMENT = Math.floor((Date.now() + ZONE_MS) / DAY_MS) * DAY_MS - DAY_MS + (3 * 60 + 10) * 60_000 - ZONE_MS;
const FIELD = new Date(MOMENT + ZONE_MS).toISOString().slice(0, 16);
const LINK = new Date(MOMENT).toISOString().slice(0, 16);

const frame = (page: Page) => page.locator(".past-frame");
const isPainted = (page: Page) => page.locator('.past-frame[data-shown="true"]').waitFor({ timeout: 30_000 });
/** Values and states of the station's tags, as the panel says them. */
const tagsShown = async (page: Page) =>
  (await page.locator(".tag").allTextContents()).map((text) => text.replace(/\d+\s*(秒|分钟|小时|天)/, ""));

/** A gate of 正定县 with tags, and what the server says of them now. */
async function stationOf(page: Page) {
  const asked = await page.request.get(`${url}${listStations.path}?area=130123&kind=city_gate`);
  const [row] = listStations.reply.parse(await asked.json()).stations;
  if (!row) throw new Error("the demo has no gate in 正定县");
  const told = await page.request.get(`${url}/api/stations/${row.id}`);
  return getStation.reply.parse(await told.json());
}

test("yesterday 03:10 is replayed on the map and shared by link; leaving it returns to live", async () => {
  const first = await openScreen(browser, url, "desktop");
  const second = await openScreen(browser, url, "desktop");
  try {
    const { page } = first;
    await signIn(page, "province", password);
    await breadcrumb(page).waitFor();
    const station = await stationOf(page);
    await page.goto(`${url}/?area=130123&sel=station:${station.id}&panel=station`);
    await page.locator(".tag").first().waitFor();
    expect(await frame(page).count()).toBe(0);

    await page.keyboard.press("r");
    await frame(page).waitFor();
    await page.getByLabel("跳到时刻").fill(FIELD);
    await expect.poll(() => page.url(), SLOWLY).toContain(`time=${LINK}Z`);
    await isPainted(page);
    expect(await frame(page).textContent()).toContain("03:10");
    expect(await page.locator(".past-flag").textContent()).toContain("不是实时画面");
    expect(await page.locator(".live-age").count()).toBe(0);

    // What stood in the database then: the newest reading up to the moment.
    const [tag] = station.tags;
    if (!tag) throw new Error("the gate has no tags");
    const from = new Date(MOMENT - DAY_MS / 8).toISOString();
    const to = new Date(MOMENT + 1).toISOString();
    const asked = await page.request.get(`${url}/api/tags/${tag.id}/readings?from=${from}&to=${to}&points=2000`);
    const { mean } = (await asked.json()) as { mean: number[] };
    const then = mean.at(-1);
    expect(then).toBeDefined();
    const shown = async () => Number((await page.locator(".tag-value").first().textContent())?.replaceAll(",", ""));
    // The panel rounds to one decimal.
    await expect.poll(async () => Math.abs((await shown()) - (then as number)), SLOWLY).toBeLessThanOrEqual(0.051);

    const seen = await tagsShown(page);
    const shared = page.url().replace(url, "");
    await signIn(second.page, "county", password, shared);
    await isPainted(second.page);
    expect(await frame(second.page).textContent()).toBe(await frame(page).textContent());
    await expect.poll(() => tagsShown(second.page), SLOWLY).toEqual(seen);

    await page.getByRole("button", { name: "返回实时" }).click();
    await page.locator(".live-age.live").waitFor();
    expect(await frame(page).count()).toBe(0);
    await expect.poll(() => page.url()).not.toContain("time=");
    expect([...first.complaints, ...second.complaints]).toEqual([]);
  } finally {
    await first.context.close();
    await second.context.close();
  }
});

test("the slider is dragged and moved by keys, jumps to the alarm that rang next, and tells incidents and patrols of the minute", async () => {
  const { page, context, complaints } = await openScreen(browser, url, "desktop");
  try {
    await signIn(page, "province", password, `/?time=${LINK}Z&panel=none`);
    await isPainted(page);
    const slider = page.getByRole("slider", { name: "当日时刻" });
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    await expect
      .poll(() => page.url(), SLOWLY)
      .toContain(`time=${new Date(MOMENT + 60_000).toISOString().slice(0, 16)}Z`);
    await isPainted(page);

    const before = Number(await slider.getAttribute("aria-valuenow"));
    await page.getByRole("button", { name: "下一条报警" }).click();
    await expect.poll(async () => Number(await slider.getAttribute("aria-valuenow")), SLOWLY).not.toBe(before);
    await isPainted(page);
    const then = page.locator(".time-then > summary");
    await then.waitFor();
    expect(await then.textContent()).toMatch(/当时报警 \d+ 条 · \d+ 起事件/);

    // Where patrols were, when a person wishes to see it; the link keeps the wish.
    await page.getByRole("button", { name: "巡线轨迹" }).click();
    await expect.poll(() => page.locator(".time-ways").textContent(), SLOWLY).toMatch(/至此 \d+ 人巡线，\d+ 人在途/);
    await expect.poll(() => page.url(), SLOWLY).toContain("ways=1");
    await page.getByRole("button", { name: "巡线轨迹" }).click();

    const box = await page.locator(".time-touch").boundingBox();
    if (!box) throw new Error("there is no slider");
    await page.mouse.move(box.x + box.width * 0.25, box.y + 12);
    await page.mouse.down();
    for (let i = 1; i <= 40; i++) await page.mouse.move(box.x + box.width * (0.25 + i / 160), box.y + 12);
    await page.mouse.up();
    await expect
      .poll(async () => Math.abs(Number(await slider.getAttribute("aria-valuenow")) - 720), SLOWLY)
      .toBeLessThan(15);
    await isPainted(page);
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
});
