import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { settled, signIn } from "./driver.ts";
import { openBrowser, openScreen } from "./screen.ts";

const url = inject("productUrl");
const password = inject("password");
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** A loaded machine answers and draws slowly. */
const SLOWLY = { timeout: 60_000 };
const panel = (page: Page) => page.getByRole("region", { name: "外勤监管" });

test("a supervisor sees how much pipe was really walked, colours the map by it, follows an inspector's way of yesterday, and opens its record as evidence", async () => {
  const screen = await openScreen(browser, url, "desktop");
  try {
    const { page } = screen;
    await signIn(page, "county", password, "/?panel=supervise&work=coverage");
    await panel(page).getByText("覆盖率", { exact: true }).first().waitFor(SLOWLY);
    const km = Number(
      /^([\d.,]+) \//.exec((await panel(page).locator(".supervise-figure p").first().textContent()) ?? "")?.[1],
    );
    expect(km).toBeGreaterThan(10);
    await panel(page).getByRole("button", { name: "在地图上按上次巡线着色" }).click();
    await settled(page);
    await expect.poll(() => page.url()).toContain("color=patrol");
    await panel(page).getByRole("button", { name: "人员" }).click();
    await panel(page).getByRole("button", { name: "查看 李伟" }).click(SLOWLY);
    const way = panel(page).locator(".supervise-way").first();
    await way.getByRole("img").waitFor(SLOWLY);
    await way.getByRole("button", { name: "打开轨迹记录" }).click();
    await panel(page).getByText("phone-li.wei").first().waitFor(SLOWLY);
    await panel(page).getByRole("heading", { name: "回执" }).waitFor();
  } finally {
    await screen.context.close();
  }
});
