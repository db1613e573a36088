import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { THEMES } from "#theme/tokens.ts";
import { serious } from "./axe.ts";
import { breadcrumb, drillByTable, loseContext, pixelsNear, searchFor, settled, signIn, whereAmI } from "./driver.ts";
import { openBrowser, openScreen, type Size } from "./screen.ts";

const url = inject("productUrl");
const password = inject("password");
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Opens a screen for one sentence; at its end no console error may have been heard. */
async function on(size: Size, tell: (screen: Awaited<ReturnType<typeof openScreen>>) => Promise<void>): Promise<void> {
  const screen = await openScreen(browser, url, size);
  try {
    await tell(screen);
    expect(screen.complaints).toEqual([]);
  } finally {
    await screen.context.close();
  }
}

test("a person drills from the province to a station, and the link brings another screen to the same place", () =>
  on("desktop", async ({ page }) => {
    await signIn(page, "province", password);
    await settled(page);
    await drillByTable(page, "石家庄市");
    await drillByTable(page, "正定县");
    expect(await whereAmI(page)).toMatch(/河北省.*石家庄市.*正定县/);
    const hits = await searchFor(page, "门站");
    const name = (await hits.first().locator("span").first().textContent())?.trim() ?? "";
    await hits.first().click();
    await page.getByRole("heading", { name }).waitFor();
    await settled(page);
    await expect.poll(() => page.url()).toContain("sel=station");
    const link = page.url();

    await page.reload();
    await page.getByRole("heading", { name }).waitFor();
    await settled(page);
    expect(page.url()).toBe(link);
  }));

test("back and forward walk the drill-down", () =>
  on("desktop", async ({ page }) => {
    await signIn(page, "province", password);
    await settled(page);
    await drillByTable(page, "石家庄市");
    await page.goBack();
    await expect.poll(() => whereAmI(page)).not.toContain("石家庄市");
    await page.goForward();
    await breadcrumb(page).getByText("石家庄市").waitFor();
  }));

test("areas are found by name, code, pinyin and initials", () =>
  on("desktop", async ({ page }) => {
    await signIn(page, "province", password);
    await settled(page);
    for (const words of ["正定", "130123", "zhengding", "zdx"]) {
      const hits = await searchFor(page, words);
      await hits.filter({ hasText: "正定县" }).first().waitFor();
      await page.keyboard.press("Escape");
    }
  }));

test("a county's supervisor finds no other county", () =>
  on("desktop", async ({ page }) => {
    await signIn(page, "county", password);
    await settled(page);
    expect(await whereAmI(page)).toContain("正定县");
    const words = await page.locator("body").textContent();
    expect(words).not.toContain("栾城");
    await page.goto("/?area=130102&panel=overview");
    await settled(page);
    expect(await whereAmI(page)).not.toContain("长安区");
  }));

test("the map draws the network, loses its WebGL context and has it back", () =>
  on("desktop", async ({ page }) => {
    await signIn(page, "province", password);
    await settled(page);
    const before = await pixelsNear(page, THEMES.light.pressure.HP_A);
    expect(before).toBeGreaterThan(500);
    await loseContext(page);
    await settled(page);
    await expect
      .poll(() => pixelsNear(page, THEMES.light.pressure.HP_A), { timeout: 20_000 })
      .toBeGreaterThan(before * 0.9);
  }));

test("the language switches and stays switched", () =>
  on("desktop", async ({ page }) => {
    await signIn(page, "province", password);
    await page.getByRole("button", { name: "Switch to English" }).click();
    await page.getByRole("navigation", { name: "Where you are" }).waitFor();
    await page.reload();
    await page.getByRole("navigation", { name: "Where you are" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
  }));

test("a phone shows the day without the map, then the map", () =>
  on("phone", async ({ page }) => {
    const scripts: string[] = [];
    page.on("request", (request) => scripts.push(request.url()));
    await signIn(page, "county", password);
    await page.getByText("未消报警").first().waitFor();
    expect(scripts.filter((address) => /map-view|maplibre/.test(address))).toEqual([]);
    await page.getByRole("navigation", { name: "主导航" }).getByText("地图").click();
    await settled(page);
  }));

test("a wrong password is told in words and what was typed stays", () =>
  on("desktop", async ({ page }) => {
    await signIn(page, "province", "not the password");
    await page.getByRole("alert").getByText("账号或密码不正确").waitFor();
    expect(await page.getByLabel("账号", { exact: true }).inputValue()).toBe("province");
  }));

test.each([
  ["desktop", "province", "/?panel=overview"],
  ["desktop", "county", "/?area=130123&panel=layers"],
  ["phone", "inspector", "/"],
  ["desktop", "secadmin", "/"],
] as const)("axe has no serious finding on the %s of %s at %s", (size, account, path) =>
  on(size, async ({ page }) => {
    await signIn(page, account, password, path);
    if (size === "desktop" && account !== "secadmin") await settled(page);
    else await page.getByRole("main").first().waitFor();
    expect(await serious(page)).toEqual([]);
  }),
);
