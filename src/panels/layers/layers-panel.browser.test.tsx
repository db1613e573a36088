import { afterEach, beforeEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { TAG_STATES, type TagState } from "#contract/gas.ts";
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

test("each state of sensors stands with how many are so: suspect and maintenance apart from stale and offline", async () => {
  open = await stage(signInToMocks("province"), <LayersPanel />);
  const { shown } = open.stores;
  const rows = () =>
    Object.fromEntries(
      [...document.querySelectorAll('[aria-label^="实时测点"] li')].map((row) => [
        row.childNodes[1]?.textContent,
        row.querySelector(".layer-count")?.textContent,
      ]),
    );
  const of = (state: TagState) => TAG_STATES.indexOf(state);
  const state = Uint8Array.of(of("suspect"), of("maintenance"), of("suspect"), of("stale"), 255);
  const columns = { snapshot: "v1", value: new Float32Array(5), at: new Float64Array(5), state };
  shown.setState({ columns, tick: 1, changed: null });
  await expect.poll(rows).toMatchObject({ 可疑: "2", 检修: "1", 数据陈旧: "1", 离线: "0" });
});
