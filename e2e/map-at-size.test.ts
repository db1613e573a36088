import type { Browser, Locator, Page, Request } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PRESSURE_LEVELS } from "#contract/gas.ts";
import type { Bbox, LngLat } from "#contract/route.ts";
import { pipeLevelsAt } from "#contract/tiles.ts";
import { lasso, settled, signIn } from "./driver.ts";
import { openBrowser, openScreen, type Screen } from "./screen.ts";
import { startWideNetwork, type WideNetwork } from "./wide-network.ts";

let wide: WideNetwork;
let browser: Browser;
beforeAll(async () => {
  wide = await startWideNetwork();
  browser = await openBrowser();
}, 600_000);
afterAll(async () => {
  await browser?.close();
  await wide?.stop();
});

async function on(path: string, tell: (screen: Screen) => Promise<void>): Promise<void> {
  const screen = await openScreen(browser, wide.product.url);
  try {
    await signIn(screen.page, "province", wide.product.password, path);
    await settled(screen.page);
    await tell(screen);
    expect(screen.complaints).toEqual([]);
  } finally {
    await screen.context.close();
  }
}

const legend = (page: Page): Locator => page.getByRole("region", { name: "管道图例" });
const isTo = (path: string) => (request: Request) => new URL(request.url()).pathname === path;

interface Sum {
  readonly count: number;
  readonly km: number;
}

/** What the tables hold of a condition, by a column. */
async function sumsBySql(by: string, where: string, values: readonly unknown[]): Promise<Map<string, Sum>> {
  const { rows } = await wide.sql.query(
    `select ${by} as key, count(*)::int as count, sum(length_m) / 1000 as km from pipe where ${where} group by 1`,
    [...values],
  );
  return new Map(rows.map(({ key, count, km }) => [key as string, { count, km }]));
}

const total = (sums: Iterable<Sum>): Sum =>
  [...sums].reduce((sum, one) => ({ count: sum.count + one.count, km: sum.km + one.km }), { count: 0, km: 0 });

const IN_BOX =
  "geom && st_makeenvelope($1, $2, $3, $4, 4490) and st_intersects(geom, st_makeenvelope($1, $2, $3, $4, 4490))";
const IN_POLYGON = "st_intersects(geom, st_setsrid(st_geomfromgeojson($1), 4490))";

const geoJson = (polygon: readonly LngLat[]) =>
  JSON.stringify({ type: "Polygon", coordinates: [[...polygon, polygon[0]]] });

/** Numbers of a row as a person reads them: "1,234" and "56.7". */
const read = (text: string | null | undefined): number => Number((text ?? "").replaceAll(/[^\d.]/g, ""));
/** Lengths are read with one or two decimals, or none from 1 000 km on. */
const near = (km: number) => (km >= 1000 ? 1 : km >= 10 ? 0.06 : 0.006);

const rowOf = (page: Page, name: string): Locator =>
  legend(page)
    .locator(".legend-row")
    .filter({ has: page.getByText(name, { exact: true }) });

async function rowSum(page: Page, name: string): Promise<Sum> {
  const [count, km] = await rowOf(page, name).locator(".legend-number").allTextContents();
  return { count: read(count), km: read(km) };
}

/** Waits until the numbers belong to the question asked last. */
const counted = (page: Page) => page.locator('.legend-rows[aria-busy="false"]').waitFor();

test("the legend's counts equal a query of the tables, at each zoom, with what the zoom leaves out", async () => {
  const asked: { bbox: Bbox; zoom: number }[] = [];
  for (const at of ["38.05,114.8,8.4", "38.2,114.57,10.6", "38.2085,114.5640,13"]) {
    await on(`/?at=${at}`, async ({ page }) => {
      page.on("request", (request) => {
        if (isTo("/api/network/count")(request)) asked.push(request.postDataJSON());
      });
      await page.reload();
      await settled(page);
      await expect.poll(() => asked.length).toBeGreaterThan(0);
      await counted(page);
      const last = asked.at(-1);
      if (!last) throw new Error("the legend asked nothing");
      const levels = await sumsBySql("pressure_level", IN_BOX, last.bbox);
      const drawn = new Set<string>(pipeLevelsAt(last.zoom).map((k) => PRESSURE_LEVELS[k] ?? ""));
      for (const [level, name] of [
        ["HP_A", "高压A"],
        ["MP_A", "中压A"],
        ["LP", "低压"],
      ] as const) {
        const is = await rowSum(page, name);
        const should = (drawn.has(level) && levels.get(level)) || { count: 0, km: 0 };
        expect(is.count, `${name} at ${at}`).toBe(should.count);
        expect(Math.abs(is.km - should.km), `${name} at ${at}, km`).toBeLessThanOrEqual(near(should.km));
      }
      const out = total([...levels].filter(([level]) => !drawn.has(level)).map(([, sum]) => sum));
      const note = legend(page).getByText(/^此级别不画/);
      if (drawn.size === PRESSURE_LEVELS.length) expect(await note.count()).toBe(0);
      else expect(read(/ ([\d,]+) 条/.exec((await note.textContent()) ?? "")?.[1])).toBe(out.count);
    });
  }
});

test("50 000 pipes are lassoed, and their number and length agree with the tables", () =>
  on("/", async ({ page }) => {
    expect(wide.pipes).toBeGreaterThan(50_000);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "缩小" }).click();
    await settled(page);
    const asking = page.waitForRequest(isTo("/api/network/select"));
    await lasso(page, [
      [0.3, 0.15],
      [0.97, 0.15],
      [0.97, 0.93],
      [0.3, 0.93],
    ]);
    const { polygon } = (await asking).postDataJSON() as { polygon: LngLat[] };
    const panel = page.getByRole("region", { name: "区域统计" });
    await panel.getByRole("heading", { name: "按材质" }).waitFor();
    const figures = panel.locator(".region-figures dd");
    const levels = await sumsBySql("pressure_level", IN_POLYGON, [geoJson(polygon)]);
    const all = total(levels.values());
    expect(all.count).toBeGreaterThan(50_000);
    expect(read(await figures.nth(0).textContent())).toBe(all.count);
    expect(Math.abs(read(await figures.nth(1).textContent()) - all.km)).toBeLessThanOrEqual(1);
    const low = panel.getByRole("row", { name: /低压/ });
    expect(await low.textContent()).toContain(`${levels.get("LP")?.count.toLocaleString("zh-CN")} 条`);
  }));

test("a lasso through a town takes what the tables say meets it, with a filter on", () =>
  on("/?at=38.2085,114.5640,13&only=level:LP", async ({ page }) => {
    const asking = page.waitForRequest(isTo("/api/network/select"));
    await lasso(page, [
      [0.45, 0.3],
      [0.62, 0.35],
      [0.58, 0.6],
      [0.42, 0.7],
    ]);
    const { polygon } = (await asking).postDataJSON() as { polygon: LngLat[] };
    const panel = page.getByRole("region", { name: "区域统计" });
    await panel.getByRole("heading", { name: "按材质" }).waitFor();
    const all = total(
      (await sumsBySql("material", `${IN_POLYGON} and pressure_level = 'LP'`, [geoJson(polygon)])).values(),
    );
    expect(all.count).toBeGreaterThan(100);
    // Places of the snapshot are rounded to centimetres: a pipe that ends on the line may fall to either side.
    const count = read(await panel.locator(".region-figures dd").nth(0).textContent());
    expect(Math.abs(count - all.count)).toBeLessThanOrEqual(Math.max(1, all.count / 2000));
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
  }));

test("colour and filters change while live data flows, and the link brings both back", () =>
  on("/?area=130123&at=38.2085,114.5640,13", async ({ page }) => {
    await page.getByText(/^实时/).first().waitFor();
    for (const [value, name] of [
      ["age", "管龄"],
      ["material", "材质"],
      ["pressure", "运行压力"],
      ["quality", "数据质量"],
      ["level", "压力级别"],
    ] as const) {
      await legend(page).getByRole("combobox", { name: "着色" }).selectOption(value);
      await legend(page).getByRole("list", { name }).waitFor();
      await settled(page);
    }
    await counted(page);
    const before = await rowSum(page, "低压");
    await rowOf(page, "低压").click();
    await legend(page).getByRole("combobox", { name: "着色" }).selectOption("material");
    await rowOf(page, "PE100").click();
    await expect.poll(() => page.url()).toContain("color=material&only=level:LP,material:PE100");
    await counted(page);
    const after = await rowSum(page, "PE100");
    expect(after.count).toBeGreaterThan(0);
    expect(after.count).toBeLessThan(before.count);
    await page.reload();
    await settled(page);
    await counted(page);
    await expect.poll(() => rowSum(page, "PE100")).toEqual(after);
    await legend(page).getByRole("button", { name: "全部取消" }).click();
    await expect.poll(() => page.url()).not.toContain("only=");
    await page.keyboard.press("Control+z");
    await expect.poll(() => page.url()).toContain("only=level:LP,material:PE100");
    await page.getByText(/^实时/).first().waitFor();
  }));
