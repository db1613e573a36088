import type { Locator, Page } from "playwright-core";

/** What a person does, in the words of the product. Waits are for the product's own signs, never for a clock. */

export async function signIn(page: Page, account: string, password: string, path = "/"): Promise<void> {
  await page.goto(path);
  await page.getByLabel("账号", { exact: true }).fill(account);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
}

/** The map has drawn everything it knows and nothing moves. */
export async function settled(page: Page): Promise<void> {
  await page.locator('[data-settled="true"]').waitFor({ timeout: 150_000 });
}

export const breadcrumb = (page: Page): Locator => page.getByRole("navigation", { name: "所在区域" });

/** Names in the breadcrumb, from the top down. */
export async function whereAmI(page: Page): Promise<string> {
  return ((await breadcrumb(page).textContent()) ?? "").replaceAll(/\s+/g, " ").trim();
}

/** Drills to a sub-area by its row in the overview's comparison table. */
export async function drillByTable(page: Page, name: string): Promise<void> {
  const row = page.getByRole("row").filter({ hasText: name }).first();
  await row.getByRole("button", { name }).first().click();
  await breadcrumb(page).getByText(name).waitFor();
}

export async function searchFor(page: Page, text: string): Promise<Locator> {
  await page.keyboard.press("/");
  await page.getByRole("combobox", { name: "搜索" }).fill(text);
  const hits = page.getByRole("option");
  await hits.first().waitFor();
  return hits;
}

/** Draws around a region freehand with the mouse. Corners are shares of the map's width and height. */
export async function lasso(page: Page, corners: readonly (readonly [number, number])[]): Promise<void> {
  await page.getByRole("group", { name: "圈选管道" }).getByRole("button", { name: "套索" }).click();
  const box = await page.locator("[data-settled]").first().boundingBox();
  if (!box) throw new Error("there is no map to draw on");
  const at = ([x, y]: readonly [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
  const [first = [0.5, 0.5], ...others] = corners;
  await page.mouse.move(...at(first));
  await page.mouse.down();
  for (const corner of [...others, first]) await page.mouse.move(...at(corner), { steps: 12 });
  await page.mouse.up();
}

/** How many pixels of a picture lie near a colour (#rrggbb), out of those looked at. Decoded in the page, so that no image library is needed. */
export async function pixelsNear(page: Page, colour: string, tolerance = 24): Promise<number> {
  const shot = await page.locator("[data-settled]").first().screenshot();
  const near = async ([png, hex, reach]: [string, string, number]) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    if (!context) throw new Error("no 2d context");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const want = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      if (want.every((value, band) => Math.abs((data[i + band] ?? 0) - value) <= reach)) count += 1;
    }
    return count;
  };
  // Not the product's page: its policy forbids fetching data addresses.
  const blank = await page.context().newPage();
  try {
    return await blank.evaluate(near, [shot.toString("base64"), colour, tolerance] as [string, string, number]);
  } finally {
    await blank.close();
  }
}

/** Takes the map's WebGL context away for good, as a driver's crash would, and waits for the new canvas. @returns ms until it stands. */
export async function loseContext(page: Page): Promise<number> {
  const lost = performance.now();
  await page.evaluate(() => {
    for (const canvas of document.querySelectorAll("canvas")) {
      canvas.dataset.isLost = "true";
      canvas.getContext("webgl2")?.getExtension("WEBGL_lose_context")?.loseContext();
    }
  });
  await page.locator(".map-canvas canvas:not([data-is-lost])").first().waitFor({ timeout: 20_000 });
  return performance.now() - lost;
}

/** Sizes of the map in CSS pixels and in pixels drawn, [width, height] each. */
export const mapPixels = (page: Page): Promise<{ css: number[]; drawn: number[] }> =>
  page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>(".map-canvas canvas");
    if (!canvas) throw new Error("there is no map");
    return { css: [canvas.clientWidth, canvas.clientHeight], drawn: [canvas.width, canvas.height] };
  });

/** Has the page believe that a graphics card draws: nothing is left out then. Before the page is opened. */
export const pretendGraphicsCard = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const names = "WEBGL_debug_renderer_info";
    const getExtension = WebGL2RenderingContext.prototype.getExtension as (name: string) => unknown;
    WebGL2RenderingContext.prototype.getExtension = function (this: WebGL2RenderingContext, name: string) {
      return name === names ? null : getExtension.call(this, name);
    } as typeof WebGL2RenderingContext.prototype.getExtension;
  });
