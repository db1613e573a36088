import { execFileSync } from "node:child_process";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { mqttTopic } from "#contract/live-frame.ts";
import type { Station } from "#contract/station.ts";
import { settled, signIn } from "./driver.ts";
import { openBrowser, openScreen } from "./screen.ts";

const url = inject("productUrl");
const password = inject("password");
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test("a value published with mosquitto_pub shows in the station's panel within two seconds", async () => {
  const { page, context, complaints } = await openScreen(browser, url);
  await signIn(page, "county", password);
  await settled(page);
  const listed = await (await page.request.get("/api/stations?kind=city_gate&area=130123")).json();
  const id = listed.stations[0].id as string;
  const station = (await (await page.request.get(`/api/stations/${encodeURIComponent(id)}`)).json()) as Station;
  const tag = station.tags.find((one) => one.kind === "pressure") ?? station.tags[0];
  if (!tag) throw new Error(`${id} has no tag`);
  await page.goto(`/?area=130123&sel=station:${encodeURIComponent(id)}&panel=station`);
  await page.getByText(tag.name, { exact: false }).first().waitFor();

  const value = 1234.5;
  const topic = mqttTopic(station.areaCode, station.enterpriseId, tag.id);
  const message = JSON.stringify({ t: Date.now(), v: value });
  const published = performance.now();
  execFileSync("mosquitto_pub", [
    "-h",
    "127.0.0.1",
    "-p",
    String(inject("mqttPort")),
    "-q",
    "1",
    "-t",
    topic,
    "-m",
    message,
  ]);
  await page
    .getByText(/1,?234\.5/)
    .first()
    .waitFor({ timeout: 10_000 });
  const shownAfterMs = performance.now() - published;
  console.log(`mosquitto_pub to panel: ${shownAfterMs.toFixed(0)} ms`);
  expect(shownAfterMs).toBeLessThan(2000);
  expect(complaints).toEqual([]);
  await context.close();
});
