import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { LngLat } from "#contract/route.ts";
import { valveInPit } from "./county-valve.ts";
import { signIn } from "./driver.ts";
import {
  changeInMiddle,
  changes,
  compared,
  modelTool,
  pressMiddle,
  SLOWLY,
  saveScenario,
  standAtPlace,
} from "./model-driver.ts";
import { openBrowser, openScreen, type Screen } from "./screen.ts";
import { straightPipe } from "./straight-pipe.ts";

const url = inject("productUrl");
const password = inject("password");
let browser: Browser;
let screen: Screen;
beforeAll(async () => {
  browser = await openBrowser();
  screen = await openScreen(browser, url, "desktop");
});
afterAll(() => browser.close());

const stand = <P extends { readonly at: LngLat }>(choose: (page: Page) => Promise<P>): Promise<P> =>
  standAtPlace(screen.page, "county", password, choose);

/** Takes scenarios in hand and puts them away when all is said. */
async function inScenario(tell: (page: Page) => Promise<void>): Promise<void> {
  const { page } = screen;
  await modelTool(page, "方案推演").click();
  try {
    await tell(page);
  } finally {
    await page.keyboard.press("Escape");
  }
  await expect.poll(() => page.locator(".map-modes").count(), SLOWLY).toBe(0);
}

test("a scenario is saved, compared with today, and opened by link by a colleague", async () => {
  const theirs = await openScreen(browser, url, "desktop");
  try {
    const pipe = await stand((page) => straightPipe(page, url));
    await inScenario(async (page) => {
      await pressMiddle(page);
      await changes(page).filter({ hasText: pipe.id }).waitFor(SLOWLY);
      await page.getByRole("heading", { name: "与今天对比" }).waitFor(SLOWLY);
      // A barrier line over the same place: two clicks, one change.
      await page.getByRole("button", { name: "画截断线" }).click();
      const map = await page.locator(".map-box canvas").first().boundingBox();
      if (!map) throw new Error("expected a map");
      for (const off of [-90, 90]) await page.mouse.click(map.x + map.width / 2 + off, map.y + map.height / 2 + off);
      await page
        .locator(".model-changes li")
        .filter({ hasText: /穿过 \d+ 根通气的管道/ })
        .waitFor(SLOWLY);
      expect(await page.locator(".mode-barrier").count()).toBe(1);
      // More gas taken there.
      await changeInMiddle(page, "增加用气");
      await page
        .locator(".model-changes li")
        .filter({ hasText: /增加用气 .* m³\/h/ })
        .waitFor(SLOWLY);
      await saveScenario(page, "压扁试验");
      await expect.poll(() => page.url()).toContain("scenario=");

      await signIn(theirs.page, "city", password, page.url().replace(url, ""));
      await expect.poll(() => changes(theirs.page).count(), SLOWLY).toBe(3);
      await changes(theirs.page).filter({ hasText: pipe.id }).first().waitFor(SLOWLY);
      await theirs.page
        .locator(".model-changes li")
        .filter({ hasText: /穿过 \d+ 根/ })
        .waitFor(SLOWLY);
      await expect.poll(() => theirs.page.locator(".mode-barrier").count(), SLOWLY).toBe(1);
      expect(await compared(theirs.page, "无气用户")).toEqual(await compared(page, "无气用户"));
    });
  } finally {
    await theirs.context.close();
  }
});

test("a valve is closed at its pit, the network solved anew beside today, opened again, taken back, saved, and seen by a colleague", async () => {
  const theirs = await openScreen(browser, url, "desktop");
  try {
    const valve = await stand((page) => valveInPit(page, url));
    const lost = valve.lost.toLocaleString("zh-CN");
    const asClosed = async (page: Page) => {
      await expect
        .poll(() => changes(page).allTextContents(), SLOWLY)
        .toEqual([expect.stringContaining(`关阀 ${valve.node}`)]);
      expect(await compared(page, "无气用户")).toEqual(["0", lost, `+${lost}`]);
      expect(await page.locator(".mode-disc.change").count()).toBe(1);
    };
    await inScenario(async (page) => {
      await changeInMiddle(page, "关阀");
      await asClosed(page);
      await changeInMiddle(page, "开阀");
      await expect.poll(() => changes(page).count(), SLOWLY).toBe(0);
      await expect.poll(() => page.locator(".mode-disc.change").count(), SLOWLY).toBe(0);
      await page.keyboard.press("Control+z");
      await asClosed(page);
      await saveScenario(page, "关阀试验");
      await expect.poll(() => page.url()).toContain("scenario=");

      await signIn(theirs.page, "city", password, page.url().replace(url, ""));
      await asClosed(theirs.page);
    });
    expect([...screen.complaints, ...theirs.complaints]).toEqual([]);
  } finally {
    await theirs.context.close();
  }
});
