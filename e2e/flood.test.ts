import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { type FloodTag, isWhole, listed, plantFlood, startFlood } from "#bench/alarms/page-flood.ts";
import { type ProductPage, withProduct, workWhile } from "#bench/method/product-page.ts";
import { quantile } from "#bench/method/stats.ts";
import { type JournalEntry, listAlarmJournal } from "#contract/alarms.ts";
import { listPastAlarms } from "#contract/history.ts";
import { listIncidents } from "#contract/incidents.ts";
import { alarmList, alarmsOnMap, alarmsOnRail, findAlarm, openAlarms } from "./alarm-driver.ts";
import { settled } from "./driver.ts";

/** The ten minutes of the standard's flood, twenty times as fast: ten thousand alarms through broker, engine, database and page. */
const SECONDS = 30;
/** What has been sent is on its way yet: a loaded machine needs a while for it. */
const SLOWLY = { timeout: 60_000, interval: 250 };
const MOST_GROUPS = 20;
/** With a database of its own, made, flooded and read again. */
const TEST_MS = 300_000;

/** A person at work: opens by keys what the list shows first, reads how it came about, goes back, and finds another by name. */
async function answerOne(page: Page, { id }: FloodTag): Promise<void> {
  await alarmList(page).focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await page.getByRole("list", { name: "处置记录" }).getByText("报警产生").waitFor();
  await page.getByRole("button", { name: "返回" }).click();
  const named = await findAlarm(page, id.slice(1));
  await named.first().waitFor();
  await page.getByRole("searchbox", { name: "按名称查找" }).fill("");
  await alarmList(page).waitFor();
}

/** The whole journal in the order of its numbers, page by page. */
async function journalOf({ page, origin }: ProductPage): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const answer = await page.request.get(`${origin}${listAlarmJournal.path}?limit=1000&after=${after}`);
    const told = listAlarmJournal.reply.parse(await answer.json());
    entries.push(...told.entries);
    after = told.next;
  }
  return entries;
}

const HOUR_MS = 3_600_000;

/** What the time machine knows of the last hour. */
async function replayOf({ page, origin }: ProductPage) {
  const [from, to] = [Date.now() - HOUR_MS, Date.now()].map((at) => new Date(at).toISOString());
  const answer = await page.request.get(`${origin}${listPastAlarms.path}?from=${from}&to=${to}`);
  const { alarms, isCut } = listPastAlarms.reply.parse(await answer.json());
  return { alarms: alarms.length, isCut };
}

const rightOf = async (page: Page, selector: string): Promise<number> => {
  const box = await page.locator(selector).boundingBox();
  return box ? box.x + box.width : Number.NaN;
};

/** Floods the product while a person works on its page; how often they found what they looked for meanwhile, and what the page worked for a frame. */
async function flooded(open: ProductPage, tags: readonly FloodTag[]) {
  const { page, mqttPort } = open;
  const flood = startFlood(mqttPort, tags, SECONDS);
  try {
    const work = workWhile(open, flood.isSent);
    await expect.poll(() => listed(page), SLOWLY).toBeGreaterThan(0);
    let answered = 0;
    for (let i = 0; !flood.isSent(); i++) {
      await answerOne(page, tags[i] as FloodTag);
      if (!flood.isSent()) answered += 1;
    }
    await expect.poll(flood.isAcknowledged, SLOWLY).toBe(true);
    return { answered, work: await work };
  } finally {
    flood.stop();
  }
}

test(
  "under a flood of ten thousand alarms the page answers, tells of twenty incidents at most and counts each alarm once, and the journal is whole",
  () =>
    withProduct(plantFlood, async (open, tags) => {
      const { page, origin, complaints, stopAndRead } = open;
      expect(tags.length).toBeGreaterThanOrEqual(10_000);
      await page.goto(origin);
      await settled(page);
      await openAlarms(page);
      expect([await alarmsOnMap(page), await alarmsOnRail(page)]).toEqual([0, 0]);

      const { answered, work } = await flooded(open, tags);
      const p95 = quantile(work, 0.95).toFixed(1);
      console.log(
        `${tags.length} alarms in ${SECONDS} s, ${answered} answered meanwhile; CPU of a frame p95 ${p95} ms of ${work.length} (goal of the bench: 50 ms)`,
      );
      expect(answered).toBeGreaterThan(0);

      await expect.poll(() => listed(page), SLOWLY).toBe(tags.length);
      await expect.poll(() => alarmsOnMap(page), SLOWLY).toBe(tags.length);
      await expect.poll(() => alarmsOnRail(page), SLOWLY).toBe(tags.length);
      expect(await rightOf(page, ".rail-badge")).toBeLessThanOrEqual(await rightOf(page, ".desk-rail"));
      await page.getByText(/报警洪峰：[\d,]+ 条报警归为/).waitFor();

      const answer = await page.request.get(`${origin}${listIncidents.path}?state=open&limit=200`);
      const { incidents, next } = listIncidents.reply.parse(await answer.json());
      expect(next).toBeNull();
      expect(incidents.length).toBeLessThanOrEqual(MOST_GROUPS);
      expect(incidents.reduce((sum, { open: alarms }) => sum + alarms, 0)).toBe(tags.length);
      await page.getByRole("navigation", { name: "报警页面" }).getByRole("button", { name: "事件" }).click();
      const cards = page.locator(".alarm-cards").getByRole("article");
      await expect.poll(() => cards.count(), SLOWLY).toBe(incidents.length);

      expect(await replayOf(open)).toEqual({ alarms: tags.length, isCut: false });

      const entries = await journalOf(open);
      expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => i + 1));
      const raised = entries.filter(({ kind }) => kind === "raised").map(({ tagId }) => tagId);
      expect(raised.toSorted()).toEqual(tags.map(({ id }) => id).toSorted());
      expect(complaints).toEqual([]);
      expect(await stopAndRead((tx) => isWhole(tx, tags.length))).toBe(true);
    }),
  TEST_MS,
);
