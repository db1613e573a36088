import { execFileSync } from "node:child_process";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { mqttTopic } from "#contract/live-frame.ts";
import { getModelState } from "#contract/model-state.ts";
import { getStation } from "#contract/station.ts";
import { modelTool, pressMiddle, SLOWLY, standAtPlace } from "./model-driver.ts";
import { openBrowser, openScreen, type Screen } from "./screen.ts";
import { COUNTY, straightPipe } from "./straight-pipe.ts";

const url = inject("productUrl");
const password = inject("password");
let browser: Browser;
/** One page for all sentences of a dispatcher at a street of the county: each ends with the mode put away. */
let screen: Screen;
beforeAll(async () => {
  browser = await openBrowser();
  screen = await openScreen(browser, url, "desktop");
  await standAtPlace(screen.page, "county", password, (page) => straightPipe(page, url));
}, 240_000);
afterAll(async () => {
  await browser.close();
});

/** What Chromium says of each request while the sentence without a line has taken the line away. */
const WITHOUT_LINE = /net::ERR_INTERNET_DISCONNECTED/;

const panel = () => screen.page.getByRole("region", { name: "管网分析" });
const computed = () => panel().getByRole("heading", { name: "计算前提" }).waitFor(SLOWLY);

/** Takes a mode in hand, clicks the middle of the map where clicks are for something, and puts the mode away when all is said. */
async function inMode(name: string, look: (page: Page) => Promise<void>): Promise<void> {
  const { page } = screen;
  await modelTool(page, name).click();
  if (name !== "冬季保供" && name !== "关键度") await pressMiddle(page);
  try {
    await look(page);
  } finally {
    await page.keyboard.press("Escape");
  }
  await expect.poll(() => page.locator(".map-modes").count(), SLOWLY).toBe(0);
}

test("a leak clicked becomes valves, customers, pressures and a cordon; a valve reported stuck shows what changes", () =>
  inMode("关阀分析", async (page) => {
    await computed();
    for (const part of ["关阀顺序", "停气用户", "关阀后压力", "警戒半径"])
      expect(await panel().getByText(part).count(), part).toBeGreaterThan(0);
    expect(await page.locator(".mode-cordon").count()).toBe(1);
    const stuck = panel().getByRole("button", { name: /报告阀门.*关不上/ });
    expect(await stuck.count()).toBeGreaterThan(0);
    await stuck.first().click();
    await panel().getByText("下一圈的变化").waitFor(SLOWLY);
    expect(await page.locator(".mode-stuck").count()).toBe(1);
    await page.keyboard.press("Control+z");
    await expect.poll(() => panel().getByText("下一圈的变化").count(), SLOWLY).toBe(0);
  }));

test("without a line the county's network, once it has come, still gives valves, customers and pressures", async () => {
  await screen.context.setOffline(true);
  try {
    await inMode("关阀分析", async () => {
      await computed();
      for (const part of ["关阀顺序", "停气用户", "关阀后压力"])
        expect(await panel().getByText(part).count(), part).toBeGreaterThan(0);
    });
    // Not asked for before: what is shown is worked out now, without a line.
    await inMode("上下游追踪", async () => {
      await computed();
      expect(await panel().getByText("管段").count()).toBeGreaterThan(0);
    });
  } finally {
    await screen.context.setOffline(false);
  }
});

test("what lies upstream of a pipe is told with its sources, and another way is one press away", () =>
  inMode("上下游追踪", async () => {
    await computed();
    for (const way of ["下游", "全部连通", "同一压力系统"]) {
      await panel().getByRole("button", { name: way }).click();
      await panel().getByRole("button", { name: way, pressed: true }).waitFor(SLOWLY);
    }
    expect(await panel().getByText("管段").count()).toBeGreaterThan(0);
  }));

test("two clicks are a profile, and a distance where the mode is measuring", async () => {
  await inMode("剖面", async (page) => {
    await pressMiddle(page);
    await computed();
    await panel().getByText("路径长度").waitFor(SLOWLY);
    // What the pressures are worth: residual, balance, and how regulators stand.
    await panel()
      .getByText(/残差 .*最大不平衡 .* m³\/h/)
      .waitFor(SLOWLY);
    await panel()
      .getByText(/调压器：\d+ 台正常调压，\d+ 台关闭，\d+ 台全开/)
      .waitFor(SLOWLY);
  });
  await inMode("测量", async (page) => {
    await pressMiddle(page);
    await panel().getByText("距离", { exact: true }).waitFor(SLOWLY);
    expect(await page.locator(".mode-corner").count()).toBe(2);
    await computed();
  });
});

test("a damaged pipe's release draws distances; wind adds a plume; the map says that it is a screening, the panel who is inside", () =>
  inMode("泄漏后果", async (page) => {
    await computed();
    expect(await page.locator(".mode-cordon").count()).toBe(1);
    expect(await page.locator(".mode-plume").count()).toBe(0);
    expect(await page.locator(".mode-contour").count()).toBe(6);
    await panel().getByLabel("风向（来自）").selectOption({ label: "西风" });
    await panel().getByLabel("破口").selectOption({ label: "断裂" });
    await expect.poll(() => page.locator(".mode-plume").count(), SLOWLY).toBe(1);
    await page.locator(".mode-label").filter({ hasText: "筛查值" }).waitFor(SLOWLY);
    expect(await panel().getByText("警戒范围内人员").count()).toBe(1);
    await panel().getByLabel("风向（来自）").selectOption({ label: "未知，不画扩散区" });
  }));

test("methane read by hand becomes a heat line, evidence, a cordon and the well to open next", () =>
  inMode("甲烷溯源", async (page) => {
    await panel().getByRole("list", { name: "检测点" }).getByLabel("甲烷 %LEL").fill("60");
    await panel().getByRole("list", { name: "检测点" }).getByLabel("乙烷 ppm").fill("400");
    await panel().getByText("很可能是管道燃气").waitFor(SLOWLY);
    expect(await panel().getByRole("list", { name: "证据" }).getByText("检出乙烷").count()).toBe(1);
    await expect.poll(() => page.locator(".mode-heat").count(), SLOWLY).toBeGreaterThan(0);
    expect(await page.locator(".mode-cordon").count()).toBe(1);
    expect(await panel().getByText("下一步开哪个井").count()).toBe(1);
  }));

test("winter: a forecast becomes demand, days of storage, tankers and the weakest villages", () =>
  inMode("冬季保供", async () => {
    await computed();
    await panel().getByLabel("管道气 m³/日").fill("1000");
    await panel().getByLabel("未来各日平均气温 ℃（空格分隔）").fill("-10 -14 -14");
    await expect.poll(() => panel().getByRole("row").filter({ hasText: /^-1/ }).count(), SLOWLY).toBeGreaterThan(1);
    expect(await panel().getByText("需 LNG 槽车").count()).toBeGreaterThan(0);
    expect(
      await panel().getByRole("list", { name: "末端最弱的村庄与庭院" }).getByRole("listitem").count(),
    ).toBeGreaterThan(0);
  }));

// Goes elsewhere: the sentences above stand at a street.
test("criticality: pipes are painted by customers lost with each, the worst are listed, bridges marked, and one press goes there", () =>
  inMode("关键度", async (page) => {
    await computed();
    const worst = panel().getByRole("list", { name: "断开影响最大的管段" }).getByRole("listitem");
    await expect.poll(() => worst.count(), SLOWLY).toBeGreaterThan(1);
    expect(await worst.filter({ hasText: "桥" }).count()).toBeGreaterThan(0);
    expect(await panel().getByRole("list", { name: "管道颜色" }).getByText("10–99 户").count()).toBe(1);
    await worst.first().getByRole("button").click();
    await expect.poll(() => page.url(), SLOWLY).toMatch(/at=[\d.]+,[\d.]+,17/);
  }));

test("the whole network says what is measured, estimated and stale, and a planted bad sensor stands at the top", async () => {
  const { page } = screen;
  await page.goto(`${url}/?area=${COUNTY}&panel=model&color=pressure`);
  await page.getByRole("heading", { name: "可疑测点" }).waitFor(SLOWLY);
  await page.getByRole("heading", { name: "失去供气后的管存时间" }).waitFor(SLOWLY);
  for (const word of ["实测", "推算", "过期"]) expect(await page.getByText(word).count(), word).toBeGreaterThan(0);

  const state = async () =>
    getModelState.reply.parse(await (await page.request.get(`${url}/api/model/state?area=${COUNTY}`)).json());
  const { sensors } = await state();
  // Forty times as much must still be something that a sensor can measure: else it is refused at the door.
  const good = sensors.find(
    ({ isSuspect, unit, measured }) => !isSuspect && unit === "kPa" && measured > 1 && measured < 500,
  );
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
  expect(screen.complaints.filter((one) => !WITHOUT_LINE.test(one))).toEqual([]);
});
