import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { serious, smallTargets } from "./axe.ts";
import { signIn } from "./driver.ts";
import {
  answerItems,
  beginNextDoor,
  choose,
  finish,
  finishWithNotice,
  HERE,
  photograph,
  readyForTheField,
  recordStates,
  sign,
  tab,
} from "./field-driver.ts";
import { openBrowser, openScreen, type Screen } from "./screen.ts";

const url = inject("productUrl");
const password = inject("password");
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Without a network each request that fails is told by the browser; everything else is a fault of the page. */
const isFault = (complaint: string) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED|WebSocket connection/.test(complaint);

async function phone(): Promise<Screen> {
  const screen = await openScreen(browser, url, "phone");
  await screen.context.grantPermissions(["geolocation"]);
  await screen.context.setGeolocation(HERE);
  return screen;
}

test("a route of five doors without a network outlives a reload and a killed tab, and comes home with five receipts and a hazard", async () => {
  const { page: first, context, complaints } = await phone();
  let page = first;
  try {
    await signIn(page, "inspector", password);
    await readyForTheField(page);
    expect(await serious(page)).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
    await context.setOffline(true);

    // 1: everything as it should be.
    await beginNextDoor(page);
    await choose(page, "正常入户");
    await answerItems(page);
    expect(await serious(page)).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
    await sign(page);
    await finish(page);

    // 2: refused. 3: nobody home. Each with its own evidence.
    await beginNextDoor(page);
    await choose(page, "拒检");
    await photograph(page.getByRole("region", { name: "到访通知单照片（含门牌号）" }));
    await page.getByRole("textbox", { name: "备注" }).fill("住户称没有时间");
    await finish(page);
    await beginNextDoor(page);
    await choose(page, "到访不遇");
    await photograph(page.getByRole("region", { name: "到访通知单照片（含门牌号）" }));
    await finish(page);

    // 4: a hazard of the first grade. The page is loaded anew in the middle of the form.
    const dangerous = await beginNextDoor(page);
    await choose(page, "正常入户");
    await answerItems(page, ["A2"], 0, 3);
    await page.getByText("已存本机").waitFor();
    await page.reload();
    await page.getByRole("heading", { name: dangerous }).waitFor();
    await page.getByText("一级隐患：").first().waitFor();
    await answerItems(page, ["A2"], 3);
    await page.getByLabel("用户拒绝签名").check();
    await finishWithNotice(page);

    // 5: the tab is killed in the middle of the form.
    const last = await beginNextDoor(page);
    await choose(page, "正常入户");
    await answerItems(page, [], 0, 4);
    await page.getByText("已存本机").waitFor();
    await page.close();
    page = await context.newPage();
    await page.goto("/");
    await page.getByRole("heading", { name: last }).waitFor();
    await answerItems(page, [], 4);
    await page.getByLabel("用户拒绝签名").check();
    await finish(page);

    await tab(page, "我的").click();
    await expect.poll(() => recordStates(page)).toEqual(Array.from({ length: 5 }, () => "已保存"));
    await page.getByText("仅在本机 5 条").waitFor();

    await context.setOffline(false);
    await expect
      .poll(() => recordStates(page), { timeout: 60_000, interval: 500 })
      .toEqual(Array.from({ length: 5 }, () => "已计入"));
    await page.getByText("全部已上报").waitFor();
    expect(await serious(page)).toEqual([]);
    await expectHazardAtSupervisor(dangerous);
    expect(complaints.filter(isFault)).toEqual([]);
  } finally {
    await context.close();
  }
}, 240_000);

test("a patrol without a network keeps its way, a check point and a finding with a photo over a reload, and comes home", async () => {
  const { page, context, complaints } = await phone();
  try {
    await signIn(page, "inspector", password);
    await readyForTheField(page);
    await tab(page, "我的").click();
    const before = (await recordStates(page)).length;
    await tab(page, "今日").click();
    await context.setOffline(true);
    await page.getByRole("button", { name: "开始巡查" }).click();
    await page.getByText(/已记录 0 米，1 点/).waitFor();
    await page.getByRole("button", { name: "在此到点" }).click();
    await page.getByRole("textbox", { name: "第 1 点说明" }).fill("阀井完好");
    expect(await serious(page)).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
    await page.getByRole("button", { name: "记录发现" }).click();
    await page.getByRole("button", { name: "第三方施工", exact: true }).click();
    await page.getByText(/已定位/).waitFor();
    await photograph(page.getByRole("region", { name: "照片" }));
    await page.getByRole("textbox", { name: "工程名称" }).fill("路口开挖");
    await page.getByText("已存本机").waitFor();
    expect(await serious(page)).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
    await page.reload();
    await expect.poll(() => page.getByRole("textbox", { name: "工程名称" }).inputValue()).toBe("路口开挖");
    await page.getByRole("button", { name: "完成并保存" }).click();
    await expect.poll(() => page.getByRole("textbox", { name: "第 1 点说明" }).inputValue()).toBe("阀井完好");
    await page.getByRole("button", { name: "结束巡查" }).click();
    await page.getByRole("region", { name: "今日任务" }).waitFor();
    await tab(page, "我的").click();
    // The patrol, its track, the finding, and the notice of the work.
    await expect.poll(async () => (await recordStates(page)).length).toBe(before + 4);
    await context.setOffline(false);
    await expect
      .poll(() => recordStates(page), { timeout: 60_000, interval: 500 })
      .toEqual(Array.from({ length: before + 4 }, () => "已计入"));
    expect(complaints.filter(isFault)).toEqual([]);
  } finally {
    await context.close();
  }
}, 240_000);

/** What the inspector found is in the list that the county's supervisor may ask for; no page of the desk shows it yet. */
async function expectHazardAtSupervisor(address: string): Promise<void> {
  const { page, context } = await openScreen(browser, url);
  try {
    await signIn(page, "county", password);
    await page.getByRole("navigation", { name: "所在区域" }).waitFor();
    const found = await page.evaluate(async () => {
      const reply = await fetch("/api/field/hazards?grade=major&state=open&limit=500");
      return ((await reply.json()) as { hazards: { recordId: string | null; code: string | null }[] }).hazards;
    });
    expect(
      found.filter(({ recordId }) => recordId !== null),
      address,
    ).not.toEqual([]);
  } finally {
    await context.close();
  }
}
