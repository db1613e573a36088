import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { answerFromMocks, signInToMocks } from "#mocks/handlers/answers-in-page.ts";
import { MOCK_AS_OF } from "#mocks/handlers/house.ts";
import { LiveAge } from "#panels/shell/live-age.tsx";
import { type Stage, stage } from "#panels/testing/stage.tsx";
import { PastFrame } from "./past-frame.tsx";
import { TimeBar } from "./time-bar.tsx";

const MINUTE = 60_000;
/** 03:10 of a day of the made-up history, by the province's clock. */
const AT = MOCK_AS_OF - 24 * 60 * MINUTE - 4 * 60 * MINUTE - 50 * MINUTE;

let open: Stage | null = null;
let stopAnswers = () => {};

const begin = async (time: number | null) => {
  stopAnswers = answerFromMocks();
  open = await stage(
    signInToMocks("province"),
    <div style={{ position: "relative", height: 300 }}>
      <LiveAge />
      <PastFrame />
      <TimeBar />
    </div>,
    { time },
  );
  await expect.poll(() => document.querySelector(".time-enter, .time-bar")).not.toBeNull();
  return open.stores;
};
const slider = () => page.getByRole("slider", { name: "当日时刻" });

beforeEach(() => page.viewport(1440, 900));
afterEach(() => {
  open?.close();
  open = null;
  stopAnswers();
});

test("live there is one button and no sign of the past; it leads into the past, and the way out leads back", async () => {
  const { view } = await begin(null);
  await expect.element(page.getByRole("button", { name: "回放" })).toBeVisible();
  expect(document.querySelector(".past-frame, .past-flag, .time-bar")).toBeNull();
  await userEvent.keyboard("r");
  await expect.poll(() => document.querySelector(".past-frame")?.textContent).toContain("不是实时画面");
  expect(document.querySelector(".past-flag")?.textContent).toContain("历史回放");
  expect(document.querySelector(".live-age")).toBeNull();
  expect(view.getState().time).toBeLessThan(Date.now());
  await page.getByRole("button", { name: "返回实时" }).click();
  await expect.poll(() => document.querySelector(".live-age")).not.toBeNull();
  expect(document.querySelector(".past-frame")).toBeNull();
  expect(view.getState().time).toBeNull();
});

test("keys move the slider by a minute, ten, an hour, and to the ends of the day", async () => {
  const { view } = await begin(AT);
  const element = slider().element() as HTMLElement;
  element.focus();
  const moved = async (key: string) => {
    await userEvent.keyboard(key);
    return ((view.getState().time ?? 0) - AT) / MINUTE;
  };
  expect(await moved("{ArrowRight}")).toBe(1);
  expect(await moved("{Shift>}{ArrowRight}{/Shift}")).toBe(11);
  expect(await moved("{PageDown}")).toBe(-49);
  expect(await moved("{Home}")).toBe(-190);
  expect(await moved("{End}")).toBe(24 * 60 - 190 - 1);
  await expect.poll(() => element.getAttribute("aria-valuenow")).toBe("1439");
  expect(element.getAttribute("aria-valuetext")).toContain("23:59");
});

test("a press on the line goes to its minute", async () => {
  const { view } = await begin(AT);
  const touch = document.querySelector(".time-touch") as HTMLElement;
  const { left, top, width } = touch.getBoundingClientRect();
  const at = { clientX: left + width / 2, clientY: top + 5, buttons: 1, pointerId: 1, bubbles: true };
  // A pointer that is not there cannot be captured.
  touch.setPointerCapture = () => {};
  touch.dispatchEvent(new PointerEvent("pointerdown", at));
  expect(((view.getState().time ?? 0) - AT) / MINUTE).toBe(12 * 60 - 190);
});

test("the next alarm and the one before are each other's neighbours, and what was up is told", async () => {
  const { view } = await begin(AT);
  await expect.poll(() => document.querySelector(".time-alarms i")).not.toBeNull();
  const press = async (name: string) => {
    const before = view.getState().time;
    await page.getByRole("button", { name }).click();
    await expect.poll(() => view.getState().time).not.toBe(before);
    return view.getState().time as number;
  };
  const first = await press("下一条报警");
  expect(first).toBeGreaterThan(AT);
  await expect.poll(() => document.querySelector(".time-then summary")?.textContent).toContain("当时报警");
  const second = await press("下一条报警");
  expect(second).toBeGreaterThan(first);
  expect(await press("上一条报警")).toBe(first);
});

test("space plays and pauses; letters typed into a field are text", async () => {
  const { time, view } = await begin(AT);
  await userEvent.keyboard(" ");
  await expect.poll(() => time.getState().isPlaying).toBe(true);
  await userEvent.keyboard(" ");
  await expect.poll(() => time.getState().isPlaying).toBe(false);
  const field = page.getByLabelText("跳到时刻").element() as HTMLElement;
  field.focus();
  await userEvent.keyboard("r");
  expect(view.getState().time).toBe(AT);
});
