import type { Page } from "playwright-core";
import { type ProductPage, until, withProduct, workWhile } from "#bench/method/product-page.ts";
import { quantile } from "#bench/method/stats.ts";
import { mqttTopic } from "#contract/live-frame.ts";
import { alarmsOnMap } from "#e2e/alarm-driver.ts";
import { startDevice } from "#e2e/kill-ingest/mqtt-device.ts";
import { SIZES } from "#e2e/screen.ts";
import type { Tx } from "#server/db/db.ts";
import { plantFloodNetwork } from "./flood-network.ts";

const STEP_MS = 100;
const SCROLL_MS = 500;
/** After the last reading the page has so long to show all. */
const SETTLE_MS = 60_000;

export interface PageFlood {
  readonly alarms: number;
  readonly seconds: number;
  /** CPU of the page's main thread for one drawn frame, ms. */
  readonly frames: number;
  readonly p50: number;
  readonly p95: number;
  readonly worst: number;
  /** What the page said when all had been published: alarms in the list's foot, on the map, and incidents that the server tells it of. */
  readonly listed: number;
  readonly onMap: number;
  readonly incidents: number;
  /** From the last reading's publication until the page listed all, ms. */
  readonly lagMs: number;
  readonly isFloodTold: boolean;
  readonly isJournalWhole: boolean;
  readonly complaints: readonly string[];
}

export interface FloodTag {
  readonly id: string;
  readonly areaCode: string;
  readonly enterpriseId: string;
  readonly nominal: number;
}

/** Plants the network that is flooded, in a database without one; answers its tags in the order in which they will ring, all counties mixed. */
export async function plantFlood(tx: Tx): Promise<readonly FloodTag[]> {
  await plantFloodNetwork(tx);
  await tx.query(
    `insert into dataset (name, kind, area_code, enterprise_id, version, rows, rejected, file_name, file_sha256)
     values ('bench', 'tag', '130102', 'E-0', 1, 0, 0, 'made by the bench', '')`,
  );
  // Nobody's device goes on talking here: silence is not what is measured.
  await tx.query("update tag set stale_after_s = 86400");
  return await tx.query<FloodTag>(
    `select id, area_code as "areaCode", enterprise_id as "enterpriseId", nominal from tag order by md5(id)`,
  );
}

/** Whether each tag rang exactly once, and no number of the journal is missing. */
export async function isWhole(tx: Tx, tags: number): Promise<boolean> {
  const [row] = await tx.query<{ raised: number; rang: number; gaps: number }>(
    `select count(*) filter (where kind = 'raised') as raised, count(distinct tag_id) filter (where kind = 'raised') as rang,
            coalesce(max(seq), 0) - count(*) as gaps from alarm_event`,
  );
  return row?.raised === tags && row.rang === tags && row.gaps === 0;
}

/** How many alarms there are as the foot of the list says. */
export async function listed(page: Page): Promise<number> {
  const text = (await page.locator(".alarm-shown").textContent()) ?? "";
  return Number(/共 ([\d,]+) 条/.exec(text)?.[1]?.replaceAll(",", "") ?? 0);
}

/** Publishes one reading beyond its limit for each tag, evenly over so many seconds. */
export function startFlood(mqttPort: number, tags: readonly FloodTag[], seconds: number) {
  const device = startDevice(mqttPort, "bench-flood");
  const begun = performance.now();
  let sent = 0;
  let acknowledged = 0;
  const timer = setInterval(() => {
    const due = Math.min(tags.length, Math.ceil((tags.length * (performance.now() - begun)) / (1000 * seconds)));
    for (; sent < due; sent++) {
      const { id, areaCode, enterpriseId, nominal } = tags[sent] as FloodTag;
      const payload = JSON.stringify({ t: Date.now(), v: 0.5 * nominal });
      device.publish(mqttTopic(areaCode, enterpriseId, id), payload, () => {
        acknowledged += 1;
      });
    }
  }, STEP_MS);
  return {
    isSent: () => sent === tags.length,
    isAcknowledged: async () => acknowledged === tags.length,
    stop: () => {
      clearInterval(timer);
      device.close();
    },
  };
}

async function floodPage(open: ProductPage, tags: readonly FloodTag[], seconds: number): Promise<PageFlood> {
  const { page, origin, mqttPort, complaints, stopAndRead } = open;
  await page.goto(`${origin}/?panel=alarms`);
  await page.locator('[data-settled="true"]').waitFor({ timeout: 120_000 });
  await page.mouse.move(SIZES.desktop.width - 200, 500);
  const flood = startFlood(mqttPort, tags, seconds);
  const scrolling = setInterval(() => void page.mouse.wheel(0, 300).catch(() => undefined), SCROLL_MS);
  const work = await workWhile(open, flood.isSent);
  clearInterval(scrolling);
  const lastAt = performance.now();
  await until(async () => (await listed(page)) === tags.length, SETTLE_MS);
  const lagMs = performance.now() - lastAt;
  await until(async () => (await alarmsOnMap(page)) === tags.length, 5000);
  const isFloodTold = (await page.getByText(/报警洪峰/).count()) > 0;
  const shown = { listed: await listed(page), onMap: await alarmsOnMap(page) };
  const answer = await page.request.get(`${origin}/api/incidents?state=open&limit=200`);
  const { incidents } = (await answer.json()) as { incidents: readonly unknown[] };
  await until(flood.isAcknowledged, SETTLE_MS);
  flood.stop();
  const isJournalWhole = await stopAndRead((tx) => isWhole(tx, tags.length));
  const of = (share: number) => quantile(work, share);
  const figures = { frames: work.length, p50: of(0.5), p95: of(0.95), worst: Math.max(0, ...work) };
  const told = { incidents: incidents.length, lagMs, isFloodTold, isJournalWhole, complaints };
  return { alarms: tags.length, seconds, ...figures, ...shown, ...told };
}

/**
 * Ten thousand sensors cross their limit within so many seconds, sent by MQTT to the whole product, while a person scrolls the list of alarms beside
 * the map in a real Chromium. 600 seconds are the flood of the standard; fewer are the same flood faster, which is harder.
 */
export const runPageFlood = (seconds: number): Promise<PageFlood> =>
  withProduct(plantFlood, (open, tags) => floodPage(open, tags, seconds));
