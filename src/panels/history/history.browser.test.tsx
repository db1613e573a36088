import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { listPastAlarms, type PastAlarm } from "#contract/history.ts";
import { getStation, listStations } from "#contract/station.ts";
import { answerFromMocks, signInToMocks } from "#mocks/handlers/answers-in-page.ts";
import { MOCK_AS_OF } from "#mocks/handlers/house.ts";
import { type Stage, stage } from "#panels/testing/stage.tsx";
import { NO_TREND, type Trend } from "#state/trend.ts";
import { THEMES } from "#theme/tokens.ts";
import { HistoryPanel } from "./history-panel.tsx";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let open: Stage | null = null;
let stopAnswers = () => {};
/** What was asked of the server for each line: tag and span. */
let asked: { tag: string; from: number; to: number }[] = [];
/** Answers in the place of the made-up house; null lets it answer. */
let instead: (path: string) => Response | null = () => null;

async function begin(tags: readonly string[], trend: Partial<Trend> = {}): Promise<Stage> {
  open = await stage(
    signInToMocks("province"),
    <div style={{ position: "fixed", inset: 0, width: 520, display: "flex", flexDirection: "column" }}>
      <HistoryPanel />
    </div>,
    { panel: "history", time: MOCK_AS_OF, trend: { ...NO_TREND, ...trend, tags } },
  );
  await expect.poll(() => document.querySelectorAll(".history-chart .u-over").length, { timeout: 10_000 }).toBe(1);
  return open;
}

beforeEach(async () => {
  await page.viewport(1440, 1400);
  asked = [];
  instead = () => null;
  stopAnswers = answerFromMocks(({ url }) => {
    const { pathname, searchParams: query } = new URL(url);
    const [, tag] = /^\/api\/tags\/([^/]+)\/series$/.exec(pathname) ?? [];
    if (tag) asked.push({ tag, from: Date.parse(query.get("from") ?? ""), to: Date.parse(query.get("to") ?? "") });
    return instead(pathname);
  });
  signInToMocks("province");
});
afterEach(() => {
  open?.close();
  open = null;
  stopAnswers();
});

/** Tags of one gate, one for each of two units. */
async function twoTags() {
  const { stations } = listStations.reply.parse(await (await fetch("/api/stations?kind=city_gate&limit=1")).json());
  const { tags } = getStation.reply.parse(await (await fetch(`/api/stations/${stations[0]?.id}`)).json());
  const [first] = tags;
  const second = tags.find(({ unit }) => unit !== first?.unit);
  if (!first || !second) throw new Error("the gate measures one thing alone");
  return [first, second] as const;
}
/** A tag that rang within the day, and when. */
async function ringing() {
  const span = `from=${new Date(MOCK_AS_OF - DAY).toISOString()}&to=${new Date(MOCK_AS_OF).toISOString()}`;
  const { alarms } = listPastAlarms.reply.parse(await (await fetch(`/api/history/alarms?${span}`)).json());
  const alarm = alarms.find(({ raisedAt }) => Date.parse(raisedAt) > MOCK_AS_OF - DAY);
  if (!alarm) throw new Error("nothing rang in the made-up day");
  return alarm;
}
const axes = () => [...document.querySelectorAll(".history-chart .u-axis")].length;
const heads = () => [...document.querySelectorAll(".history-table th[scope=col]")].map((one) => one.textContent);
const chart = () => page.getByRole("application");

/** Pixels of the chart that are of a colour, whatever lies over them. */
function pixelsOf(hex: string): number {
  const canvas = document.querySelector<HTMLCanvasElement>(".history-chart canvas");
  const context = canvas?.getContext("2d");
  if (!canvas || !context) return 0;
  const [r, g, b] = [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)) as [number, number, number];
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  let found = 0;
  for (let i = 0; i < data.length; i += 4) {
    const off = Math.abs((data[i] ?? 0) - r) + Math.abs((data[i + 1] ?? 0) - g) + Math.abs((data[i + 2] ?? 0) - b);
    if (off < 12 && (data[i + 3] ?? 0) > 200) found += 1;
  }
  return found;
}

test("tags of two units stand on one time axis with a scale each; zoomed and moved by keys, all lines are asked for anew over the same span", async () => {
  const [first, second] = await twoTags();
  const { stores } = await begin([first.id, second.id]);
  expect(axes()).toBe(3);
  await expect.poll(() => pixelsOf(THEMES.light.chart[0] as string)).toBeGreaterThan(50);
  await expect.poll(() => pixelsOf(THEMES.light.chart[1] as string)).toBeGreaterThan(50);
  asked = [];
  (chart().element() as HTMLElement).focus();
  await userEvent.keyboard("+");
  await expect.poll(() => stores.view.getState().trend.span).toHaveProperty("from");
  await userEvent.keyboard("{ArrowLeft}");
  await expect.poll(() => asked.length, { timeout: 5000 }).toBeGreaterThanOrEqual(2);
  const span = stores.view.getState().trend.span as { from: number; to: number };
  expect(span.to - span.from).toBeCloseTo(0.8 * DAY, -1);
  expect(asked.slice(-2)).toEqual([
    { tag: first.id, ...span },
    { tag: second.id, ...span },
  ]);
  await userEvent.keyboard("0");
  await expect.poll(() => stores.view.getState().trend.span).toEqual({ hours: 24 });
  await page.getByRole("button", { name: `移除 ${first.name}` }).click();
  await expect.poll(axes).toBe(2);
});

test("limits and alarms are drawn in; an alarm of the list is looked at on the map", async () => {
  const { tagId, raisedAt, level } = await ringing();
  const { stores } = await begin([tagId]);
  const row = page.getByRole("button", { name: "在地图上回放" }).first();
  await expect.element(row).toBeVisible();
  await expect.poll(() => pixelsOf(THEMES.light.warning[level])).toBeGreaterThan(5);
  const drawn = () => pixelsOf(THEMES.light.state.alarm) + pixelsOf(THEMES.light.state.warning);
  await expect.poll(drawn).toBeGreaterThan(20);
  await row.click();
  const { time } = stores.view.getState();
  expect((time ?? 0) - Date.parse(raisedAt)).toBeGreaterThanOrEqual(0);
  expect((time ?? 0) % 60_000).toBe(0);
});

test("of more alarms than are listed it says how many there are, and one that rings now is not looked at ahead of now", async () => {
  const [first] = await twoTags();
  const { alarms, incidents } = listPastAlarms.reply.parse(
    await (
      await fetch(
        `/api/history/alarms?from=${new Date(MOCK_AS_OF - DAY).toISOString()}&to=${new Date(MOCK_AS_OF).toISOString()}`,
      )
    ).json(),
  );
  const [one] = alarms as [PastAlarm];
  const now = new Date().toISOString();
  const many = Array.from({ length: 31 }, (_, i) => ({ ...one, id: `A${i}`, tagId: first.id, raisedAt: now }));
  instead = (path) => (path === listPastAlarms.path ? Response.json({ alarms: many, incidents, isCut: true }) : null);
  const { stores } = await begin([first.id]);
  await expect.element(page.getByText("共 31 条，列出最新 30 条")).toBeVisible();
  await expect.element(page.getByText(/报警过多，只读到最早的 31 条/)).toBeVisible();
  await page.getByRole("button", { name: "在地图上回放" }).first().click();
  await expect.poll(() => stores.view.getState().time).not.toBe(MOCK_AS_OF);
  expect(stores.view.getState().time).toBeLessThanOrEqual(Date.now());
});

test("a line that could not be read is not said to have no readings", async () => {
  const [first] = await twoTags();
  instead = (path) => (path.endsWith("/series") ? new Response(null, { status: 503 }) : null);
  await begin([first.id]);
  await expect.poll(() => document.querySelector(".history-lines")?.textContent).toContain("没有读到");
  expect(document.querySelector(".history-lines")?.textContent).not.toContain("没有读数");
});

test.each([
  ["day", "昨天同时", DAY],
  ["week", "上周同时", 7 * DAY],
  ["year", "去年同日", 365 * DAY],
] as const)(
  "compared with the same time of the %s before, its own readings lie beside",
  async (compare, words, back) => {
    const [first] = await twoTags();
    const { stores } = await begin([first.id]);
    await page.getByRole("combobox", { name: "对比" }).selectOptions(words);
    expect(stores.view.getState().trend.compare).toBe(compare);
    await expect
      .poll(() => asked)
      .toContainEqual({ tag: first.id, from: MOCK_AS_OF - DAY - back, to: MOCK_AS_OF - back });
    await expect.element(chart()).toHaveAccessibleName(expect.stringContaining(`${first.name}（${words}）`));
    await page.getByRole("button", { name: "显示表格" }).click();
    await expect.poll(() => heads().length).toBe(7);
    expect(heads()[4]).toContain(`${first.name}（${words}）`);
    const cells = () =>
      [...document.querySelectorAll(".history-table tbody tr:first-child td")].map((c) => c.textContent);
    await expect.poll(() => cells().filter((text) => text !== "–").length).toBe(6);
  },
);

test("a note is written at its time, numbered in list and chart, and taken back by who wrote it", async () => {
  const [first] = await twoTags();
  await begin([first.id]);
  const before = pixelsOf(THEMES.light.text);
  // Its own in each try: the made-up house keeps what an earlier one wrote.
  const words = `更换传感器 ${Date.now()}`;
  await userEvent.fill(page.getByRole("textbox", { name: "批注内容" }), words);
  await page.getByRole("button", { name: "保存批注" }).click();
  const note = page.getByRole("listitem").filter({ hasText: words });
  await expect.element(note).toBeVisible();
  await expect.poll(() => pixelsOf(THEMES.light.text)).toBeGreaterThan(before + 100);
  await expect.element(page.getByRole("textbox", { name: "批注内容" })).toHaveValue("");
  await note.getByRole("button", { name: "撤回" }).click();
  await expect.poll(() => note.query()).toBeNull();
  await expect.poll(() => pixelsOf(THEMES.light.text)).toBeLessThan(before + 100);
});

test("what is drawn is exported as a table, the line compared with beside it", async () => {
  const [first, second] = await twoTags();
  await begin([first.id, second.id], { compare: "day" });
  const files: Blob[] = [];
  const made = URL.createObjectURL;
  URL.createObjectURL = (file) => {
    files.push(file as Blob);
    return made(file);
  };
  try {
    const save = page.getByRole("button", { name: "导出 CSV" });
    await expect.element(save).toBeEnabled();
    await expect.poll(() => pixelsOf(THEMES.light.chart[1] as string)).toBeGreaterThan(50);
    await save.click();
    await expect.poll(() => files.length).toBe(1);
    const text = await (files[0] as Blob).text();
    const [head, ...rows] = text.trim().split("\r\n");
    expect(head?.split(",")).toHaveLength(1 + 4 * 3);
    expect(head).toContain(`${first.name} 均值 (${first.unit})`);
    expect(head).toContain(`${second.name}（昨天同时） 最高 (${second.unit})`);
    expect(rows.length).toBeGreaterThan(50);
    const full = rows.find((row) => row.split(",").every((cell) => cell !== ""));
    const [mean, min, max] = (full ?? "").split(",").slice(1, 4).map(Number) as [number, number, number];
    expect(min).toBeLessThanOrEqual(mean);
    expect(mean).toBeLessThanOrEqual(max);
  } finally {
    URL.createObjectURL = made;
  }
});
