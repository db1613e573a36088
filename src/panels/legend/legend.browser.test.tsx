import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { MATERIALS, PRESSURE_LEVELS } from "#contract/gas.ts";
import { MARK_CLASSES, type ModelAnswer } from "#contract/model.ts";
import { NO_FILTER } from "#contract/pipe-classes.ts";
import { answerFromMocks, signInToMocks } from "#mocks/handlers/answers-in-page.ts";
import { Desk } from "#panels/shell/desk.tsx";
import { type Stage, stage } from "#panels/testing/stage.tsx";
import { drawRegion } from "#state/chosen-pipes.ts";
import type { View } from "#state/view.ts";
import { DeskLegend } from "./map-legend.tsx";
import { type CountBody, countReply, selectReply } from "./testing/counted.ts";

let open: Stage | null = null;
let stopAnswers = () => {};
let asked: CountBody[] = [];
let isDown = false;

const AT = { bounds: [114.1, 37.9, 114.9, 38.4] as [number, number, number, number], zoom: 12.4 };

async function begin(over: Partial<View> = {}, shown = <Desk map={<p>the map</p>} onSignedOut={() => {}} />) {
  asked = [];
  isDown = false;
  stopAnswers = answerFromMocks(async (request) => {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith("/api/network/")) return null;
    if (isDown) return Response.json({ code: "internal" }, { status: 500 });
    const body = (await request.clone().json()) as CountBody;
    if (pathname.endsWith("/count")) asked.push(body);
    return Response.json(pathname.endsWith("/count") ? countReply(body) : selectReply());
  });
  open = await stage(signInToMocks("province"), shown, over);
  open.stores.inView.setState({ at: AT });
  return open;
}

beforeEach(() => page.viewport(1440, 900));
afterEach(() => {
  open?.close();
  open = null;
  stopAnswers();
});

const legend = () => page.getByRole("region", { name: "管道图例" });
const row = (name: string) => legend().getByRole("button", { name: new RegExp(`^${name}`) });
const pressed = () =>
  [...document.querySelectorAll('.legend-row[aria-pressed="true"]')].map(
    (one) => one.getAttribute("title")?.split("\n")[0],
  );

test("the legend counts what is in view, by class, with the sum of its rows", async () => {
  await begin();
  await expect.element(row("中压A")).toHaveAccessibleName(/^中压A\s*1,005 条\s*5.00 km$/);
  await expect.element(legend().getByText("合计")).toBeVisible();
  expect(document.querySelector(".legend-total")?.textContent).toContain("9,036");
  expect(asked.at(-1)).toMatchObject({ by: "level", zoom: 12, filter: { only: {} } });
});

test("while an analysis is painted the legend tells its classes, and then the chosen ones again", async () => {
  // Without the desk, whose panel would ask for the analysis anew.
  const { stores } = await begin({}, <DeskLegend />);
  await expect.element(row("中压A")).toBeVisible();
  const marks = { seqs: Uint32Array.of(3, 4), classes: Uint8Array.of(MARK_CLASSES.indexOf("lost"), 0) };
  stores.model.setState({ result: { snapshot: "v1", answer: { kind: "near" } as ModelAnswer, marks } });
  await expect.element(legend().getByText("失去供气")).toBeVisible();
  await expect.element(legend().getByText("隔离管段")).toBeVisible();
  await expect.poll(() => row("中压A").query()).toBeNull();
  stores.model.setState({ result: null });
  await expect.element(row("中压A")).toBeVisible();
});

test("a row pressed leaves that class alone, another one adds to it, and Ctrl+Z takes back one at a time", async () => {
  const { stores } = await begin();
  await row("中压A").click();
  expect(stores.view.getState().pipeFilter.only).toEqual({ level: [5] });
  await row("低压").click();
  expect(pressed()).toEqual(["中压A", "低压"]);
  await expect.poll(() => asked.at(-1)?.filter.only).toEqual({ level: [5, 7] });
  await userEvent.keyboard("{Control>}z{/Control}");
  expect(stores.view.getState().pipeFilter.only).toEqual({ level: [5] });
  await legend().getByRole("button", { name: /撤销/ }).click();
  expect(stores.view.getState().pipeFilter).toEqual(NO_FILTER);
});

test("by keys: Space switches a row, Shift and Enter show it alone", async () => {
  const { stores } = await begin({ pipeFilter: { ...NO_FILTER, only: { level: [1, 2] } } });
  await expect.element(row("中压B")).toBeVisible();
  (row("中压B").element() as HTMLElement).focus();
  await userEvent.keyboard(" ");
  expect(stores.view.getState().pipeFilter.only).toEqual({ level: [1, 2, 6] });
  await userEvent.keyboard("{Shift>}{Enter}{/Shift}");
  expect(stores.view.getState().pipeFilter.only).toEqual({ level: [6] });
});

test("filters of several attributes stand together, and each is taken off by itself", async () => {
  const { stores } = await begin();
  await row("低压").click();
  await legend().getByRole("combobox", { name: "着色" }).selectOptions("管龄");
  await row("5–9 年").click();
  await legend().getByText("按时间筛选").click();
  await legend().getByLabelText("敷设年份起").fill("1990");
  await legend().getByLabelText("敷设年份止").fill("2005");
  await userEvent.keyboard("{Enter}");
  expect(stores.view.getState()).toMatchObject({
    colorBy: "age",
    pipeFilter: { only: { level: [7], age: [1] }, laid: [1990, 2005] },
  });
  await legend().getByRole("button", { name: "取消筛选 低压" }).click();
  expect(stores.view.getState().pipeFilter.only).toEqual({ age: [1] });
  await legend().getByRole("button", { name: "全部取消" }).click();
  expect(stores.view.getState().pipeFilter).toEqual(NO_FILTER);
});

test("years in the wrong order are told in words, and what was typed stays", async () => {
  const { stores } = await begin();
  await legend().getByText("按时间筛选").click();
  await legend().getByLabelText("敷设年份起").fill("2005");
  await legend().getByLabelText("敷设年份止").fill("1990");
  await userEvent.keyboard("{Enter}");
  await expect.element(legend().getByText(/起不晚于止/)).toBeVisible();
  await expect.element(legend().getByLabelText("敷设年份起")).toHaveValue(2005);
  expect(stores.view.getState().pipeFilter).toEqual(NO_FILTER);
});

test("a level pressed in the overview's table and in the legend is one filter", async () => {
  const { stores } = await begin();
  await page.getByRole("button", { name: "钢管", exact: true }).click();
  expect(stores.view.getState().pipeFilter.only).toEqual({ material: [MATERIALS.indexOf("steel")] });
  await legend().getByRole("combobox", { name: "着色" }).selectOptions("材质");
  await expect.poll(pressed).toEqual(["钢管"]);
  await row("钢管").click();
  expect(stores.view.getState().pipeFilter).toEqual(NO_FILTER);
  await expect
    .element(page.getByRole("button", { name: "钢管", exact: true }))
    .toHaveAttribute("aria-pressed", "false");
});

test("what the zoom leaves out, what filters hide and what a slow machine saves is told", async () => {
  const { stores } = await begin({ pipeFilter: { ...NO_FILTER, only: { level: [PRESSURE_LEVELS.indexOf("HP_A")] } } });
  stores.inView.setState({ at: { ...AT, zoom: 9.6 }, reduced: ["edges", "labels"], hazards: "unknown" });
  await expect
    .element(legend().getByText("此级别不画：中压A、中压B、低压、级别不详 1,234 条 56.7 km，放大到 12 级可见"))
    .toBeVisible();
  await expect.element(legend().getByText("筛选隐去 77 条 8.00 km")).toBeVisible();
  await expect.element(legend().getByText("隐患没有读到，图上可能缺少")).toBeVisible();
  await expect.element(legend().getByText("本机绘图较慢，已减少：浅色描边、沿管标注与流向")).toBeVisible();
});

test("names along pipes that a filter takes away are told of where they would stand", async () => {
  const note = () => legend().getByText(/按此条件筛选时不沿管标注/);
  const { stores } = await begin({ pipeFilter: { ...NO_FILTER, laid: [1990, 2000] } });
  stores.inView.setState({ at: { ...AT, zoom: 15 } });
  await expect.element(note()).toBeVisible();
  stores.inView.setState({ at: { ...AT, zoom: 13 } });
  await expect.element(note()).not.toBeInTheDocument();
  stores.inView.setState({ at: { ...AT, zoom: 15 } });
  await expect.element(note()).toBeVisible();
  stores.view.setState({ pipeFilter: { ...NO_FILTER, only: { material: [MATERIALS.indexOf("steel")] } } });
  await expect.element(note()).not.toBeInTheDocument();
});

test("a count that fails says so and is asked again; the switches still work", async () => {
  const { stores } = await begin();
  await expect.element(row("中压A")).toBeVisible();
  isDown = true;
  stores.inView.setState({ at: { ...AT, zoom: 13 } });
  await expect.element(legend().getByText(/视野内统计读取失败/)).toBeVisible();
  const retry = [...document.querySelectorAll<HTMLElement>(".legend-failed button")].at(0);
  expect(retry?.textContent).toBe("重试");
  isDown = false;
  retry?.click();
  await expect.element(legend().getByRole("alert")).not.toBeInTheDocument();
});

test("folded, it is a button that says how many filters there are, and G unfolds it", async () => {
  await begin({ pipeFilter: { ...NO_FILTER, only: { level: [1], dn: [2, 3] } } });
  await legend().getByRole("button", { name: "收起图例" }).click();
  await expect.element(page.getByRole("button", { name: /图例 ?3/ })).toBeVisible();
  await userEvent.keyboard("g");
  await expect.element(legend()).toBeVisible();
});

test("a region drawn opens its numbers and tells the map which pipes; Esc takes the region away", async () => {
  const { stores } = await begin();
  await expect.element(row("中压A")).toBeVisible();
  drawRegion(stores.chosenPipes, [
    [114.2, 38],
    [114.6, 38],
    [114.4, 38.3],
  ]);
  const panel = page.getByRole("region", { name: "区域统计" });
  const figures = () => [...document.querySelectorAll(".region-figures dd")].map((figure) => figure.textContent);
  // The panel is fetched when it is first opened.
  await expect.poll(figures, { timeout: 20_000 }).toEqual(["3条", "2,046km"]);
  await expect.element(panel.getByRole("row", { name: /中压A/ })).toBeVisible();
  await expect.poll(() => stores.chosenPipes.getState().seqs?.of).toEqual(Uint32Array.of(3, 5, 300));
  let fitted: unknown = null;
  stores.camera.listen((wish) => {
    fitted = wish;
  });
  await panel.getByRole("button", { name: "缩放到区域" }).click();
  expect(fitted).toEqual({ kind: "fit", bbox: [114.2, 38, 114.6, 38.3] });
  await userEvent.keyboard("{Escape}");
  expect(stores.chosenPipes.getState()).toMatchObject({ polygon: null, seqs: null });
  expect(stores.view.getState().panel).toBe("overview");
});

test("S and P take the tools in hand and put them away", async () => {
  const { stores } = await begin();
  await expect.element(row("中压A")).toBeVisible();
  await userEvent.keyboard("s");
  expect(stores.chosenPipes.getState().tool).toBe("lasso");
  await userEvent.keyboard("p");
  await expect.element(page.getByRole("button", { name: "多边形" })).toHaveAttribute("aria-pressed", "true");
  await userEvent.keyboard("{Escape}");
  expect(stores.chosenPipes.getState().tool).toBeNull();
});
