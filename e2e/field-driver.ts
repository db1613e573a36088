import type { Locator, Page } from "playwright-core";

/** What an inspector does at doors, in the words of the phone. */

/** Where the made-up inspector's county has its doors: near enough for a position. */
export const HERE = { longitude: 114.5638, latitude: 38.2087, accuracy: 12 } as const;

/** The smallest picture there is: what the camera would have taken. */
const PHOTO = {
  name: "photo.png",
  mimeType: "image/png",
  buffer: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  ),
};

/** A number that is good at each item that asks for one. */
const GOOD_NUMBERS: Readonly<Record<string, string>> = { B5: "2.1", D2: "1.5", C3: "318", G2: "0.8" };

/** The phone has been told the day's work and can start without a network. */
export async function readyForTheField(page: Page): Promise<void> {
  await page.locator(".field-tasks .field-task").first().waitFor({ timeout: 60_000 });
  await page.getByText("可离线使用：").waitFor({ timeout: 60_000 });
}

export const tab = (page: Page, name: string): Locator =>
  page.getByRole("navigation", { name: "主导航" }).getByRole("button", { name });

/** Opens the first door that is not done yet and begins its form. @returns its address */
export async function beginNextDoor(page: Page): Promise<string> {
  await page.getByRole("region", { name: "今日任务" }).locator(".field-task").first().click();
  const address = (await page.getByRole("heading", { level: 2 }).first().textContent()) ?? "";
  await page.getByRole("button", { name: "开始入户" }).click();
  await page.getByRole("group", { name: "到访结果" }).waitFor();
  await page.getByText(/已定位/).waitFor();
  return address;
}

export const choose = (page: Page, outcome: string): Promise<void> =>
  page.getByRole("group", { name: "到访结果" }).getByRole("button", { name: outcome, exact: true }).click();

/** Takes a photo, and waits until it is on the phone. */
export async function photograph(place: Locator): Promise<void> {
  const before = await place.locator(".field-thumb").count();
  await place.locator('input[type="file"]').setInputFiles(PHOTO);
  await place.locator(".field-thumb").nth(before).waitFor();
}

async function answerItem(item: Locator, isBad: boolean): Promise<void> {
  const id = (await item.locator("legend b").textContent()) ?? "";
  const isRequired = (await item.getByText("必填").count()) > 0;
  if (!isRequired) return;
  const words = isBad ? "不合格" : "合格";
  if ((await item.getByRole("button", { name: words, exact: true }).count()) > 0)
    await item.getByRole("button", { name: words, exact: true }).click();
  else if (id === "E3") await item.getByRole("button", { name: isBad ? "直排式" : "无", exact: true }).click();
  else await item.locator('input[type="number"]').fill(GOOD_NUMBERS[id] ?? "1");
  if ((await item.locator('input[type="file"]').count()) > 0) await photograph(item);
}

/** Answers items of the checklist from the `from`-th on, all good but those named, at most `most` of them. */
export async function answerItems(page: Page, bad: readonly string[] = [], from = 0, most = 99): Promise<void> {
  const items = page.locator(".field-item");
  // An answer may bring further items: counted anew each time.
  for (let i = from; i < Math.min(from + most, await items.count()); i++) {
    const id = (await items.nth(i).locator("legend b").textContent()) ?? "";
    await answerItem(items.nth(i), bad.includes(id));
  }
}

/** The resident signs with a finger. */
export async function sign(page: Page): Promise<void> {
  const pad = page.getByRole("img", { name: "请用户在此签名" });
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  if (!box) throw new Error("there is nothing to sign on");
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height - 10, { steps: 6 });
  await page.mouse.up();
  await page.getByRole("button", { name: "确认签名" }).click();
  await page.getByText("已签名").waitFor();
}

/** Finishes the form: the record is on the phone when this is done. */
export async function finish(page: Page): Promise<void> {
  await page.getByText("已存本机").waitFor();
  await page.getByRole("button", { name: "完成并保存" }).click();
  await page
    .getByText(/已保存在本机/)
    .first()
    .waitFor();
}

/** Finishes a form with hazards, after which the resident's notice lies open. */
export async function finishWithNotice(page: Page): Promise<void> {
  await finish(page);
  await page.getByRole("heading", { name: "燃气安全隐患告知单" }).waitFor();
  await page.getByRole("button", { name: "完成", exact: true }).click();
}

/** States of this phone's records, as the list shows them. */
export async function recordStates(page: Page): Promise<string[]> {
  const rows = page.getByRole("list", { name: "我的记录" }).locator(".field-state");
  return (await rows.allTextContents()).map((text) => text.trim());
}
