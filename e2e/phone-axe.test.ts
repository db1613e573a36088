import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { field as fieldEn } from "#lib/i18n/en/field.ts";
import { fieldMore as moreEn } from "#lib/i18n/en/field-more.ts";
import { legend as legendEn } from "#lib/i18n/en/legend.ts";
import { shell as shellEn } from "#lib/i18n/en/shell.ts";
import { field as fieldZh } from "#lib/i18n/zh/field.ts";
import { fieldMore as moreZh } from "#lib/i18n/zh/field-more.ts";
import { legend as legendZh } from "#lib/i18n/zh/legend.ts";
import { shell as shellZh } from "#lib/i18n/zh/shell.ts";
import { phoneFindings } from "./axe.ts";
import { settled, signIn } from "./driver.ts";
import { HERE, readyForTheField, tab } from "./field-driver.ts";
import { openBrowser, openScreen } from "./screen.ts";

const url = inject("productUrl");
const password = inject("password");
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const LANGUAGES = {
  "zh-CN": { field: fieldZh, more: moreZh, legend: legendZh, shell: shellZh, name: "中文" },
  en: { field: fieldEn, more: moreEn, legend: legendEn, shell: shellEn, name: "English" },
} as const;
type Words = (typeof LANGUAGES)[keyof typeof LANGUAGES];

const SLOWLY = { timeout: 60_000 };
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const open = (page: Page, { shell }: Words, name: "today" | "map" | "mine") =>
  page.getByRole("navigation", { name: shell.phone.tabs }).getByRole("button", { name: shell.phone[name] }).click();

/** The inspector's phone at 390 × 844 in a language, with the day's work. */
async function onPhone(language: keyof typeof LANGUAGES, act: (page: Page, words: Words) => Promise<void>) {
  const { page, context } = await openScreen(browser, url, "phone");
  try {
    await context.grantPermissions(["geolocation"]);
    await context.setGeolocation(HERE);
    await signIn(page, "inspector", password);
    await readyForTheField(page);
    await tab(page, "我的").click();
    await button(page, LANGUAGES[language].name).click();
    await page.locator(`html[lang="${language}"]`).waitFor();
    await act(page, LANGUAGES[language]);
  } finally {
    await context.close();
  }
}

const clean = async (page: Page, screen: string) => expect(await phoneFindings(page), screen).toEqual([]);

test.each(["zh-CN", "en"] as const)(
  "the household check and the resident's notice have no finding of axe: %s",
  (language) =>
    onPhone(language, async (page, words) => {
      await open(page, words, "today");
      // Works near pipes may stand above the doors.
      const door = page.getByRole("region", { name: words.field.today.tasks }).locator(".field-task").first();
      await door.waitFor();
      await clean(page, "the day");
      await door.click();
      await clean(page, "a task");
      await button(page, words.field.task.begin.door).click();
      const outcomes = page.getByRole("group", { name: words.field.check.outcome }).getByRole("button");
      await outcomes.first().waitFor();
      await clean(page, "a form that is not begun");
      for (const outcome of (await outcomes.all()).slice(1)) {
        await outcome.click();
        await clean(page, `the outcome ${await outcome.textContent()}`);
      }
      await outcomes.first().click();
      await page.locator(".field-item").first().waitFor();
      // All that can be answered by a choice is answered badly: notes, photos and hazards open.
      // An answer may bring further items: counted anew each time.
      const items = page.locator(".field-item:has(fieldset)");
      for (let i = 0; i < (await items.count()); i++) await items.nth(i).getByRole("button").nth(1).click();
      await clean(page, "a form of bad answers");
      await button(page, words.field.check.finish).click();
      await page.locator(".field-lacks").waitFor();
      await clean(page, "what a form lacks");
      await button(page, words.field.lack.saveAnyway).click();
      await page.getByRole("heading", { name: words.field.notice.title }).waitFor();
      await clean(page, "the resident's notice");
    }),
);

test.each(["zh-CN", "en"] as const)("the map pack and the phone's map have no finding of axe: %s", (language) =>
  onPhone(language, async (page, words) => {
    await button(page, words.more.pack.take).waitFor(SLOWLY);
    await clean(page, "no pack");
    await button(page, words.more.pack.take).click();
    await button(page, words.more.pack.stop).waitFor();
    await clean(page, "a pack on its way");
    // Stopped before anything has come, there is no part to go on with.
    const bar = page.getByRole("progressbar", { name: words.more.pack.title });
    await expect.poll(async () => Number(await bar.getAttribute("value")), SLOWLY).toBeGreaterThan(0);
    await button(page, words.more.pack.stop).click();
    await button(page, words.more.pack.goOn).waitFor(SLOWLY);
    await clean(page, "a part of a pack");
    await button(page, words.more.pack.drop).click();
    await open(page, words, "map");
    await page.locator(".phone-map canvas").first().waitFor(SLOWLY);
    await settled(page);
    await clean(page, "the map");
    await button(page, words.legend.open).click();
    await clean(page, "the map's legend");
  }),
);
