import { afterEach, beforeEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { answerFromMocks, type Between, signInToMocks } from "#mocks/handlers/answers-in-page.ts";
import { type Stage, stage } from "#panels/testing/stage.tsx";
import { ExportsPanel } from "./exports-panel.tsx";

let open: Stage | null = null;
let stopAnswers = () => {};
const begin = async (account: string, between?: Between) => {
  stopAnswers = answerFromMocks(between);
  open = await stage(signInToMocks(account), <ExportsPanel />);
  return open;
};
beforeEach(() => page.viewport(1440, 900));
afterEach(() => {
  open?.close();
  open = null;
  stopAnswers();
});

const jobs = () => [...(document.querySelectorAll(".section")[1]?.querySelectorAll("li") ?? [])];

test("an analyst exports the pipes as GeoPackage, sees it run, and calls it off", async () => {
  await begin("analyst");
  await expect.poll(() => jobs().length).toBe(1);
  await page.getByRole("combobox").nth(0).selectOptions("pipes");
  await page.getByRole("combobox").nth(1).selectOptions("gpkg");
  await page.getByLabelText(/条件/).fill("laid_year < 2000");
  await page.getByRole("button", { name: "导出", exact: true }).click();
  await expect.poll(() => jobs().length).toBe(2);
  await expect.poll(() => jobs()[0]?.textContent).toMatch(/pipes\.gpkg.*正在导出.*laid_year < 2000/);
  await expect.element(page.getByRole("progressbar")).toBeVisible();
  await page.getByRole("button", { name: "取消导出 pipes.gpkg" }).click();
  await expect.poll(() => jobs()[0]?.textContent).toContain("已取消");
});

test("a finished export is a link to its file, and can be taken away", async () => {
  await begin("analyst");
  await expect
    .element(page.getByRole("link", { name: "下载 stations.xlsx" }))
    .toHaveAttribute("href", expect.stringMatching(/^\/api\/exports\/.*\/file$/));
  await page.getByRole("button", { name: "删除导出 stations.xlsx" }).click();
  await expect.poll(() => document.body.textContent).not.toContain("stations.xlsx");
});

test("ducts of other utilities stand behind the pipes and leave as a file of places", async () => {
  await begin("analyst");
  const topics = () => [...(document.querySelector("select")?.options ?? [])].map(({ text }) => text);
  await expect.poll(() => topics().slice(topics().indexOf("管段"))).toEqual(["管段", "管沟", "监测点", "隐患"]);
  await page.getByRole("combobox").nth(0).selectOptions("ducts");
  await page.getByRole("combobox").nth(1).selectOptions("fgb");
  await page.getByRole("button", { name: "导出", exact: true }).click();
  await expect.poll(() => jobs()[0]?.textContent).toMatch(/ducts\.fgb.*正在导出/);
});

test("enterprises, which have no place, are not offered as a file of places", async () => {
  await begin("analyst");
  await page.getByRole("combobox").nth(0).selectOptions("enterprises");
  await page.getByRole("combobox").nth(1).selectOptions("geojson");
  await expect.element(page.getByRole("button", { name: "导出", exact: true })).toBeDisabled();
  await expect.element(page.getByText(/企业没有位置/)).toBeVisible();
});

test("a token is shown once, stands in the list, and is ended", async () => {
  await begin("analyst");
  await page.getByLabelText("令牌名称").fill("办公室 QGIS");
  await page.getByRole("button", { name: "生成令牌" }).click();
  await expect.element(page.getByText("m".repeat(43))).toBeVisible();
  await page.getByRole("button", { name: "作废令牌 办公室 QGIS" }).click();
  await expect.poll(() => document.querySelectorAll(".section")[2]?.querySelectorAll("li").length).toBe(1);
});

test("a refusal is said in words, and what was typed stays", async () => {
  await begin("analyst", (request) =>
    request.method === "POST" && request.url.includes("/api/exports")
      ? Response.json(
          { type: "about:blank", title: "bad_request", status: 400, code: "bad_request", detail: "filter: no" },
          { status: 400 },
        )
      : null,
  );
  await page.getByLabelText(/条件/).fill("nothing = 1");
  await page.getByRole("button", { name: "导出", exact: true }).click();
  await expect.element(page.getByText(/没有开始/)).toBeVisible();
  await expect.element(page.getByLabelText(/条件/)).toHaveValue("nothing = 1");
});
