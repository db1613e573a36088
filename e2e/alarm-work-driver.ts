import type { Locator, Page } from "playwright-core";
import { BucketSeries } from "#contract/series.ts";
import { getMe } from "#contract/session.ts";
import { calmGauges, type Gauge } from "./alarm-driver.ts";

/** The work with alarms: rules, tasks and figures. A loaded machine answers slowly, so that each wait has half a minute. */
const SLOWLY = { timeout: 30_000 };

export type AlarmPage = "报警" | "任务" | "指标" | "规则";

/** Opens a page of the alarm panel, whatever of it is open. */
export async function openAlarmWork(page: Page, name: AlarmPage): Promise<void> {
  const pages = page.getByRole("navigation", { name: "报警页面" });
  const back = page.getByRole("button", { name: "返回", exact: true }).first();
  if (!(await pages.isVisible())) {
    if (await back.isVisible()) await back.click(SLOWLY);
    else await page.getByRole("navigation", { name: "功能" }).getByRole("button", { name: "报警" }).click(SLOWLY);
  }
  await pages.getByRole("button", { name, exact: true }).click(SLOWLY);
}

/** The name under which a person is known to others. */
export async function nameOf(page: Page): Promise<string> {
  return getMe.reply.parse(await (await page.request.get(getMe.path)).json()).name;
}

const DAY_MS = 86_400_000;

/** A calm pressure gauge in a person's sight that few others look at, with what it read in the last day, sorted, kPa. */
export async function readGauge(page: Page, area: string): Promise<Gauge & { readonly kPa: readonly number[] }> {
  const gauge = (await calmGauges(page, area)).at(-1);
  if (!gauge) throw new Error(`no gauge of ${area} is calm`);
  const [from, to] = [Date.now() - DAY_MS, Date.now()].map((at) => new Date(at).toISOString());
  const asked = await page.request.get(`/api/tags/${gauge.tag.id}/series?from=${from}&to=${to}&points=200`);
  const kPa = BucketSeries.parse(await asked.json()).mean.toSorted((a, b) => a - b);
  if (kPa.length === 0) throw new Error(`${gauge.tag.name} has read nothing in a day`);
  return { ...gauge, kPa };
}

export interface Draft {
  readonly id: string;
  readonly name: string;
  readonly gauge: Gauge;
  /** kPa. */
  readonly above: number;
}

/** Fills the form of a new rule: a limit for one gauge, which is found by the name of its station. */
export async function draftRule(page: Page, { id, name, gauge, above }: Draft): Promise<void> {
  await page.getByRole("button", { name: "新建规则" }).click(SLOWLY);
  await page.getByLabel("编号").fill(id);
  await page.getByRole("textbox", { name: "名称" }).fill(name);
  await page.getByRole("searchbox", { name: "指定测点" }).fill(gauge.station.name);
  const hits = page.getByRole("list", { name: "指定测点" });
  await hits.getByRole("button").filter({ hasText: gauge.station.name }).first().click(SLOWLY);
  await page.getByRole("checkbox", { name: gauge.tag.name, exact: true }).check(SLOWLY);
  await page.getByRole("spinbutton", { name: "限值" }).fill(String(above));
}

/** Tries the rule that is being written on history. @returns how often it would have rung */
export async function tryOnHistory(page: Page): Promise<number> {
  await page.getByRole("button", { name: "用历史数据试算" }).click(SLOWLY);
  const told = page.getByText(/近 \d+ 天会响 \d+ 次/);
  await told.waitFor(SLOWLY);
  return Number(/会响 (\d+) 次/.exec((await told.textContent()) ?? "")?.[1]);
}

export async function saveDraft(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "保存为草稿" }).click(SLOWLY);
  await ruleCard(page, name).getByText("草稿").waitFor(SLOWLY);
}

/** A rule in the list, opened or not. */
export const ruleCard = (page: Page, name: string): Locator =>
  page.locator(".alarm-cards > li").filter({ has: page.getByRole("button", { name, exact: true }) });

/** Puts the newest version of a rule in force, or takes it out, with a word on why. */
export async function decideOnRule(page: Page, name: string, what: "启用" | "停用", why: string): Promise<void> {
  const card = ruleCard(page, name);
  const versions = card.getByRole("list", { name: "历史版本" });
  if (!(await versions.isVisible())) await card.getByRole("button", { name, exact: true }).click(SLOWLY);
  await versions.getByRole("button", { name: what }).first().click(SLOWLY);
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill(why);
  await dialog.getByRole("button", { name: what }).click();
  await dialog.waitFor({ state: "detached", ...SLOWLY });
}

/** Sends a person for the alarm that is open. */
export async function sendPerson(page: Page, person: string, note: string): Promise<void> {
  await page.getByRole("button", { name: "派单" }).click(SLOWLY);
  const dialog = page.getByRole("dialog");
  const choice = dialog.getByRole("combobox", { name: "派给" });
  await choice.waitFor(SLOWLY);
  const value = await choice.locator("option").filter({ hasText: person }).first().getAttribute("value");
  await choice.selectOption(value);
  await dialog.getByRole("textbox").fill(note);
  await dialog.getByRole("button", { name: "派单" }).click();
  await dialog.waitFor({ state: "detached", ...SLOWLY });
}

/** A task by what was written when it was sent. */
export const taskOf = (page: Page, note: string): Locator => page.locator(".task-card").filter({ hasText: note });

/** Takes a task a step on and waits until its state says so. */
export async function takeStep(page: Page, note: string, what: string, state: string): Promise<void> {
  const card = taskOf(page, note);
  await card.getByRole("button", { name: what, exact: true }).click(SLOWLY);
  await stateOf(card, state).waitFor(SLOWLY);
}

const stateOf = (card: Locator, state: string): Locator =>
  card.locator(".alarm-line").first().getByText(state, { exact: true });

/** Waits until somebody else has brought a task to a state. */
export const taskStands = (page: Page, note: string, state: string): Promise<void> =>
  stateOf(taskOf(page, note), state).waitFor(SLOWLY);

/** Figures of the page of key figures by name, as they are written. */
export async function figures(page: Page): Promise<ReadonlyMap<string, string>> {
  const all = page.locator(".kpis .kpi");
  await all.first().waitFor(SLOWLY);
  const lines = await all.evaluateAll((list) =>
    list.map((one) => [one.querySelector("dt")?.textContent ?? "", one.querySelector("dd strong")?.textContent ?? ""]),
  );
  return new Map(lines.map(([name = "", value = ""]) => [name, value]));
}
