import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { i18n, loadWords } from "#lib/i18n/i18n.ts";
import { mockStages } from "#panels/testing/mock-stages.ts";
import { NO_STATISTICS } from "#state/statistics.ts";
import { StatisticsPanel } from "./statistics-panel.tsx";

const showTo = mockStages();
const begin = () =>
  showTo("province", <StatisticsPanel />, {
    panel: "statistics",
    statistics: { ...NO_STATISTICS, rows: "county", threshold: 1 },
  });
const button = (name: string) => page.getByRole("button", { name, exact: true });
/** The mocks keep what an earlier try has left. */
const own = (name: string) => `${name} ${crypto.randomUUID().slice(0, 8)}`;
const lineOf = (text: string) => page.getByRole("listitem").filter({ hasText: text });

test("a view is kept by its name, with how often it becomes a report, and leads back by its link", async () => {
  await begin();
  const called = own("各县管道");
  const name = page.getByRole("textbox", { name: "名称" });
  await expect.element(name).toBeVisible();
  await userEvent.fill(name, called);
  const every = page.getByRole("combobox", { name: "定期报告" });
  await userEvent.selectOptions(every, "month");
  await button("保存视图").click();
  const link = page.getByRole("link", { name: called });
  await expect.element(link).toBeVisible();
  await expect.poll(() => lineOf(called).element().textContent).toMatch(/每月1日 · 下次 2\d{3}年/);
  expect(link.element().getAttribute("href")).toBe(`?${location.search.slice(1)}`);
  await button(`删除视图 ${called}`).click();
  await expect.element(link).not.toBeInTheDocument();
});

test("a note stands beside the measure's figures with who wrote it, and is taken back", async () => {
  await begin();
  const text = own("三月补录");
  await userEvent.fill(page.getByRole("textbox", { name: "备注" }), text);
  await button("添加备注").click();
  const line = lineOf(text);
  await expect.poll(() => line.element().textContent).toMatch(/省监管，2\d{3}年/);
  await line.getByRole("button", { name: /^删除备注/ }).click();
  await expect.element(line).not.toBeInTheDocument();
});

test("what removes a note is named by the note's words and its time, in both languages", async () => {
  await begin();
  const [short, long] = [own("四月"), own("这里补录了三月漏报的各县管道长度和压力级别")];
  for (const text of [short, long]) {
    await userEvent.fill(page.getByRole("textbox", { name: "备注" }), text);
    await button("添加备注").click();
    await expect.element(lineOf(text)).toBeVisible();
  }
  const nameOf = (text: string) => lineOf(text).getByRole("button").element().getAttribute("aria-label");
  expect(nameOf(short)).toMatch(new RegExp(`^删除备注“${short}”（2\\d{3}年.*\\d\\d:\\d\\d）$`));
  expect(nameOf(long)).toMatch(/^删除备注“这里补录了三月漏报的各县管道长度和压力级别 [0-9a-f]{2}…”（2\d{3}年/);
  await loadWords("en");
  await i18n.changeLanguage("en");
  await expect.poll(() => nameOf(short)).toMatch(new RegExp(`^Remove note “${short}” \\(.*2\\d{3}.*\\)$`));
  await i18n.changeLanguage("zh-CN");
  for (const text of [short, long]) {
    await lineOf(text).getByRole("button").click();
    await expect.element(lineOf(text)).not.toBeInTheDocument();
  }
});

test("a frozen report is a page with map picture, every line, both times, formula, sources and hash", async () => {
  await begin();
  await expect.poll(() => document.querySelectorAll(".statistics-table tbody th").length).toBeGreaterThan(3);
  await button("固化报告").click();
  await expect.element(page.getByRole("button", { name: /^核验 .+（2\d{3}年.+）$/ }).first()).toBeVisible();
  await page
    .getByRole("button", { name: /^打印报告 .+（2\d{3}年.+）$/ })
    .first()
    .click();
  const sheet = page.getByRole("dialog");
  await expect.element(sheet.getByRole("img", { name: "管道长度分布图" })).toBeVisible();
  const text = () => sheet.element().textContent ?? "";
  await expect.poll(text).toMatch(/截至 2\d{3}年/);
  expect(text()).toMatch(/按 .+ 所知/);
  expect(text()).toMatch(/SHA-256 [0-9a-f]{64}/);
  expect(text()).toContain("管段长度之和");
  expect(text()).toMatch(/数据表.*pipe/);
  const lines = sheet.element().querySelectorAll(".report-page tbody tr");
  const shown = document.querySelector(".statistics-table table")?.getAttribute("aria-rowcount");
  expect(lines.length).toBe(Number(shown) - 2);
  await userEvent.keyboard("{Escape}");
  await expect.element(sheet).not.toBeInTheDocument();
});
