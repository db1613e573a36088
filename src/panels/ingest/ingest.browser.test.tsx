import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { answerFromMocks, type Between, signInToMocks } from "#mocks/handlers/answers-in-page.ts";
import { type Stage, stage } from "#panels/testing/stage.tsx";
import { IngestPanel } from "./ingest-panel.tsx";

let open: Stage | null = null;
let stopAnswers = () => {};
const begin = async (account: string, between?: Between) => {
  stopAnswers = answerFromMocks(between);
  open = await stage(signInToMocks(account), <IngestPanel />);
  return open;
};
beforeEach(() => page.viewport(1440, 900));
afterEach(() => {
  open?.close();
  open = null;
  stopAnswers();
});

const sections = () => [...document.querySelectorAll(".section")];
const rows = (section: number) => [...(sections()[section]?.querySelectorAll("li") ?? [])];
const wordOf = (section: number, row: number, selector: string) =>
  rows(section)[row]?.querySelector(selector)?.textContent ?? "";

test("a clerk sees which readings of the enterprise were not simply taken, and narrows them to one outcome", async () => {
  await begin("clerk");
  await expect.poll(() => rows(2).length).toBeGreaterThan(0);
  const chips = () => [...(sections()[2]?.querySelectorAll<HTMLButtonElement>("fieldset button") ?? [])];
  await expect.poll(() => chips().length).toBeGreaterThan(1);
  const [, first] = chips();
  const name = first?.firstChild?.textContent?.trim() ?? "";
  first?.click();
  await expect.poll(() => first?.getAttribute("aria-pressed")).toBe("true");
  await expect
    .poll(() => rows(2).length > 0 && rows(2).every((_, i) => wordOf(2, i, ".what").startsWith(name)))
    .toBe(true);
});

test("a sensor that is not to be trusted says why, and a press opens its station", async () => {
  const { stores } = await begin("province");
  await expect.poll(() => rows(0).length).toBeGreaterThan(0);
  await page.getByRole("button", { name: /^可疑/ }).click();
  await expect.poll(() => wordOf(0, 0, ".what")).toContain("可疑");
  expect(wordOf(0, 0, "p")).toMatch(/数值长时间不变|反复跳变|相邻测点矛盾|多数读数迟到/);
  sections()[0]?.querySelector<HTMLButtonElement>("li button")?.click();
  expect(stores.view.getState().selection?.kind).toBe("station");
});

test("a question that fails says so and is asked again on request", async () => {
  let isDown = true;
  await begin("province", (request) =>
    isDown && request.url.includes("/api/tag-quality")
      ? Response.json({ type: "about:blank", title: "internal", status: 500, code: "internal" }, { status: 500 })
      : null,
  );
  await expect.element(page.getByRole("alert").first()).toBeVisible();
  isDown = false;
  await page.getByRole("button", { name: "重试" }).first().click();
  await expect.poll(() => rows(0).length).toBeGreaterThan(0);
});

const gaps = () => page.getByRole("list", { name: "断数与缺数" });

test("silences of the area are told with their length and the readings that came, and a press goes to the station on the map", async () => {
  const { stores } = await begin("province");
  const flown: string[] = [];
  stores.camera.listen(({ kind }) => flown.push(kind));
  const line = gaps().getByRole("listitem").first();
  await expect.element(line.getByText(/实收 [\d,]+ \/ 应收 [\d,]+（\d/)).toBeVisible();
  await expect.element(line.getByText(/，断 \d+/)).toBeVisible();
  await line.getByRole("button").first().click();
  expect(stores.view.getState().selection?.kind).toBe("station");
  expect(flown).toEqual(["fly"]);
});

test("another time is asked for as it is chosen, one that ends before it begins is said and not asked, and what is listed is saved as a table", async () => {
  const asked: string[] = [];
  let isUnwritten = false;
  await begin("province", (request) => {
    if (request.url.includes("/api/gaps")) asked.push(request.url);
    return isUnwritten && request.url.endsWith("/api/exports/taken") ? new TypeError("failed to fetch") : null;
  });
  await expect.element(gaps()).toBeVisible();
  await page.getByRole("button", { name: "近 7 天" }).click();
  await expect.poll(() => asked.length).toBe(2);
  await userEvent.fill(page.getByLabelText("从", { exact: true }), "2031-01-01T00:00");
  await expect.element(page.getByText(/结束时间要晚于开始时间/)).toBeVisible();
  expect(asked).toHaveLength(2);
  await page.getByRole("button", { name: "近 24 小时" }).click();
  await expect.element(gaps()).toBeVisible();

  const saved: Blob[] = [];
  const made = URL.createObjectURL;
  URL.createObjectURL = (file) => {
    if (file instanceof Blob) saved.push(file);
    return made(file);
  };
  try {
    isUnwritten = true;
    await page.getByRole("button", { name: "导出 CSV" }).click();
    await expect.element(page.getByText(/没有保存也没有打印.*审计/)).toBeVisible();
    expect(saved).toEqual([]);
    isUnwritten = false;
    await page.getByRole("button", { name: "导出 CSV" }).click();
    await expect.poll(() => saved.length).toBe(1);
  } finally {
    URL.createObjectURL = made;
  }
  expect((await saved[0]?.text())?.split("\r\n")[0]).toContain("测点,编号,场站,断数开始,恢复");
});
