import { execFileSync } from "node:child_process";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { PIPE_STATUSES, PRESSURE_LEVELS } from "#contract/gas.ts";
import { mqttTopic } from "#contract/live-frame.ts";
import { getModelState } from "#contract/model-state.ts";
import type { LngLat } from "#contract/route.ts";
import { getStation } from "#contract/station.ts";
import { readNetworkFile } from "#model/network/file.ts";
import { settled, signIn } from "./driver.ts";
import { openBrowser, openScreen } from "./screen.ts";

const url = inject("productUrl");
const password = inject("password");
const COUNTY = "130123";
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** A loaded machine draws and reads slowly; how fast a plan is, the bench measures. */
const SLOWLY = { timeout: 60_000 };

/** Metres between two nodes, as the crow flies; good enough over a street. */
function beelineM(lngLat: Float64Array, a: number, b: number): number {
  const [east, north] = [0, 1].map(
    (k) => ((lngLat[2 * b + k] as number) - (lngLat[2 * a + k] as number)) * 111_320,
  ) as [number, number];
  return Math.hypot(east * Math.cos(((lngLat[2 * a + 1] as number) * Math.PI) / 180), north);
}

/** The middle of a straight low-pressure pipe in service of the demo's whole county, and its id. */
async function straightPipe(page: Page): Promise<{ readonly id: string; readonly at: LngLat }> {
  const reply = await page.request.get(`${url}/api/model/network?area=${COUNTY}`);
  const { nodes, pipes } = readNetworkFile(new Uint8Array(await reply.body()).buffer);
  const [low, inService] = [PRESSURE_LEVELS.indexOf("LP"), PIPE_STATUSES.indexOf("in_service")];
  const e = pipes.ids.findIndex((_, i) => {
    const length = pipes.lengthM[i] as number;
    const isStraight =
      Math.abs(beelineM(nodes.lngLat, pipes.from[i] as number, pipes.to[i] as number) - length) < 0.01 * length;
    return pipes.level[i] === low && pipes.status[i] === inService && length > 20 && isStraight;
  });
  if (e === -1) throw new Error("the demo's whole county has no straight low-pressure pipe");
  const [a, b] = [pipes.from[e] as number, pipes.to[e] as number];
  const middle = (k: 0 | 1): number => ((nodes.lngLat[2 * a + k] as number) + (nodes.lngLat[2 * b + k] as number)) / 2;
  return { id: pipes.ids[e] as string, at: [middle(0), middle(1)] };
}

const tool = (page: Page, name: string) =>
  page.getByRole("group", { name: "分析工具" }).first().getByRole("button", { name });

/** Enter on the map is a click in its middle. */
async function pressMiddle(page: Page): Promise<void> {
  await page.locator(".map-box canvas").first().focus();
  await page.keyboard.press("Enter");
}

async function standAt(page: Page, account: string, query = ""): Promise<{ readonly id: string; readonly at: LngLat }> {
  await signIn(page, account, password, `/?area=${COUNTY}`);
  await page.getByRole("navigation", { name: "所在区域" }).waitFor();
  const pipe = await straightPipe(page);
  await page.goto(`${url}/?area=${COUNTY}&at=${pipe.at[1].toFixed(5)},${pipe.at[0].toFixed(5)},18${query}`);
  await settled(page);
  return pipe;
}

test("a leak clicked becomes valves, customers, pressures and a cordon; a valve reported stuck shows what changes", async () => {
  const screen = await openScreen(browser, url, "desktop");
  try {
    const { page } = screen;
    await standAt(page, "county");
    await tool(page, "关阀分析").click();
    await pressMiddle(page);
    await page.getByText("计算前提").waitFor(SLOWLY);
    const panel = page.getByRole("region", { name: "管网分析" });
    for (const part of ["关阀顺序", "停气用户", "关阀后压力", "警戒半径"])
      expect(await panel.getByText(part).count(), part).toBeGreaterThan(0);
    expect(await page.locator(".mode-cordon").count()).toBe(1);
    const stuck = panel.getByRole("button", { name: /报告阀门.*关不上/ });
    expect(await stuck.count()).toBeGreaterThan(0);
    await stuck.first().click();
    await panel.getByText("下一圈的变化").waitFor(SLOWLY);
    expect(await page.locator(".mode-stuck").count()).toBe(1);
    await page.keyboard.press("Control+z");
    await expect.poll(() => panel.getByText("下一圈的变化").count(), SLOWLY).toBe(0);
    await page.keyboard.press("Escape");
    await expect.poll(() => page.locator(".map-modes").count()).toBe(0);
  } finally {
    await screen.context.close();
  }
});

test("a scenario is saved, compared with today, and opened by link by a colleague", async () => {
  const [mine, theirs] = [await openScreen(browser, url, "desktop"), await openScreen(browser, url, "desktop")];
  try {
    const { page } = mine;
    const { id } = await standAt(page, "county");
    await tool(page, "方案推演").click();
    await pressMiddle(page);
    await page.locator(".model-changes li").filter({ hasText: id }).waitFor(SLOWLY);
    await page.getByRole("heading", { name: "与今天对比" }).waitFor(SLOWLY);
    await page.getByLabel("方案名称").fill("压扁试验");
    await page.getByRole("button", { name: "保存", exact: true }).click();
    await page.getByText("已保存", { exact: true }).waitFor(SLOWLY);
    await expect.poll(() => page.url()).toContain("scenario=");

    await signIn(theirs.page, "city", password, page.url().replace(url, ""));
    await theirs.page.locator(".model-changes li").filter({ hasText: id }).waitFor(SLOWLY);
    const row = (on: Page) => on.getByRole("row", { name: /无气用户/ }).textContent();
    await theirs.page.getByRole("heading", { name: "与今天对比" }).waitFor(SLOWLY);
    expect(await row(theirs.page)).toBe(await row(page));
  } finally {
    await mine.context.close();
    await theirs.context.close();
  }
});

test("the whole network says what is measured, estimated and stale, and a planted bad sensor stands at the top", async () => {
  const screen = await openScreen(browser, url, "desktop");
  try {
    const { page } = screen;
    await signIn(page, "county", password, `/?area=${COUNTY}&panel=model&color=pressure`);
    await page.getByRole("heading", { name: "可疑测点" }).waitFor(SLOWLY);
    for (const word of ["实测", "推算", "过期"]) expect(await page.getByText(word).count(), word).toBeGreaterThan(0);

    const state = async () =>
      getModelState.reply.parse(await (await page.request.get(`${url}/api/model/state?area=${COUNTY}`)).json());
    const { sensors } = await state();
    // Forty times as much must still be something that a sensor can measure: else it is refused at the door.
    const good = sensors.find(({ isSuspect, unit, measured }) => !isSuspect && unit === "kPa" && measured > 1 && measured < 500);
    if (!good) throw new Error("no sensor of the county has a value");
    const station = getStation.reply.parse(
      await (await page.request.get(`${url}/api/stations/${good.stationId}`)).json(),
    );
    // The device goes on sending good values: the bad one is sent again until the page has seen it.
    const plant = () =>
      execFileSync("mosquitto_pub", [
        ...["-h", "127.0.0.1", "-p", String(inject("mqttPort")), "-q", "1"],
        ...["-t", mqttTopic(station.areaCode, station.enterpriseId, good.tagId)],
        ...["-m", JSON.stringify({ t: Date.now(), v: good.measured * 40 })],
      ]);
    await expect
      .poll(
        async () => {
          plant();
          return (await state()).sensors[0]?.tagId;
        },
        { timeout: 60_000, interval: 1000 },
      )
      .toBe(good.tagId);
    const first = page.getByRole("list", { name: "可疑测点" }).getByRole("listitem").first();
    await expect
      .poll(
        async () => {
          plant();
          return await first.textContent();
        },
        { timeout: 60_000, interval: 1000 },
      )
      .toContain(good.name);
  } finally {
    await screen.context.close();
  }
});
