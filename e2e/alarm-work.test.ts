import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { alarmsOf, findAlarm, publish } from "./alarm-driver.ts";
import {
  decideOnRule,
  draftRule,
  figures,
  nameOf,
  openAlarmWork,
  readGauge,
  ruleCard,
  saveDraft,
  sendPerson,
  takeStep,
  taskOf,
  taskStands,
  tryOnHistory,
} from "./alarm-work-driver.ts";
import { breadcrumb, signIn } from "./driver.ts";
import { openBrowser, openScreen, type Screen } from "./screen.ts";

const url = inject("productUrl");
const password = inject("password");
const mqttPort = inject("mqttPort");
const AREA = "130123";
const SLOWLY = { timeout: 30_000 };
let browser: Browser;
/** Who supervises the county, and who goes out for its gas company. */
let county: Screen;
let inspector: Screen;

beforeAll(async () => {
  browser = await openBrowser();
  [county, inspector] = await Promise.all([openScreen(browser, url), openScreen(browser, url)]);
  await signIn(county.page, "county", password);
  await signIn(inspector.page, "inspector", password);
  await breadcrumb(county.page).waitFor(SLOWLY);
  await breadcrumb(inspector.page).waitFor(SLOWLY);
});
afterAll(() => browser.close());

test("a rule is drafted, tried on history and put in force; the alarm it raises becomes a person's task and is followed to its end", async () => {
  const { page } = county;
  // Its own in each try: what an earlier one left is not its business.
  const stamp = Date.now();
  const [rule, note] = [`试行限值 ${stamp}`, `核对出口压力 ${stamp}`];
  // A gauge of the inspector's own company, so that they may be sent there.
  const gauge = await readGauge(inspector.page, AREA);
  const [low, high] = [0.25, 1].map((share) => gauge.kPa[Math.floor(share * (gauge.kPa.length - 1))] ?? 0);

  await openAlarmWork(page, "规则");
  await draftRule(page, { id: `trial-${stamp}`, name: rule, gauge, above: low ?? 0 });
  expect(await tryOnHistory(page)).toBeGreaterThan(0);
  await saveDraft(page, rule);
  await decideOnRule(page, rule, "启用", "试行一周");
  await ruleCard(page, rule).getByText("在用").first().waitFor(SLOWLY);

  publish(gauge, mqttPort, [[Date.now(), (high ?? 0) * 1.01]]);
  const raised = async () => (await alarmsOf(page, gauge.tag.id)).find(({ ruleId }) => ruleId === `trial-${stamp}`);
  await expect.poll(raised, SLOWLY).toBeDefined();
  await openAlarmWork(page, "报警");
  await (await findAlarm(page, gauge.tag.name)).first().getByRole("button").click(SLOWLY);
  await page.getByText(`${rule} 第 1 版`).waitFor(SLOWLY);

  await sendPerson(page, await nameOf(inspector.page), note);
  await taskStands(page, note, "已派单");
  await openAlarmWork(inspector.page, "任务");
  await taskOf(inspector.page, note).waitFor(SLOWLY);
  await takeStep(inspector.page, note, "接单", "已接单");
  await takeStep(inspector.page, note, "到场", "已到场");
  await takeStep(inspector.page, note, "处置完成", "已处置");
  await taskStands(page, note, "已处置");
  await takeStep(page, note, "销号", "已销号");
  await taskOf(inspector.page, note).waitFor({ state: "detached", ...SLOWLY });

  await openAlarmWork(page, "规则");
  await decideOnRule(page, rule, "停用", "试行结束");
  // What is out of force is not listed any more.
  await ruleCard(page, rule).waitFor({ state: "detached", ...SLOWLY });
  expect([...county.complaints, ...inspector.complaints]).toEqual([]);
});

test("the alarms' own key figures open with a number for each measure", async () => {
  const { page } = county;
  await openAlarmWork(page, "指标");
  const shown = await figures(page);
  expect([...shown.keys()]).toEqual(expect.arrayContaining(["每人每 10 分钟平均", "洪峰时间占比", "确认用时", "归并"]));
  expect(shown.get("每人每 10 分钟平均")).toMatch(/^\d/);
  expect(shown.get("洪峰时间占比")).toMatch(/^[\d.]+%$/);
  expect(shown.get("归并")).toMatch(/\d+ 条归为 \d+ 个事件/);
  expect(county.complaints).toEqual([]);
});
