import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { THEMES } from "#theme/tokens.ts";
import { mapPixels, pixelsNear, pretendGraphicsCard, settled, signIn } from "./driver.ts";
import { openBrowser, openScreen } from "./screen.ts";

const url = inject("productUrl");
const password = inject("password");
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const PIPES = THEMES.light.pressure.MP_A;
/** So near that pipes of medium pressure are drawn. */
const TOWN = "/?area=130123&at=38.2085,114.5640,16&panel=none";

test.each([1, 2, 3])(
  "at %d device pixels a CSS pixel the map is as sharp as the screen, also after the window changed",
  async (ratio) => {
    const { page, context, complaints } = await openScreen(browser, url, "desktop", { ratio });
    try {
      await pretendGraphicsCard(page);
      await page.setViewportSize({ width: 900, height: 600 });
      await signIn(page, "county", password, TOWN);
      await settled(page);
      const { css, drawn } = await mapPixels(page);
      expect(drawn).toEqual(css.map((length) => Math.round(length * ratio)));
      expect(await pixelsNear(page, PIPES)).toBeGreaterThan(1000);
      await page.setViewportSize({ width: 1100, height: 700 });
      await settled(page);
      await expect
        .poll(async () => (await mapPixels(page)).css[0], { timeout: 20_000 })
        .toBeGreaterThan(css[0] as number);
      const after = await mapPixels(page);
      expect(after.drawn).toEqual(after.css.map((length) => Math.round(length * ratio)));
      await expect.poll(() => pixelsNear(page, PIPES), { timeout: 20_000 }).toBeGreaterThan(1000);
      expect(complaints).toEqual([]);
    } finally {
      await context.close();
    }
  },
);

test("where the processor draws, a dense screen gets fewer pixels, and the legend says what is left out", async () => {
  const { page, context, complaints } = await openScreen(browser, url, "desktop", { ratio: 2 });
  try {
    await signIn(page, "county", password, TOWN);
    await settled(page);
    const { css, drawn } = await mapPixels(page);
    expect(drawn).toEqual(css);
    await page
      .getByText(/本机绘图较慢，已减少：.*/)
      .first()
      .waitFor();
    expect(await pixelsNear(page, PIPES)).toBeGreaterThan(1000);
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
});

test("a wall of 3840 × 2160 is filled by the map", async () => {
  const { page, context, complaints } = await openScreen(browser, url, "wall");
  try {
    await signIn(page, "province", password, "/?wall=1");
    await settled(page);
    const { css, drawn } = await mapPixels(page);
    expect(drawn).toEqual(css);
    expect(drawn[0]).toBe(3840);
    // The rest is the wall's head and foot.
    expect(drawn[1]).toBeGreaterThan(1700);
    expect(
      (await pixelsNear(page, THEMES.light.pressure.HP_A)) + (await pixelsNear(page, THEMES.dark.pressure.HP_A)),
    ).toBeGreaterThan(1000);
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
});

test("a page whose scripts do not come says so and opens again, in place of showing nothing", async () => {
  const { page, context } = await openScreen(browser, url, "phone");
  try {
    const scripts = "**/assets/*.js";
    await page.route(scripts, (route) => route.abort("connectionfailed"));
    await page.goto("/");
    await page.getByText("燃气一张图").waitFor();
    const again = page.getByRole("link", { name: /重新打开/ });
    expect(await again.isVisible()).toBe(false);
    await again.waitFor();
    await page.getByText("页面还没有打开").waitFor();
    await page.unroute(scripts);
    await again.click();
    await page.getByLabel("账号", { exact: true }).waitFor();
    expect(await again.count()).toBe(0);
  } finally {
    await context.close();
  }
});
