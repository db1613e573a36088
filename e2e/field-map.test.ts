import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { signIn } from "./driver.ts";
import { HERE, readyForTheField, tab } from "./field-driver.ts";
import { openBrowser, openScreen } from "./screen.ts";

const url = inject("productUrl");
const password = inject("password");
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Of some thousand files, those that the map of the county draws first are there by then. */
const ENOUGH = 150;

test("the map that was taken along draws without a network after a reload, even a part of it, and is given up on request", async () => {
  const { page, context } = await openScreen(browser, url, "phone");
  try {
    await context.grantPermissions(["geolocation"]);
    await context.setGeolocation(HERE);
    await signIn(page, "inspector", password);
    await readyForTheField(page);
    await tab(page, "我的").click();
    await page.getByRole("button", { name: "下载地图包" }).click();
    const bar = page.getByRole("progressbar", { name: "离线地图包" });
    await expect.poll(async () => Number(await bar.getAttribute("value")), { timeout: 60_000 }).toBeGreaterThan(ENOUGH);
    await page.getByRole("button", { name: "暂停下载" }).click();
    await page.getByText(/正定县 地图包未下载完整/).waitFor();

    await context.setOffline(true);
    const drawn: string[] = [];
    page.on("response", (response) => {
      const { pathname } = new URL(response.url());
      if (response.ok() && /^\/tiles\/network\//.test(pathname)) drawn.push(pathname);
    });
    await page.reload();
    await tab(page, "地图").click();
    await page.locator(".phone-map canvas").first().waitFor({ timeout: 60_000 });
    await expect.poll(() => drawn.length, { timeout: 60_000 }).toBeGreaterThan(0);
    await page.getByRole("button", { name: "图例" }).waitFor();

    await tab(page, "我的").click();
    await page.getByRole("button", { name: "删除地图包" }).click();
    await page.getByText("未下载。下载后").waitFor();
    expect((await page.evaluate(() => caches.keys())).filter((name) => name.startsWith("gas-pack:"))).toEqual([]);
  } finally {
    await context.close();
  }
});
