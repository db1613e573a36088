import { execFileSync } from "node:child_process";
import type { Locator, Page } from "playwright-core";
import type { Alarm } from "#contract/alarms.ts";
import { mqttTopic } from "#contract/live-frame.ts";
import type { Station, Tag } from "#contract/station.ts";

/** What a person does with alarms, and what a device does to cause one. */

export interface Gauge {
  readonly station: Station;
  readonly tag: Tag;
  /** A pressure above which it rings, kPa. */
  readonly highAlarm: number;
}

/** Publishes readings as a device does: time in ms, value. */
export function publish({ station, tag }: Gauge, mqttPort: number, readings: readonly (readonly [number, number])[]) {
  const message = JSON.stringify(readings.map(([t, v]) => ({ t, v })));
  const topic = mqttTopic(station.areaCode, station.enterpriseId, tag.id);
  execFileSync("mosquitto_pub", ["-h", "127.0.0.1", "-p", String(mqttPort), "-q", "1", "-t", topic, "-m", message]);
}

async function read<T>(page: Page, path: string): Promise<T> {
  const answer = await page.request.get(path);
  if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}`);
  return (await answer.json()) as T;
}

/** Alarms of a tag, held or not, open ones alone. */
export const alarmsOf = async (page: Page, tag: string): Promise<readonly Alarm[]> =>
  (await read<{ alarms: readonly Alarm[] }>(page, `/api/alarms?hold=any&tag=${encodeURIComponent(tag)}`)).alarms;

/** Pressure gauges of an area that do not ring, one a station. */
export async function calmGauges(page: Page, area: string): Promise<readonly Gauge[]> {
  const { stations } = await read<{ stations: readonly { id: string }[] }>(
    page,
    `/api/stations?kind=regulator_station&area=${area}&limit=40`,
  );
  const found: Gauge[] = [];
  for (const { id } of stations) {
    const station = await read<Station>(page, `/api/stations/${encodeURIComponent(id)}`);
    for (const tag of station.tags) {
      if (tag.kind !== "pressure" || tag.highAlarm === null || tag.state !== "normal") continue;
      if ((await alarmsOf(page, tag.id)).length > 0) continue;
      found.push({ station, tag, highAlarm: tag.highAlarm });
      break;
    }
  }
  return found;
}

/** Opens the panel of alarms; leaves it open where it is. */
export async function openAlarms(page: Page): Promise<void> {
  const way = page.getByRole("navigation", { name: "功能" }).getByRole("button", { name: "报警" });
  if ((await way.getAttribute("aria-pressed")) !== "true") await way.click();
  await alarmList(page).or(page.getByText("没有未消报警")).first().waitFor();
}

export const alarmList = (page: Page): Locator => page.getByRole("listbox", { name: "未消报警列表" });

/** Narrows the list to a name. */
export async function findAlarm(page: Page, name: string): Promise<Locator> {
  await page.getByRole("searchbox", { name: "按名称查找" }).fill(name);
  return alarmList(page).getByRole("option").filter({ hasText: name });
}

/** Acknowledges what the list shows first, by keys alone. */
export async function acknowledgeFirst(page: Page, comment: string): Promise<void> {
  await alarmList(page).focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("a");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill(comment);
  await dialog.getByRole("button", { name: "确认" }).click();
  await dialog.waitFor({ state: "detached" });
}

/** How many alarms the map shows. */
export const alarmsOnMap = async (page: Page): Promise<number> =>
  Number(await page.locator("[data-alarms]").first().getAttribute("data-alarms"));

/** How many alarms want somebody, as the rail's badge says; 0 where there is none. */
export async function alarmsOnRail(page: Page): Promise<number> {
  const badge = page.locator(".rail-badge");
  if ((await badge.count()) === 0) return 0;
  return Number((await badge.first().getAttribute("aria-label"))?.replaceAll(/\D/g, ""));
}
