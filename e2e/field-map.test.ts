import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { settled, signIn } from "./driver.ts";
import { HERE, readyForTheField, tab } from "./field-driver.ts";
import { openBrowser, openScreen } from "./screen.ts";
import { straightPipe } from "./straight-pipe.ts";

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

test("an inspector who has taken the area along and lost the line clicks a leaking pipe and is given valves, customers and pressures", async () => {
  const { page, context } = await openScreen(browser, url, "phone");
  try {
    await context.grantPermissions(["geolocation"]);
    await context.setGeolocation(HERE);
    await signIn(page, "inspector", password);
    await readyForTheField(page);
    const { at } = await straightPipe(page, url, true);
    await tab(page, "我的").click();
    await page.getByRole("button", { name: "下载地图包" }).click();
    // All of it: streets come last. Never has this phone asked for an analysis before.
    await page.getByText(/^正定县 · [\d.,]+ MB/).waitFor({ timeout: 240_000 });

    await context.setOffline(true);
    await page.goto(`${url}/?at=${at[1].toFixed(5)},${at[0].toFixed(5)},18`);
    await tab(page, "地图").click();
    await page.locator(".phone-map canvas").first().waitFor({ timeout: 60_000 });
    await settled(page);
    const tool = page.getByRole("group", { name: "分析工具" }).getByRole("button", { name: "关阀分析" });
    await tool.click();
    const panel = page.getByRole("region", { name: "管网分析" });
    await panel.getByText(/管网已在本机/).waitFor({ timeout: 60_000 });
    await page.locator(".phone-map canvas").first().focus();
    await page.keyboard.press("Enter");
    await panel.getByRole("heading", { name: "计算前提" }).waitFor({ timeout: 60_000 });
    for (const part of ["关阀顺序", "停气用户", "关阀后压力", "警戒半径", "修复后复气", "在办方案暂时无法读取"])
      await expect.poll(() => panel.getByText(part).count(), { timeout: 60_000, message: part }).toBeGreaterThan(0);
  } finally {
    await context.close();
  }
}, 420_000);
