import type { Page } from "playwright-core";
import { uuidV7 } from "#contract/field/canonical.ts";
import { findingOf, sendRecord } from "./finding.ts";

/** What a supervisor does with hazards at the desk, and what an inspector's phone sends to cause one. */

/** A loaded machine answers and draws slowly. */
export const SLOWLY = { timeout: 60_000 };
const panel = (page: Page) => page.getByRole("region", { name: "外勤监管" });
const rows = (page: Page) => panel(page).locator(".hazard-row");

/** Where the board of hazards stands. */
export const BOARD = "/?panel=supervise&work=hazards";

export const boardIsThere = (page: Page): Promise<void> => rows(page).first().waitFor(SLOWLY);

/** How many open hazards the board counts of what is picked. */
export async function counted(page: Page): Promise<number> {
  const words = await panel(page).locator(".hazard-board .section-top .quiet").first().textContent();
  return Number(/[\d,]+/.exec(words ?? "")?.[0]?.replaceAll(",", ""));
}

export const listed = (page: Page): Promise<number> => rows(page).count();

/** How many hazards the map draws. */
export const drawn = async (page: Page): Promise<number> =>
  Number(await page.locator(".map-canvas").getAttribute("data-hazards"));

/** Picks a whole column of the board. */
export const pickGrade = (page: Page, grade: "一级" | "二级" | "三级"): Promise<void> =>
  panel(page)
    .getByRole("button", { name: `只看${grade}` })
    .click();

/** Picks one number of the board, of a grade against what stands at its side, and gives what the number told. */
export async function pickPlace(page: Page, grade: "一级" | "二级" | "三级", axis: "环节" | "期限"): Promise<number> {
  await panel(page).getByRole("button", { name: axis, exact: true }).click();
  const place = panel(page)
    .getByRole("button", { name: new RegExp(`^${grade}.*：\\d+ 项$`) })
    .first();
  const told = Number(/：(\d+) 项/.exec((await place.getAttribute("aria-label")) ?? "")?.[1]);
  await place.click();
  return told;
}

/** Opens the hazard that stands first in the list. */
export const openMostPressing = (page: Page): Promise<void> => rows(page).first().click();

/** Takes a step with a note. */
export async function takeStep(page: Page, step: "督办" | "停供", note: string): Promise<void> {
  await panel(page).getByRole("button", { name: step, exact: true }).click(SLOWLY);
  await panel(page).getByRole("textbox", { name: "说明" }).fill(note);
  await panel(page).getByRole("button", { name: "确认" }).click();
}

/** The open hazard, or the way it went, says so. */
export const says = (page: Page, words: string): Promise<void> => panel(page).getByText(words).first().waitFor(SLOWLY);

/** Opens a page of field work by its tab. */
export const openPage = (page: Page, name: "隐患" | "指标" | "抽查" | "规则"): Promise<void> =>
  page.getByRole("navigation", { name: "外勤监管页面" }).getByRole("button", { name, exact: true }).click();

/** Opens what a figure is made of, and gives both its numbers. */
export async function openFigure(page: Page, name: string): Promise<readonly [part: number, whole: number]> {
  const figure = panel(page).getByRole("listitem", { name, exact: true });
  const words = await figure.getByText("÷", { exact: false }).first().textContent(SLOWLY);
  await figure.getByRole("button", { name: "明细" }).click();
  const [part = Number.NaN, whole = Number.NaN] = (words ?? "")
    .split("÷")
    .map((text) => Number(text.replaceAll(/\D/g, "")));
  return [part, whole];
}

/** How many hazards stand under the figure that is open. */
export const underFigure = (page: Page): Promise<number> => panel(page).locator(".figure-list .hazard-row").count();

/** Tries another pace of a rule, and waits for what it would cost. */
export async function tryPace(page: Page, rule: string, perYear: number): Promise<void> {
  const its = panel(page).getByRole("article", { name: rule });
  await its.getByRole("button", { name: /^试算改动/ }).click(SLOWLY);
  await its.getByLabel("每年次数").fill(String(perYear));
  await its.getByRole("button", { name: "试算", exact: true }).click();
  await its.getByText("试算不改动任何规则与任务。").waitFor(SLOWLY);
}

/** The notice of a major hazard over the map. */
export const majorNotice = (page: Page) => page.getByRole("alert").filter({ hasText: "一级隐患" });

/** Sends what a phone sends of a pipe that is built over, found where nobody's pipe is named. */
export async function findMajorHazard(page: Page): Promise<void> {
  const hazard = {
    id: uuidV7(Date.now()),
    item: "occupation",
    grade: null,
    note: "板房压在管道上",
    photos: [],
    isNotified: false,
  };
  const { receipt } = await sendRecord(page, findingOf({ code: "occupation", device: "phone-e2e", hazard }));
  if (receipt.hazards.length !== 1) throw new Error(`the finding made no hazard: ${JSON.stringify(receipt)}`);
}
