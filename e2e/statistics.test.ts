import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { contentHash, type Json, uuidV7 } from "#contract/field/canonical.ts";
import { CSRF_HEADER } from "#contract/session.ts";
import { getStatistics } from "#contract/statistics.ts";
import { listRevisions } from "#contract/statistics-routes.ts";
import { dayIn } from "#model/field/due.ts";
import { settled, signIn } from "./driver.ts";
import { openBrowser, openScreen } from "./screen.ts";

const url = inject("productUrl");
const password = inject("password");
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** A loaded machine answers and draws slowly; how fast a figure is, the bench measures. */
const SLOWLY = { timeout: 60_000 };
const DAY_MS = 86_400_000;
const dayAfter = (days: number): string => dayIn(Date.now() + days * DAY_MS);

const panel = (page: Page) => page.getByRole("region", { name: "统计分析" });
const total = async (page: Page): Promise<number> =>
  Number(((await page.locator(".statistics-total strong").textContent()) ?? "").replaceAll(",", ""));
const names = (page: Page) => panel(page).locator(".statistics-table tbody th").allTextContents();

async function openStatistics(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "功能" }).getByRole("button", { name: "统计分析" }).click();
  await page.locator(".statistics-total").waitFor(SLOWLY);
}

test("an analyst asks for rural doors due by county, opens the worst bar's records, takes the figures away as XLSX and GeoPackage, and a colleague of a city sees the city's alone by the same link", async () => {
  const [mine, theirs] = [await openScreen(browser, url, "desktop"), await openScreen(browser, url, "desktop")];
  try {
    const { page } = mine;
    await signIn(page, "analyst", password, "/");
    await openStatistics(page);
    await panel(page).getByLabel(/^指标/).selectOption("checksOverdue");
    await panel(page).getByLabel("添加筛选").selectOption("gasKind:rural_ng");
    await panel(page).getByLabel(/^行/).selectOption("county");
    // By the season's end, and after: the made-up doors have just been planned.
    await panel(page).getByLabel(/^止/).fill(dayAfter(120));
    await expect.poll(() => total(page), SLOWLY).toBeGreaterThan(0);
    await expect.poll(() => page.locator(".chart-box canvas").count(), SLOWLY).toBe(1);
    await settled(page);
    const box = await page.locator(".chart-box").boundingBox();
    if (!box) throw new Error("there is no chart");
    // More counties than bars: the largest stands on top.
    const opened = panel(page)
      .getByText(/的明细$/)
      .first();
    await expect
      .poll(async () => {
        if ((await opened.count()) === 0) await page.mouse.click(box.x + 0.5 * box.width, box.y + 16);
        return opened.count();
      }, SLOWLY)
      .toBe(1);
    const records = panel(page).locator(".statistics-records tbody tr");
    await expect.poll(() => records.count(), SLOWLY).toBeGreaterThan(0);
    // The address follows the screen a moment later.
    await expect.poll(() => page.url(), SLOWLY).toMatch(/stat=checksOverdue.*cell=\d{6}/);
    for (const [format, beginning] of [
      ["Excel（XLSX）", "PK"],
      ["GeoPackage", "SQLite format 3"],
    ] as const) {
      await panel(page).getByRole("button", { name: format, exact: true }).click();
      const link = panel(page).getByRole("link", {
        name: format === "GeoPackage" ? /下载 .*\.gpkg$/ : /下载 .*\.xlsx$/,
      });
      await link.waitFor(SLOWLY);
      const file = await page.request.get(new URL((await link.getAttribute("href")) ?? "", url).href);
      expect((await file.body()).subarray(0, beginning.length).toString("latin1")).toBe(beginning);
    }
    const whole = await total(page);
    await signIn(theirs.page, "city", password, `/${new URL(page.url()).search}`);
    await theirs.page.locator(".statistics-total").waitFor(SLOWLY);
    await expect.poll(() => total(theirs.page), SLOWLY).toBeGreaterThan(0);
    expect(await total(theirs.page)).toBeLessThan(whole);
    const areas = (await (await theirs.page.request.get(`${url}/api/areas`)).json()) as { areas: { name: string }[] };
    const own = areas.areas.map(({ name }) => name);
    expect((await names(theirs.page)).filter((name) => !own.includes(name))).toEqual([]);
    expect([...mine.complaints, ...theirs.complaints]).toEqual([]);
  } finally {
    await mine.context.close();
    await theirs.context.close();
  }
});

/** A finding with a hazard, of ten days ago, that comes only now. */
async function sendLate(page: Page): Promise<void> {
  const found = Date.now() - 10 * DAY_MS;
  const at = new Date(found).toISOString();
  const me = (await (await page.request.get(`${url}/api/session`)).json()) as { account: string; csrf: string };
  const stations = (await (await page.request.get(`${url}/api/stations?area=130123&limit=1`)).json()) as {
    stations: { id: string; lngLat: [number, number] }[];
  };
  const station = stations.stations[0];
  if (!station) throw new Error("the demo's whole county has no station");
  const { lngLat } = station;
  const record = {
    id: uuidV7(found),
    kind: "finding",
    form: { id: "patrol", version: 1 },
    author: me.account,
    device: { id: "phone-late", app: "1.0.0", platform: "test" },
    startedAt: at,
    finishedAt: at,
    clockOffsetMs: 0,
    place: { lngLat, accuracyM: 5, at, isMock: false },
    taskId: null,
    replaces: null,
    body: {
      patrolId: null,
      code: "exposed_pipe",
      on: { kind: "station", id: station.id },
      lngLat,
      hazard: {
        id: uuidV7(found + 1),
        item: "exposed_pipe",
        grade: "general",
        note: "迟报",
        photos: [],
        isNotified: false,
      },
      photos: [],
      voice: [],
      note: "",
    },
    attachments: [],
  };
  const reply = await page.request.post(`${url}/api/field/records`, {
    headers: { [CSRF_HEADER]: me.csrf, origin: url },
    data: { record, hash: await contentHash(record as unknown as Json) },
  });
  expect(await reply.json()).toMatchObject({ reasons: [] });
}

test("a late upload changes a figure, and the page says by how much, where, and that it came late", async () => {
  const [reader, sender] = [await openScreen(browser, url, "desktop"), await openScreen(browser, url, "desktop")];
  try {
    const { page } = reader;
    await signIn(page, "county", password, "/?panel=statistics&stat=hazardsFound&by=hazardGrade");
    await page.locator(".statistics-total").waitFor(SLOWLY);
    const before = await total(page);
    const since = new Date(Date.now() - 1000).toISOString();
    await signIn(sender.page, "inspector", password, "/");
    await sender.page.getByRole("navigation", { name: "所在区域" }).waitFor(SLOWLY);
    await sendLate(sender.page);
    await page.reload();
    await expect.poll(() => total(page), SLOWLY).toBe(before + 1);
    await panel(page).getByText("+1：正定县迟报").first().waitFor(SLOWLY);
    // The figure as known before is still there to be asked for.
    const ask = `measure=hazardsFound&known=${since}`;
    const then = getStatistics.reply.parse(await (await page.request.get(`${url}/api/statistics?${ask}`)).json());
    expect(then.total).toBe(before);
    const why = await page.request.get(`${url}/api/statistics/revisions?measure=hazardsFound&since=${since}`);
    expect(listRevisions.reply.parse(await why.json())).toMatchObject({ before, after: before + 1 });
    expect(reader.complaints).toEqual([]);
  } finally {
    await reader.context.close();
    await sender.context.close();
  }
});

test("a figure opens to its rows, and a row to its evidence: photos that can be seen, times, device and receipt", async () => {
  const screen = await openScreen(browser, url, "desktop");
  try {
    const { page } = screen;
    await signIn(page, "county", password, "/?panel=statistics&stat=checksDone&by=visitOutcome");
    await panel(page).getByTitle("查看“正常入户”的明细").click(SLOWLY);
    const row = panel(page).locator(".statistics-records tbody tr").first();
    const link = row.getByRole("button");
    await link.waitFor(SLOWLY);
    const id = ((await link.textContent()) ?? "").trim();
    await row.getByText("正常入户").waitFor(SLOWLY);
    await link.click();
    const evidence = page.getByRole("region", { name: "外勤监管" });
    // The receipt's number is the row's own.
    await evidence.getByText(id, { exact: true }).waitFor(SLOWLY);
    const fact = (name: string) => evidence.locator("dt", { hasText: new RegExp(`^${name}$`) }).locator("+ dd");
    for (const time of ["开始", "完成", "上报", "入库"])
      expect(await fact(time).textContent(), time).toMatch(/^2\d{3}年.*\d\d:\d\d/);
    expect(await fact("设备").textContent()).toMatch(/\w/);
    expect(await evidence.getByText(/^[0-9a-f]{64}$/).count()).toBe(1);
    const photo = evidence.locator(".supervise-photos img").first();
    await photo.scrollIntoViewIfNeeded(SLOWLY);
    await expect.poll(() => photo.evaluate((img: HTMLImageElement) => img.naturalWidth), SLOWLY).toBeGreaterThan(0);
    expect(screen.complaints).toEqual([]);
  } finally {
    await screen.context.close();
  }
});

test("a word pressed in the table narrows map and figures together, and is undone", async () => {
  const screen = await openScreen(browser, url, "desktop");
  try {
    const { page } = screen;
    await signIn(page, "county", password, "/?panel=statistics&stat=pipeKm&by=material");
    await page.locator(".statistics-total").waitFor(SLOWLY);
    const whole = await total(page);
    await panel(page).locator(".statistics-table").getByRole("button", { name: "PE100", exact: true }).click();
    await expect.poll(() => total(page), SLOWLY).toBeLessThan(whole);
    // One home of the filter: the map's legend says it too.
    await page.locator(".chips .chip", { hasText: "PE100" }).first().waitFor(SLOWLY);
    await expect.poll(() => page.url()).toContain("material");
    await panel(page).getByRole("button", { name: "撤销" }).click();
    await expect.poll(() => total(page), SLOWLY).toBe(whole);
  } finally {
    await screen.context.close();
  }
});

test("areas side by side come by a link, one is taken off and put back by undo, and a colleague of a city sees those of the city's sight alone", async () => {
  const [mine, theirs] = [await openScreen(browser, url, "desktop"), await openScreen(browser, url, "desktop")];
  try {
    const link = "/?panel=statistics&stat=pipeKm&by=pressureLevel&cmp=area&vs=130200,130600,130123";
    const heads = (page: Page) => panel(page).locator(".statistics-table thead th");
    const { page } = mine;
    await signIn(page, "analyst", password, link);
    // The breakdown, the province, three areas, completeness.
    await expect.poll(() => heads(page).count(), SLOWLY).toBe(6);
    await settled(page);
    await panel(page).getByRole("button", { name: "取消对比 唐山市" }).press("Enter");
    await expect.poll(() => heads(page).count(), SLOWLY).toBe(5);
    await expect.poll(() => page.url(), SLOWLY).toContain("vs=130600,130123");
    await panel(page).getByRole("button", { name: "撤销" }).click();
    await expect.poll(() => page.url(), SLOWLY).toContain("vs=130200,130600,130123");
    await signIn(theirs.page, "city", password, link);
    await panel(theirs.page).getByText("链接中的部分对比区域不在您的范围内，未显示。").waitFor(SLOWLY);
    await expect
      .poll(() => heads(theirs.page).allTextContents(), SLOWLY)
      .toEqual(expect.arrayContaining([expect.stringContaining("正定县")]));
    expect((await heads(theirs.page).allTextContents()).join()).not.toMatch(/唐山|保定/);
    expect([...mine.complaints, ...theirs.complaints]).toEqual([]);
  } finally {
    await mine.context.close();
    await theirs.context.close();
  }
});

test("a report is frozen, verified and printed on A4", async () => {
  const screen = await openScreen(browser, url, "desktop");
  try {
    const { page } = screen;
    await signIn(page, "county", password, "/?panel=statistics&stat=pipeKm&by=enterprise");
    await page.locator(".statistics-total").waitFor(SLOWLY);
    await panel(page).getByRole("button", { name: "固化报告" }).click();
    await panel(page).getByRole("button", { name: "核验" }).first().click();
    await panel(page).getByText("指纹一致，按当时所知重算数字相同。").waitFor(SLOWLY);
    await panel(page).getByRole("button", { name: "打印报告" }).first().click();
    await page
      .getByRole("dialog")
      .getByText(/SHA-256 [0-9a-f]{64}/)
      .waitFor(SLOWLY);
    const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
  } finally {
    await screen.context.close();
  }
});
