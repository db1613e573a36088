import { createRoot, type Root as ReactRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { MOCK_PASSWORD } from "#mocks/handlers/accounts.ts";
import { answerFromMocks, type Between, signInToMocks, signOutOfMocks } from "#mocks/handlers/answers-in-page.ts";
import { startWords } from "#panels/testing/stage.tsx";
import { createPreferences } from "#state/preferences.ts";
import { paintTheme } from "#ui/paint-theme.ts";
import { beginOpening } from "./opening.ts";
import { Root } from "./root.tsx";

let root: ReactRoot | null = null;
let stopAnswers = () => {};

async function prepare(search: string, between?: Between) {
  await startWords();
  signOutOfMocks();
  stopAnswers = answerFromMocks(between);
  paintTheme("light");
  history.replaceState(null, "", search);
  root = createRoot(document.body.appendChild(document.createElement("div")));
}

async function begin(search: string, between?: Between) {
  await prepare(search, between);
  root?.render(<Root preferences={createPreferences(null)} />);
}

/** As src/main.tsx begins. */
async function open(mostMs?: number) {
  const opening = await beginOpening("zh-CN", mostMs);
  root?.render(<Root preferences={createPreferences(null)} opening={opening} />);
  return opening;
}

const account = () => page.getByRole("textbox", { name: "账号" });
const password = () => page.getByLabelText("密码", { exact: true });
const signIn = () => page.getByRole("button", { name: "登录", exact: true });

// A phone loads no map, so these stay light.
beforeEach(() => page.viewport(390, 844));
afterEach(() => {
  root?.unmount();
  document.body.replaceChildren();
  stopAnswers();
});

test("a wrong password is told in words, and what was typed stays", async () => {
  await begin("?");
  await account().fill("county");
  await password().fill("not this one");
  await signIn().click();
  await expect.element(page.getByText("账号或密码不正确")).toBeVisible();
  await expect.element(account()).toHaveValue("county");
  await expect.element(password()).toHaveValue("not this one");
});

test.each([
  ["locked", Response.json({ code: "locked" }, { status: 423 }), /账号已被锁定/],
  ["too many", Response.json({ code: "too_many_requests" }, { status: 429 }), /操作太频繁/],
  ["no network", new TypeError("failed to fetch"), /连不上服务/],
])("%s is told apart from a wrong password", async (_, answer, words) => {
  await begin("?", ({ method }) => (method === "POST" ? answer : null));
  await account().fill("county");
  await password().fill("x");
  await signIn().click();
  await expect.element(page.getByText(words)).toBeVisible();
});

test("nothing typed asks nothing of the server", async () => {
  let posts = 0;
  await begin("?", ({ method }) => {
    if (method === "POST") posts++;
    return null;
  });
  await signIn().click();
  await expect.element(page.getByText("请输入账号")).toBeVisible();
  expect(posts).toBe(0);
});

test("a session that ends brings the sign-in over the same address, and back to the same view", async () => {
  const search = "?area=130123&level=LP";
  await begin(search);
  const enter = async () => {
    await account().fill("county");
    await password().fill(MOCK_PASSWORD);
    await signIn().click();
    await expect.element(page.getByRole("heading", { name: "未消报警" })).toBeVisible();
  };
  await enter();
  signOutOfMocks();
  window.dispatchEvent(new Event("visibilitychange"));
  // Whatever asks first finds it out: the map that is opened here, or what listens to the world.
  await page
    .getByRole("button", { name: "地图" })
    .click({ timeout: 2000 })
    .catch(() => {});
  await expect.element(page.getByText(/登录已失效/)).toBeVisible();
  expect(location.search).toBe(search);
  expect(document.body.textContent).not.toContain("正定县");
  await enter();
  expect(location.search).toBe(search);
});

test("a service that cannot say who is here is asked again", async () => {
  let isDown = true;
  await begin("?", () => (isDown ? new TypeError("failed to fetch") : null));
  await expect.element(page.getByText(/连不上服务/)).toBeVisible();
  isDown = false;
  await page.getByRole("button", { name: "重试" }).click();
  await expect.element(account()).toBeVisible();
});

test("whoever is known to be signed in sees their page, and no picture of waiting before it", async () => {
  await prepare("?");
  signInToMocks("county");
  let hasWaited = false;
  const seen = new MutationObserver(() => {
    hasWaited ||= document.body.textContent?.includes("正在打开") === true;
  });
  seen.observe(document.body, { subtree: true, childList: true });
  await open();
  await expect.element(page.getByRole("heading", { name: "未消报警" })).toBeVisible();
  seen.disconnect();
  expect(hasWaited).toBe(false);
});

test.each([
  ["of somebody signed in", "county", () => page.getByRole("heading", { name: "未消报警" })],
  ["of nobody", null, account],
])("an answer %s that takes its time is waited for in words", async (_, name, expected) => {
  let answer = () => {};
  const held = new Promise<null>((resolve) => {
    answer = () => resolve(null);
  });
  await prepare("?", ({ url }) => (url.endsWith("/api/welcome") ? held : null));
  if (name !== null) signInToMocks(name);
  await open(0);
  await expect.element(page.getByText("正在打开…")).toBeVisible();
  answer();
  await expect.element(expected()).toBeVisible();
});

test("a server that is away when the page opens is told at once, and asked again", async () => {
  let isDown = true;
  await prepare("?", () => (isDown ? new TypeError("failed to fetch") : null));
  expect((await open()).first.is).toBe("unknown");
  await expect.element(page.getByText(/连不上服务/)).toBeVisible();
  isDown = false;
  await page.getByRole("button", { name: "重试" }).click();
  await expect.element(account()).toBeVisible();
});
