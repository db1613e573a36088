import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { listHazards } from "#contract/field/hazards.ts";
import type { Between } from "#mocks/handlers/answers-in-page.ts";
import { isBeside } from "#mocks/handlers/beside-pipe.ts";
import { browserFacts } from "#mocks/handlers/browser-facts.ts";
import { buildMockHouse } from "#mocks/handlers/house.ts";
import { findings } from "#panels/testing/findings.ts";
import { mockStages } from "#panels/testing/mock-stages.ts";
import { superviseOf } from "#state/supervise.ts";
import { PipePanel } from "./pipe-panel.tsx";

const showTo = mockStages();
const house = buildMockHouse(browserFacts());
const open = house.parts.flatMap((part) => part.hazards).filter(({ state }) => state !== "closed");
const hazardsOf = (id: string) => {
  const pipe = house.pipes.get(id);
  return pipe ? open.filter((hazard) => isBeside(hazard, pipe)) : [];
};
const pipeWith = (isGood: (count: number) => boolean): string => {
  const pipe = house.pipes.rows.find(({ id }) => isGood(hazardsOf(id).length));
  if (!pipe) throw new Error("the mocks' province has no such pipe");
  return pipe.id;
};

const begin = (pipe: string, between?: Between) =>
  showTo("province", <PipePanel />, { panel: "pipe", selection: { kind: "pipe", id: pipe } }, between);
const list = page.getByRole("region", { name: "未销号隐患" });
const rows = () => [...document.querySelectorAll<HTMLElement>(".hazard-row")];
/** Lets all but the question for hazards through. */
const hazardsBecome =
  (answer: Response | Error): Between =>
  (request) =>
    new URL(request.url).pathname === listHazards.path ? (answer instanceof Error ? answer : answer.clone()) : null;

test("open hazards of a pipe stand under its facts, the most pressing first, and each opens", async () => {
  const pipe = pipeWith((count) => count > 1);
  const told = hazardsOf(pipe).toSorted((a, b) => ((a.due_at ?? "9") < (b.due_at ?? "9") ? -1 : 1));
  const { stores } = await begin(pipe);
  await expect
    .poll(() => rows().map((row) => row.querySelector("strong")?.textContent))
    .toEqual(told.map((h) => h.note));
  expect(await findings(false)).toEqual([]);
  rows()[0]?.click();
  const view = stores.view.getState();
  expect([view.panel, superviseOf(view).hazard]).toEqual(["supervise", told[0]?.id]);
});

test("a pipe without any says so", async () => {
  await begin(pipeWith((count) => count === 0));
  await expect.element(list.getByText("这一管段没有未销号隐患。")).toBeVisible();
  expect(rows()).toEqual([]);
});

test("a list that does not come leaves the pipe's facts, says why, and comes when asked again", async () => {
  const pipe = pipeWith((count) => count > 0);
  let isAway = true;
  const broken = hazardsBecome(new TypeError("Failed to fetch"));
  await begin(pipe, (request) => (isAway ? broken(request) : null));
  await expect.element(list.getByRole("alert")).toBeVisible();
  await expect.element(page.getByRole("heading", { name: "属性" })).toBeVisible();
  isAway = false;
  await list.getByRole("button", { name: "重试" }).click();
  await expect.poll(() => rows().length).toBe(hazardsOf(pipe).length);
});

test("on a phone every hazard is as high as a finger", async () => {
  await page.viewport(390, 844);
  await begin(pipeWith((count) => count > 1));
  await expect.poll(() => rows().length).toBeGreaterThan(1);
  expect(await findings(true)).toEqual([]);
});
