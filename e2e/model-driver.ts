import type { Locator, Page } from "playwright-core";
import type { LngLat } from "#contract/route.ts";
import { settled, signIn } from "./driver.ts";
import { COUNTY } from "./straight-pipe.ts";

/** What a dispatcher does with the tools of analysis on the map. */

/** A loaded machine draws and reads slowly; how fast an answer is, the bench measures. */
export const SLOWLY = { timeout: 60_000 };

export const modelTool = (page: Page, name: string): Locator =>
  page.getByRole("group", { name: "分析工具" }).getByRole("button", { name });

/** Signs in, if nobody is, and stands in the county with what is chosen in the middle of the map. */
export async function standAtPlace<P extends { readonly at: LngLat }>(
  page: Page,
  account: string,
  password: string,
  choose: (page: Page) => Promise<P>,
): Promise<P> {
  if (page.url() === "about:blank") {
    await signIn(page, account, password, `/?area=${COUNTY}`);
    await page.getByRole("navigation", { name: "所在区域" }).waitFor();
  }
  const place = await choose(page);
  const [lng, lat] = place.at;
  await page.goto(`/?area=${COUNTY}&at=${lat.toFixed(6)},${lng.toFixed(6)},18`);
  await settled(page);
  return place;
}

/** Enter on the map is a click in its middle. */
export async function pressMiddle(page: Page): Promise<void> {
  await page.locator(".map-box canvas").first().focus();
  await page.keyboard.press("Enter");
}

/** The scenario's changes, in order. */
export const changes = (page: Page): Locator => page.locator(".model-changes li");

/** Clicks the middle of the map with a tool of the scenario in hand. */
export async function changeInMiddle(page: Page, tool: string): Promise<void> {
  await page.getByRole("button", { name: tool, exact: true }).click();
  await pressMiddle(page);
}

export async function saveScenario(page: Page, name: string): Promise<void> {
  await page.getByLabel("方案名称").fill(name);
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await page.getByText("已保存", { exact: true }).waitFor(SLOWLY);
}

/** A figure of the comparison, as the table says it: today, the scenario and the difference. */
export async function compared(page: Page, figure: string | RegExp): Promise<string[]> {
  await page.getByRole("heading", { name: "与今天对比" }).waitFor(SLOWLY);
  return page.getByRole("row", { name: figure }).getByRole("cell").allTextContents();
}
