import { expect, test } from "vitest";
import { page } from "vitest/browser";
import type { Between } from "#mocks/handlers/answers-in-page.ts";
import { MOCK_RECORD } from "#mocks/handlers/field.ts";
import { mockStages } from "#panels/testing/mock-stages.ts";
import { NO_SUPERVISE } from "#state/supervise.ts";
import { SupervisePanel } from "./supervise-panel.tsx";

const showTo = mockStages();
const begin = async (between?: Between) => {
  const view = { panel: "supervise", supervise: { ...NO_SUPERVISE, page: "records" as const, record: MOCK_RECORD } };
  await showTo("province", <SupervisePanel />, view, between);
  await page.getByRole("button", { name: "查看完整信息" }).click();
};
const show = page.getByRole("button", { name: "记录并查看" });
const reason = page.getByLabelText("事由");

test("a resident is told against a purpose and a reason alone, with the mark of who read, and is hidden again", async () => {
  const asked: unknown[] = [];
  await begin(async (request) => {
    if (request.url.includes("/reveal")) asked.push(await request.clone().json());
    return null;
  });
  await expect.element(show).toBeDisabled();
  await reason.fill(" x ");
  await expect.element(show).toBeDisabled();
  expect(asked).toEqual([]);
  await page.getByRole("combobox").selectOptions("complaint");
  await reason.fill("12345 转来投诉");
  await show.click();
  await expect.element(page.getByText("查看人", { exact: false })).toBeVisible();
  await expect.element(page.getByText("电话", { exact: true })).toBeVisible();
  expect(asked).toEqual([{ purpose: "complaint", note: "12345 转来投诉" }]);
  await page.getByRole("button", { name: "收起" }).click();
  await expect.element(page.getByText("查看人", { exact: false })).not.toBeInTheDocument();
});

test("a reading that fails says why and keeps the reason", async () => {
  await begin((request) =>
    request.url.includes("/reveal")
      ? Response.json(
          { type: "about:blank", title: "unavailable", status: 503, code: "unavailable", detail: "no" },
          { status: 503 },
        )
      : null,
  );
  await reason.fill("核对地址");
  await show.click();
  await expect.element(page.getByRole("alert")).toBeVisible();
  await expect.element(reason).toHaveValue("核对地址");
});
