import { afterEach, beforeEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { signInToMocks } from "#mocks/handlers/answers-in-page.ts";
import { type Stage, stage } from "#panels/testing/stage.tsx";
import { LayersPanel } from "./layers-panel.tsx";

let open: Stage | null = null;
beforeEach(() => page.viewport(1440, 900));
afterEach(() => {
  open?.close();
  open = null;
});

test("widths of pipes are chosen beside their layer, and have no place while it is off", async () => {
  open = await stage(signInToMocks("province"), <LayersPanel />);
  const { view } = open.stores;
  const choice = page.getByRole("combobox", { name: "线宽" });
  await expect.element(choice).toHaveValue("zoom");
  await choice.selectOptions("固定");
  expect(view.getState().pipeWidths).toBe("fixed");
  await page.getByRole("checkbox", { name: "燃气管道", exact: true }).click();
  await expect.element(choice).not.toBeInTheDocument();
});
