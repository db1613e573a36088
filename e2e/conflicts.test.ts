import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import {
  CONFLICTS,
  decide,
  fateOf,
  openNewest,
  SLOWLY,
  says,
  sendTwice,
  takeBack,
  tellsApart,
} from "./conflict-driver.ts";
import { signIn } from "./driver.ts";
import { openBrowser, openScreen } from "./screen.ts";

const url = inject("productUrl");
const password = inject("password");
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test("two phones send one number with two contents; a supervisor sees both, lets the second count, takes it back, and the phone is told each time", async () => {
  const [desk, phone] = [await openScreen(browser, url, "desktop"), await openScreen(browser, url, "phone")];
  try {
    await signIn(phone.page, "inspector", password);
    await expect.poll(async () => (await phone.page.request.get("/api/session")).status(), SLOWLY).toBe(200);
    const notes = ["井盖旁堆土", "堆土已清走"] as const;
    const sent = await sendTwice(phone.page, notes);
    expect(await fateOf(phone.page, sent, sent.other)).toBe("open");
    const { page } = desk;
    await signIn(page, "county", password, CONFLICTS);
    await says(page, "同一编号先后收到两份不同的内容");
    await openNewest(page);
    await tellsApart(page, notes);
    await decide(page, "后到的一份计入", "电话核实，以第二次为准");
    expect(await fateOf(phone.page, sent, sent.other)).toBe("counts");
    expect(await fateOf(phone.page, sent, sent.first)).toBe("set_aside");
    const link = page.url();
    await takeBack(page, "还要再问一次");
    await decide(page, "两份都计入", "两次都到过现场");
    expect(await fateOf(phone.page, sent, sent.first)).toBe("counts");
    expect(await fateOf(phone.page, sent, sent.other)).toBe("counts");
    await page.goto(link);
    await says(page, "两次都到过现场");
    expect([...desk.complaints, ...phone.complaints]).toEqual([]);
  } finally {
    await desk.context.close();
    await phone.context.close();
  }
});
