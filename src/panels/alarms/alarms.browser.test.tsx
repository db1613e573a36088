import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { WARNING_LEVELS } from "#contract/gas.ts";
import { answerFromMocks, signInToMocks } from "#mocks/handlers/answers-in-page.ts";
import { AlarmsPanel } from "#panels/alarms/alarms-panel.tsx";
import { alarmOf } from "#panels/alarms/testing/alarms.ts";
import { type Stage, stage } from "#panels/testing/stage.tsx";

const MANY = 10_000;
let open: Stage | null = null;
let stopAnswers = () => {};

/** The panel over a book of so many alarms, as it stands in the desk: a box with an end. */
async function begin(count: number): Promise<Stage> {
  stopAnswers = answerFromMocks();
  const panel = (
    <div style={{ position: "fixed", inset: 0, display: "flex", flexDirection: "column", width: 400 }}>
      <AlarmsPanel />
    </div>
  );
  open = await stage(signInToMocks("province"), panel, { panel: "alarms" });
  const alarms = Array.from({ length: count }, (_, i) =>
    alarmOf({ id: `A${i}`, seq: i + 1, tagName: `压力 ${i}`, level: WARNING_LEVELS[i % 4] ?? "blue" }),
  );
  open.stores.alarms.setState({ load: "ready", toldAt: 1, tick: 1, open: new Map(alarms.map((one) => [one.id, one])) });
  await expect.poll(rows).toBeGreaterThan(0);
  return open;
}
const options = () => [...document.querySelectorAll<HTMLElement>("[role=option]")];
const rows = () => options().length;
const list = () => document.querySelector<HTMLElement>("[role=listbox]") as HTMLElement;
const names = () => options().map((row) => row.querySelector("strong")?.textContent);

beforeEach(() => page.viewport(1440, 900));
afterEach(() => {
  open?.close();
  open = null;
  stopAnswers();
});

test("of ten thousand alarms only those in sight are drawn, all can be reached, and the list says how many there are", async () => {
  await begin(MANY);
  expect(rows()).toBeLessThan(40);
  expect(options()[0]?.getAttribute("aria-setsize")).toBe(String(MANY));
  expect(names()[0]).toBe("压力 9996");
  await expect.element(page.getByText("显示 10000 条，共 10000 条")).toBeVisible();
  list().scrollTop = list().scrollHeight;
  await expect.poll(() => options().at(-1)?.getAttribute("aria-posinset")).toBe(String(MANY));
  expect(rows()).toBeLessThan(40);
});

test("what is worse comes in above; who has scrolled goes on reading what they read", async () => {
  const { stores } = await begin(MANY);
  list().scrollTop = 64 * 100;
  await expect.poll(() => options()[0]?.getAttribute("aria-posinset")).not.toBe("1");
  const top = list().getBoundingClientRect().top;
  const read = () => options().find((row) => row.getBoundingClientRect().bottom > top + 1);
  const before = read()?.querySelector("strong")?.textContent;
  const known = stores.alarms.getState();
  const more = Array.from({ length: 50 }, (_, i) => alarmOf({ id: `N${i}`, seq: MANY + 1 + i, level: "red" }));
  const next = new Map([...known.open, ...more.map((one) => [one.id, one] as const)]);
  stores.alarms.setState({ open: next, tick: known.tick + 1 });
  await expect.poll(() => options()[0]?.getAttribute("aria-setsize")).toBe(String(MANY + 50));
  await expect.poll(() => read()?.querySelector("strong")?.textContent).toBe(before);
});

test("a level chosen narrows the list and stands in the view, and what it hides is told and brought back by a press", async () => {
  const { stores } = await begin(40);
  await page.getByRole("button", { name: "红色Ⅰ级", exact: true }).click();
  expect(stores.view.getState().alarms.levels).toEqual(["red"]);
  await expect.poll(() => options()[0]?.getAttribute("aria-setsize")).toBe("10");
  await page.getByRole("button", { name: "另有 30 条被筛选隐藏" }).click();
  await expect.poll(() => options()[0]?.getAttribute("aria-setsize")).toBe("40");
});

test("what nobody answered below and was brought to the person's level stands on top and says so, until somebody does", async () => {
  const { stores } = await begin(40);
  const known = stores.alarms.getState();
  const brought = alarmOf({ id: "E", seq: 99, tagName: "无人处理", level: "blue", escalatedTo: "province" });
  const below = alarmOf({ id: "C", seq: 98, tagName: "市级在办", level: "blue", escalatedTo: "city" });
  const tell = (...alarms: readonly (typeof brought)[]) =>
    stores.alarms.setState(({ open, tick }) => ({
      open: new Map([...open, ...alarms.map((one) => [one.id, one] as const)]),
      tick: tick + 1,
    }));
  expect(known.open.size).toBe(40);
  tell(brought, below);
  await expect.poll(() => names().slice(0, 2)).toEqual(["无人处理", "压力 36"]);
  await expect.element(page.getByText("已升级至省级")).toBeVisible();
  tell({ ...brought, seq: 100, state: "acknowledged" });
  await expect.poll(() => names()[0]).toBe("压力 36");
});

test("by keys alone: down to an alarm, choose it, ask to acknowledge, and leave with Esc", async () => {
  await begin(40);
  list().focus();
  await userEvent.keyboard("{ArrowDown}{ArrowDown} ");
  expect(options().filter((row) => row.getAttribute("aria-selected") === "true")).toHaveLength(1);
  await userEvent.keyboard("a");
  await expect.element(page.getByRole("dialog", { name: "确认 1 条报警" })).toBeVisible();
  await userEvent.keyboard("{Escape}");
  await expect.poll(() => document.querySelector("dialog")).toBeNull();
  expect(list().contains(document.activeElement) || document.activeElement === list()).toBe(true);
});

test("sound is silenced for ten minutes at most, with the time that is left in sight, and nothing offers more", async () => {
  const { stores } = await begin(1);
  await page.getByRole("button", { name: "报警声音" }).click();
  const offers = () => [...document.querySelectorAll("[role=menuitem]")].map((item) => item.textContent);
  expect(offers()).toEqual(["静音 1 分钟", "静音 3 分钟", "静音 10 分钟"]);
  await page.getByRole("menuitem", { name: "静音 10 分钟" }).click();
  expect(stores.alarmSound.getState().silencedUntil - Date.now()).toBeLessThanOrEqual(600_000);
  await expect.poll(() => document.querySelector(".sound-left")?.textContent).toMatch(/^(10:00|9:5\d)$/);
});
