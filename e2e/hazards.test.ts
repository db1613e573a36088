import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { serious } from "./axe.ts";
import { settled, signIn } from "./driver.ts";
import {
  BOARD,
  boardIsThere,
  counted,
  drawn,
  findMajorHazard,
  listed,
  majorNotice,
  openFigure,
  openMostPressing,
  openPage,
  pickGrade,
  pickPlace,
  SLOWLY,
  says,
  takeStep,
  tryPace,
  underFigure,
} from "./hazard-driver.ts";
import { openBrowser, openScreen } from "./screen.ts";

const url = inject("productUrl");
const password = inject("password");
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test("a supervisor picks a number of the board, opens the most pressing of its list, presses it, and a colleague's link shows who pressed", async () => {
  const screen = await openScreen(browser, url, "desktop");
  try {
    const { page } = screen;
    await signIn(page, "province", password, BOARD);
    await boardIsThere(page);
    await settled(page);
    const all = await counted(page);
    await pickGrade(page, "一级");
    await expect.poll(() => counted(page)).toBeLessThan(all);
    // What the map draws of the first grade is what the board counts.
    await expect.poll(() => drawn(page), SLOWLY).toBe(await counted(page));
    const told = await pickPlace(page, "一级", "期限");
    await expect.poll(() => counted(page)).toBe(told);
    await expect.poll(() => listed(page), SLOWLY).toBe(Math.min(50, told));
    await openMostPressing(page);
    const note = `请今日内到场处置 ${Date.now()}`;
    await takeStep(page, "督办", note);
    await says(page, note);
    await expect.poll(() => page.url()).toContain("hazard=");
    const link = page.url();
    const other = await openScreen(browser, url, "desktop");
    try {
      await signIn(other.page, "province", password, new URL(link).search);
      await says(other.page, note);
    } finally {
      await other.context.close();
    }
    expect(screen.complaints).toEqual([]);
  } finally {
    await screen.context.close();
  }
});

test("a major hazard that an inspector sends is told at the desk within seconds, and opens from there", async () => {
  const [desk, phone] = [await openScreen(browser, url, "desktop"), await openScreen(browser, url, "phone")];
  try {
    await signIn(desk.page, "county", password, "/?panel=overview");
    await settled(desk.page);
    await signIn(phone.page, "inspector", password);
    await expect.poll(async () => (await phone.page.request.get("/api/session")).status(), SLOWLY).toBe(200);
    await findMajorHazard(phone.page);
    const notice = majorNotice(desk.page);
    await notice.waitFor({ timeout: 15_000 });
    await notice.getByRole("button", { name: "查看" }).click();
    await says(desk.page, "板房压在管道上");
    await says(desk.page, "监管部门自查");
    expect(desk.complaints).toEqual([]);
  } finally {
    await desk.context.close();
    await phone.context.close();
  }
});

test.each(["desktop", "phone"] as const)(
  "a figure opens as many hazards as it counts, a rule tells what another pace costs, and axe has no serious finding: %s",
  async (size) => {
    const screen = await openScreen(browser, url, size);
    try {
      const { page } = screen;
      await signIn(page, "province", password, BOARD);
      await boardIsThere(page);
      expect(await serious(page, ".supervise")).toEqual([]);
      await openPage(page, "指标");
      const [, due] = await openFigure(page, "隐患整改率");
      await expect.poll(() => underFigure(page), SLOWLY).toBe(due);
      expect(await serious(page, ".supervise")).toEqual([]);
      await openPage(page, "规则");
      await tryPace(page, "农村居民入户安检", 3);
      expect(await serious(page, ".supervise")).toEqual([]);
      await openPage(page, "抽查");
      await says(page, "抽查批次");
      expect(await serious(page, ".supervise")).toEqual([]);
      expect(screen.complaints).toEqual([]);
    } finally {
      await screen.context.close();
    }
  },
);
