import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { ROOT } from "#scripts/steps.ts";
import { searchFor, settled, signIn } from "./driver.ts";
import { type Product, startProduct } from "./product.ts";
import { openBrowser, openScreen, type Size } from "./screen.ts";
import { COUNTY, straightPipe } from "./straight-pipe.ts";

/** `npm run pictures [-- name …]`: starts the product on a fresh demo province and takes the pictures in docs/pictures/ from it. */
interface Picture {
  readonly name: string;
  readonly path: string;
  readonly account?: string;
  readonly size?: Size;
  readonly dark?: boolean;
  /** Phone pages without the map have nothing to settle. */
  readonly hasMap?: boolean;
  /** What such a page says when it is whole. */
  readonly says?: string;
  /** What is done before the picture is taken. */
  readonly act?: (page: Page) => Promise<void>;
}

async function openCityGate(page: Page): Promise<void> {
  await (await searchFor(page, "门站")).first().click();
  await page.getByText("实时测点").first().waitFor();
}

/** A leak on a street's pipe, worked out: valves in the order of closing, who loses gas, how far to keep away. */
async function planLeak(page: Page): Promise<void> {
  const { at } = await straightPipe(page, new URL(page.url()).origin);
  await page.goto(`/?area=${COUNTY}&at=${at[1]},${at[0]},17`);
  await settled(page);
  await page.getByRole("group", { name: "分析工具" }).getByRole("button", { name: "关阀分析" }).click();
  await page.getByText("断网后仍可分析").waitFor();
  await page.locator(".map-box canvas").first().press("Enter");
  await page.getByText(/用时 \d+ ms/).waitFor();
  await page.locator(".panel .skeleton").first().waitFor({ state: "detached" });
}

/** The past, on the same screen. */
async function openPast(page: Page): Promise<void> {
  await page.getByRole("button", { name: "回放" }).click();
  await page.locator('.past-frame[data-shown="true"]').waitFor();
}

const openMap = (page: Page) => page.getByRole("navigation", { name: "主导航" }).getByText("地图").click();

const PICTURES: readonly Picture[] = [
  { name: "province", path: "/?panel=overview" },
  { name: "province-dark", path: "/?panel=overview", dark: true },
  { name: "city", path: "/?area=130100&panel=overview", account: "city" },
  { name: "county", path: "/?area=130123&panel=overview", account: "county" },
  { name: "town", path: "/?area=130123&at=38.2085,114.5640,13.4&panel=layers", account: "county" },
  { name: "station", path: "/?area=130123", account: "county", act: openCityGate },
  { name: "station-dark", path: "/?area=130123", account: "county", act: openCityGate, dark: true },
  { name: "plan", path: `/?area=${COUNTY}`, account: "county", act: planLeak },
  { name: "alarms", path: "/?panel=alarms" },
  { name: "past", path: "/?area=130100&panel=none", account: "city", act: openPast },
  { name: "wall", path: "/?wall=1", size: "wall", dark: true },
  { name: "hazards", path: "/?panel=supervise&work=hazards" },
  { name: "statistics", path: "/?panel=statistics" },
  { name: "phone-today", path: "/", account: "inspector", size: "phone", hasMap: false, says: "已完成" },
  { name: "phone-map", path: "/", account: "county", size: "phone", hasMap: false, act: openMap },
];

async function take(browser: Browser, product: Product, picture: Picture): Promise<void> {
  const screen = await openScreen(browser, product.url, picture.size, { dark: picture.dark === true });
  try {
    await signIn(screen.page, picture.account ?? "province", product.password, picture.path);
    if (picture.hasMap !== false) await settled(screen.page);
    else await screen.page.getByRole("navigation", { name: "主导航" }).waitFor();
    if (picture.says) await screen.page.getByText(picture.says).first().waitFor();
    if (picture.act) {
      await picture.act(screen.page);
      await settled(screen.page);
    }
    await screen.page.screenshot({ path: join(ROOT, `docs/pictures/${picture.name}.png`), animations: "disabled" });
    console.log(`docs/pictures/${picture.name}.png`);
  } finally {
    await screen.context.close();
  }
}

const asked = process.argv.slice(2);
mkdirSync(join(ROOT, "docs/pictures"), { recursive: true });
const dataDir = mkdtempSync(join(tmpdir(), "gas-one-map-pictures-"));
const product = await startProduct({ dataDir });
const browser = await openBrowser();
try {
  for (const picture of PICTURES.filter(({ name }) => asked.length === 0 || asked.includes(name)))
    await take(browser, product, picture);
} finally {
  await browser.close();
  await product.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
