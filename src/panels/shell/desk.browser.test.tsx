import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { answerFromMocks, type Between, signInToMocks } from "#mocks/handlers/answers-in-page.ts";
import { type Stage, stage } from "#panels/testing/stage.tsx";
import { choicesOf, type View } from "#state/view.ts";
import { Desk } from "./desk.tsx";

let open: Stage | null = null;
let stopAnswers = () => {};

const begin = async (account: string, over: Partial<View> = {}, between?: Between) => {
  stopAnswers = answerFromMocks(between);
  open = await stage(signInToMocks(account), <Desk map={<p>the map</p>} onSignedOut={() => {}} />, over);
  return open;
};

beforeEach(() => page.viewport(1440, 900));
afterEach(() => {
  open?.close();
  open = null;
  stopAnswers();
});

test("the comparison sorts by a press on its head and drills by a press on its row", async () => {
  const { stores } = await begin("province");
  const names = () => [...document.querySelectorAll(".compare .enter")].map((button) => button.textContent);
  await expect.poll(names).toContain("石家庄市");
  expect(names()[0]).toBe("保定市");
  await page.getByRole("button", { name: "用户", exact: true }).click();
  expect(names()[0]).toBe("石家庄市");
  await page.getByRole("button", { name: "石家庄市", exact: true }).first().click();
  expect(stores.view.getState().area).toBe("130100");
});

test("search finds by initials, and the arrows and Enter go there", async () => {
  const { stores } = await begin("province");
  await expect.poll(() => document.querySelector("[role=combobox]")).not.toBeNull();
  await userEvent.keyboard("/");
  await expect.poll(() => document.activeElement?.getAttribute("role")).toBe("combobox");
  await userEvent.keyboard("zdx");
  await expect.poll(() => document.querySelectorAll("[role=option]").length).toBeGreaterThan(1);
  await userEvent.keyboard("{ArrowDown}{ArrowUp}{Enter}");
  expect(stores.view.getState().area).toBe("130123");
});

test("Esc closes what is open, step by step: the selection, then the panel", async () => {
  const { stores } = await begin("county", { selection: { kind: "station", id: "S13000000013" }, panel: "station" });
  await expect.poll(() => document.querySelector(".panel h2")?.textContent).toBe("正定县分输站");
  await userEvent.keyboard("{Escape}");
  expect(stores.view.getState()).toMatchObject({ selection: null, panel: "overview" });
  await userEvent.keyboard("{Escape}");
  expect(stores.view.getState().panel).toBeNull();
});

test("a filter set in the chart's legend stands as a chip and is taken off there", async () => {
  const { stores } = await begin("province");
  const steel = page.getByRole("button", { name: "钢管", exact: true });
  await steel.click();
  expect(choicesOf(stores.view.getState())).toEqual({ material: "steel" });
  const panel = page.getByRole("complementary", { name: "面板" });
  await panel.getByRole("button", { name: "取消筛选 钢管" }).click();
  expect(choicesOf(stores.view.getState())).toEqual({});
});

test("a service that fails says so, and a retry brings the numbers", async () => {
  let isDown = true;
  await begin("province", {}, ({ url }) =>
    isDown && url.includes("/api/overview") ? Response.json({ code: "internal" }, { status: 500 }) : null,
  );
  await expect.poll(() => document.querySelector(".panel [role=alert]")?.textContent).toContain("读取失败");
  isDown = false;
  await page.getByRole("button", { name: "重试" }).click();
  await expect.poll(() => document.querySelector(".figures")).not.toBeNull();
});

test("a feed that stops is told in words", async () => {
  const { stores } = await begin("province");
  const now = Date.now();
  stores.live.setState({ status: "live", newestAt: now - 2000 });
  await expect.poll(() => document.querySelector(".live-age")?.textContent).toContain("实时 2秒");
  stores.live.setState({ status: "silent", newestAt: now - 300_000 });
  await expect.poll(() => document.querySelector(".live-age")?.textContent).toContain("无实时数据 5分钟");
});

test("an administrator sees accounts and nothing of the network", async () => {
  const asked: string[] = [];
  await begin("secadmin", { panel: "accounts" }, ({ url }) => {
    asked.push(new URL(url).pathname);
    return null;
  });
  await expect.poll(() => document.querySelectorAll("tbody tr").length).toBe(10);
  expect(asked).toEqual(["/api/accounts"]);
  expect(document.body.textContent).not.toContain("the map");
});

test.each([600, 360])(
  "in a window %d pixels high the head stays, and every way of the rail can be had",
  async (height) => {
    await page.viewport(900, height);
    await begin("province");
    const ways = () => [...document.querySelectorAll<HTMLElement>(".desk-rail .rail-button")];
    await expect.poll(() => ways().length).toBeGreaterThan(8);
    for (const way of ways()) {
      way.focus();
      const { top, bottom } = way.getBoundingClientRect();
      expect(top).toBeGreaterThanOrEqual(48);
      expect(bottom).toBeLessThanOrEqual(height);
      expect(document.querySelector(".desk-header")?.getBoundingClientRect().top).toBe(0);
    }
  },
);
