import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { contentHash, type Json, uuidV7 } from "#contract/field/canonical.ts";
import { settled, signIn } from "./driver.ts";
import { openBrowser, openScreen } from "./screen.ts";

const url = inject("productUrl");
const password = inject("password");
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** A loaded machine answers and draws slowly. */
const SLOWLY = { timeout: 60_000 };
const panel = (page: Page) => page.getByRole("region", { name: "外勤监管" });

/** How many open hazards the board counts. */
const counted = async (page: Page): Promise<number> => {
  const words = await panel(page).locator(".hazard-board .section-top .quiet").first().textContent();
  return Number(/[\d,]+/.exec(words ?? "")?.[0]?.replaceAll(",", ""));
};

test("a supervisor narrows the board to major hazards, opens the most pressing, presses it, and a colleague's link shows who pressed", async () => {
  const screen = await openScreen(browser, url, "desktop");
  try {
    const { page } = screen;
    await signIn(page, "province", password, "/?panel=supervise&work=hazards");
    await panel(page).locator(".hazard-row").first().waitFor(SLOWLY);
    await settled(page);
    const all = await counted(page);
    await panel(page).getByRole("button", { name: "只看一级" }).click();
    await expect.poll(() => counted(page)).toBeLessThan(all);
    const majors = await counted(page);
    // What the map draws of the first grade is what the board counts.
    await expect.poll(() => page.locator(".map-canvas").getAttribute("data-hazards"), SLOWLY).toBe(String(majors));
    await expect.poll(() => panel(page).locator(".hazard-row").count(), SLOWLY).toBe(Math.min(50, majors));
    await panel(page).locator(".hazard-row").first().click();
    await panel(page).getByRole("button", { name: "督办" }).click(SLOWLY);
    const note = `请今日内到场处置 ${Date.now()}`;
    await panel(page).getByRole("textbox", { name: "说明" }).fill(note);
    await panel(page).getByRole("button", { name: "确认" }).click();
    await panel(page).getByText(note).waitFor(SLOWLY);
    const link = page.url();
    expect(link).toContain("hazard=");
    const other = await openScreen(browser, url, "desktop");
    try {
      await signIn(other.page, "province", password, new URL(link).search);
      await panel(other.page).getByText(note).waitFor(SLOWLY);
    } finally {
      await other.context.close();
    }
    expect(screen.complaints).toEqual([]);
  } finally {
    await screen.context.close();
  }
});

/** Sends what a phone sends of a pipe that is built over, found where nobody's pipe is named. */
async function findMajorHazard(page: Page): Promise<void> {
  const now = Date.now();
  const at = (agoMs: number) => new Date(now - agoMs).toISOString();
  const hazard = {
    id: uuidV7(now),
    item: "occupation",
    grade: null,
    note: "板房压在管道上",
    photos: [],
    isNotified: false,
  };
  const lngLat = [114.564, 38.2085];
  const record = {
    id: uuidV7(now + 1),
    kind: "finding",
    form: { id: "finding", version: 1 },
    author: "inspector",
    device: { id: "phone-e2e", app: "1.0.0", platform: "test" },
    startedAt: at(60_000),
    finishedAt: at(1000),
    clockOffsetMs: 0,
    place: { lngLat, accuracyM: 5, at: at(2000), isMock: false },
    taskId: null,
    replaces: null,
    body: {
      ...{ patrolId: null, code: "occupation", on: { kind: "place", id: null }, lngLat },
      ...{ hazard, photos: [], voice: [], note: "" },
    },
    attachments: [],
  };
  const { csrf } = await (await page.request.get("/api/session")).json();
  const reply = await page.request.post("/api/field/records", {
    headers: { "x-csrf-token": csrf },
    data: { record, hash: await contentHash(record as unknown as Json) },
  });
  expect([reply.status(), (await reply.json()).hazards?.length]).toEqual([200, 1]);
}

test("a major hazard that an inspector sends is told at the desk within seconds, and opens from there", async () => {
  const [desk, phone] = [await openScreen(browser, url, "desktop"), await openScreen(browser, url, "phone")];
  try {
    await signIn(desk.page, "county", password, "/?panel=overview");
    await settled(desk.page);
    await signIn(phone.page, "inspector", password);
    await expect.poll(async () => (await phone.page.request.get("/api/session")).status(), SLOWLY).toBe(200);
    await findMajorHazard(phone.page);
    const notice = desk.page.getByRole("alert").filter({ hasText: "一级隐患" });
    await notice.waitFor({ timeout: 15_000 });
    await notice.getByRole("button", { name: "查看" }).click();
    await panel(desk.page).getByText("板房压在管道上").first().waitFor(SLOWLY);
    await panel(desk.page).getByText("监管部门自查").waitFor();
    expect(desk.complaints).toEqual([]);
  } finally {
    await desk.context.close();
    await phone.context.close();
  }
});
