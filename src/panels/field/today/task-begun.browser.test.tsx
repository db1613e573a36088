import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { phoneStages } from "#panels/testing/phone-stages.tsx";

const show = phoneStages();
const button = (name: string) => page.getByRole("button", { name, exact: true });
const form = () => page.getByRole("group", { name: "到访结果" });

test("a phone that was killed before it wrote down where it was says at the door that its form was begun, and opens that one", async () => {
  await show();
  await page.getByRole("region", { name: "今日任务" }).getByRole("listitem").getByRole("button").first().click();
  const key = Object.keys(localStorage).find((name) => localStorage.getItem(name)?.includes('"is":"task"')) ?? "";
  const atTheDoor = localStorage.getItem(key) ?? "";
  await button("开始入户").click();
  await form().getByRole("button", { name: "拒检", exact: true }).click();
  await expect.element(page.getByText("已存本机", { exact: true })).toBeVisible();
  // The browser writes such things to the disk when it likes: the form is on it, the place is not.
  localStorage.setItem(key, atTheDoor);
  await show();
  await expect.element(button("开始入户")).not.toBeInTheDocument();
  await button("继续入户").click();
  await expect
    .element(form().getByRole("button", { name: "拒检", exact: true }))
    .toHaveAttribute("aria-pressed", "true");
});
