import { afterEach, beforeEach, expect, test } from "vitest";
import { page } from "vitest/browser";
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
  await expect.poll(() => rows(1).length).toBeGreaterThan(0);
  const chips = () => [...(sections()[1]?.querySelectorAll<HTMLButtonElement>("fieldset button") ?? [])];
  await expect.poll(() => chips().length).toBeGreaterThan(1);
  const [, first] = chips();
  const name = first?.firstChild?.textContent?.trim() ?? "";
  first?.click();
  await expect.poll(() => first?.getAttribute("aria-pressed")).toBe("true");
  await expect
    .poll(() => rows(1).length > 0 && rows(1).every((_, i) => wordOf(1, i, ".what").startsWith(name)))
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
