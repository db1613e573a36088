import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { DUCT_KINDS } from "#contract/duct.ts";
import type { LngLat } from "#contract/route.ts";
import { readNetworkFile } from "#model/network/file.ts";
import { modelTool, pressMiddle, SLOWLY, standAtPlace } from "./model-driver.ts";
import { openBrowser, openScreen } from "./screen.ts";
import { COUNTY } from "./straight-pipe.ts";

const url = inject("productUrl");
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Where the first recorded sewer of the demo's whole county begins. */
async function sewerWell(page: Page): Promise<{ readonly at: LngLat }> {
  const reply = await page.request.get(`${url}/api/model/network?area=${COUNTY}`);
  const { ducts, ductPoints } = readNetworkFile(new Uint8Array(await reply.body()).buffer);
  const sewer = ducts.kind.indexOf(DUCT_KINDS.indexOf("sewer"));
  const point = ductPoints.duct.indexOf(sewer);
  if (sewer < 0 || point < 0) throw new Error("the demo's whole county has no sewer on record");
  return { at: [ductPoints.lngLat[2 * point] as number, ductPoints.lngLat[2 * point + 1] as number] };
}

test("methane in a sewer's well: ducts it may have come along are listed and drawn, and the next well to open is a sewer's", async () => {
  const { page } = await openScreen(browser, url, "desktop");
  await standAtPlace(page, "county", inject("password"), sewerWell);
  await modelTool(page, "甲烷溯源").click();
  await pressMiddle(page);
  const panel = page.getByRole("region", { name: "管网分析" });
  await panel.getByRole("list", { name: "检测点" }).getByLabel("甲烷 %LEL").fill("60");
  const ducts = panel.getByRole("list", { name: "燃气可能经过的管沟" });
  await ducts.getByText("污水管").first().waitFor(SLOWLY);
  await expect.poll(() => page.locator(".mode-duct.way").count(), SLOWLY).toBeGreaterThan(0);
  expect(await panel.getByRole("list", { name: "下一步开哪个井" }).getByText("污水井").count()).toBeGreaterThan(0);
  expect(await panel.getByText("只计入有记录的管沟").count()).toBe(1);
});
