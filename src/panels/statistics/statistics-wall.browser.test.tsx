import { afterEach, beforeEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { answerFromMocks, signInToMocks } from "#mocks/handlers/answers-in-page.ts";
import { type Stage, stage } from "#panels/testing/stage.tsx";
import { Wall } from "#panels/wall/wall.tsx";
import { NO_STATISTICS } from "#state/statistics.ts";

let open: Stage | null = null;
let stopAnswers = () => {};
beforeEach(() => page.viewport(1920, 1080));
afterEach(() => {
  open?.close();
  open = null;
  stopAnswers();
});

test("a wall shows the statistics page's question: figure, sources, classes and chart, with the line of what rings beneath", async () => {
  stopAnswers = answerFromMocks();
  const statistics = { ...NO_STATISTICS, measure: "hazardsOpen", mapAs: "hexes" } as const;
  open = await stage(signInToMocks("province"), <Wall map={<div />} />, {
    wall: true,
    panel: "statistics",
    statistics,
  });
  await expect.element(page.getByRole("heading", { name: "未销隐患" })).toBeVisible();
  await expect.element(page.getByText(/六边形边长 20 公里/)).toBeVisible();
  await expect.element(page.getByRole("img", { name: /未销隐患/ })).toBeVisible();
  await expect.element(page.getByText("hazard", { exact: true })).toBeVisible();
  await expect.element(page.getByRole("region", { name: "未消报警与数据状态" })).toBeVisible();
  open.stores.view.setState({ panel: null });
  await expect.poll(() => document.querySelector(".statistics-wall")).toBeNull();
});
