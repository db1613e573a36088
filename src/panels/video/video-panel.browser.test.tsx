import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Camera, CameraState } from "#contract/cameras.ts";
import { answerFromMocks, type Between, signInToMocks } from "#mocks/handlers/answers-in-page.ts";
import { Desk } from "#panels/shell/desk.tsx";
import { type Stage, stage } from "#panels/testing/stage.tsx";
import { NO_VIDEO, type VideoView } from "#state/video.ts";

let open: Stage | null = null;
let stopAnswers = () => {};

const camera = (n: number, state: CameraState): Camera => ({
  id: `V${n}`,
  name: `北门站${n}号机`,
  deviceId: `1301230112132000000${n}`,
  stationId: "S1",
  stationName: "北门站",
  areaCode: "130123",
  enterpriseId: "E130123-01",
  lngLat: [114.5, 38.1],
  headingDeg: 90,
  fovDeg: 70,
  rangeM: 50,
  cascadeLevel: 2,
  canPlay: n !== 5,
  state,
  distanceM: null,
});
const CAMERAS = [camera(1, "live"), camera(2, "cut"), camera(3, "idle"), camera(4, "frozen"), camera(5, "unknown")];
const AT = "2026-11-26T00:00:00Z";
const healthOf = ({ id, state, deviceId }: Camera) => ({
  id,
  state,
  since: AT,
  lastFrameAt: null,
  isContradicted: state === "cut",
  levels: [
    { id: "13010000002000000001", kind: "platform", isOnline: true, at: AT },
    { id: deviceId, kind: "device", isOnline: state !== "cut", at: null },
  ],
});

/** What the server says of five cameras; `over` says otherwise first. */
const answers =
  (over: Between = () => null): Between =>
  async (request) => {
    const instead = await over(request);
    if (instead) return instead;
    const { pathname, searchParams } = new URL(request.url);
    const [, id] = /^\/api\/cameras\/([^/]+)/.exec(pathname) ?? [];
    const known = CAMERAS.find((one) => one.id === id);
    if (pathname.endsWith("/play") && known)
      return Response.json({
        addresses: [],
        snapshotUrl: null,
        token: "t",
        expiresAt: new Date(Date.now() + 120_000).toISOString(),
        health: healthOf(known),
      });
    if (known) return Response.json({ camera: known, health: healthOf(known) });
    if (id !== undefined) return Response.json({ code: "not_found" }, { status: 404 });
    if (pathname === "/api/cameras") return Response.json({ cameras: CAMERAS, next: null });
    if (pathname === "/api/camera-health") {
      const ids = (searchParams.get("ids") ?? "").split(",");
      const details = CAMERAS.filter((one) => ids.includes(one.id)).map(healthOf);
      return Response.json({ version: "v.1", isWhole: !searchParams.has("since"), states: [], details });
    }
    return null;
  };

const begin = async (video: Partial<VideoView> = {}, over?: Between) => {
  stopAnswers = answerFromMocks(answers(over));
  const view = { panel: "video", video: { ...NO_VIDEO, ...video } };
  open = await stage(signInToMocks("province"), <Desk map={<p>the map</p>} onSignedOut={() => {}} />, view);
  return open;
};

beforeEach(() => page.viewport(1440, 900));
afterEach(() => {
  open?.close();
  open = null;
  stopAnswers();
  vi.useRealTimers();
});

const names = () => [...document.querySelectorAll(".camera-name")].map((one) => one.textContent);

test("the list puts trouble first, says each state in words, and is narrowed by what is typed", async () => {
  await begin();
  await expect.poll(names).toEqual(["北门站2号机", "北门站4号机", "北门站5号机", "北门站3号机", "北门站1号机"]);
  expect([...document.querySelectorAll(".camera-row .camera-state")].map((one) => one.textContent)).toEqual([
    "已断流",
    "画面静止",
    "状态未知",
    "待机，未取流",
    "画面正常",
  ]);
  await page.getByRole("checkbox", { name: "只看异常" }).click();
  await expect.poll(names).toEqual(["北门站2号机", "北门站4号机"]);
  await page.getByRole("searchbox", { name: "按名称、国标编号筛选" }).fill("0000004");
  await expect.poll(names).toEqual(["北门站4号机"]);
  await page.getByRole("searchbox").fill("南门");
  await expect.element(page.getByText("没有符合条件的摄像机。")).toBeVisible();
});

test("a press watches a camera: its state, whether its server is believed, where it looks, and each level of its cascade", async () => {
  const { stores } = await begin();
  await page.getByRole("button", { name: "观看北门站2号机" }).click();
  expect(stores.view.getState().video.cams).toEqual(["V2"]);
  await expect.element(page.getByText("媒体服务称在线，但没有画面")).toBeVisible();
  await expect.element(page.getByText("未收到过画面")).toBeVisible();
  await expect.element(page.getByText("90°")).toBeVisible();
  const levels = () => [...document.querySelectorAll(".cascade li strong")].map((one) => one.textContent);
  await expect.poll(levels).toEqual(["在线", "离线"]);
});

test("a camera without a media server says what would let it play", async () => {
  await begin({ cams: ["V5"] });
  await expect.element(page.getByText(/没有可用的播放地址/).first()).toBeVisible();
});

test("no camera, no answer and no network each have words, and can be tried again", async () => {
  let isDown = true;
  await begin({}, ({ url }) =>
    isDown && new URL(url).pathname === "/api/cameras" ? Response.json({ code: "internal" }, { status: 500 }) : null,
  );
  await expect.element(page.getByRole("alert")).toBeVisible();
  isDown = false;
  await page.getByRole("alert").getByRole("button", { name: "重试" }).click();
  await expect.poll(names).toHaveLength(5);
  open?.close();
  stopAnswers();
  await begin({}, ({ url }) =>
    new URL(url).pathname === "/api/cameras" ? Response.json({ cameras: [], next: null }) : null,
  );
  await expect.element(page.getByText("没有摄像机。导入摄像机数据后在这里显示。")).toBeVisible();
  open?.close();
  stopAnswers();
  await begin({}, ({ url }) => (new URL(url).pathname === "/api/cameras" ? new TypeError("network") : null));
  await expect.element(page.getByText("当前离线").first()).toBeVisible();
});

test("when the server is not heard, no picture is called good, and the past has none", async () => {
  let isDown = false;
  const { stores } = await begin({ cams: ["V1"] }, ({ url }) =>
    isDown && new URL(url).pathname === "/api/camera-health"
      ? Response.json({ code: "internal" }, { status: 500 })
      : null,
  );
  await expect.element(page.getByText("画面正常").first()).toBeVisible();
  isDown = true;
  await expect.element(page.getByText("健康状态暂不可用")).toBeVisible();
  await expect.poll(() => document.querySelectorAll('.camera-state[data-state="live"]').length).toBe(0);
  isDown = false;
  await expect.element(page.getByText("画面正常").first()).toBeVisible();
  stores.view.setState({ time: Date.parse("2026-11-25T19:10:00Z") });
  await expect.element(page.getByText("正在回看过去；视频只有现在的画面。")).toBeVisible();
});

test("cameras are put on a wall, which shows them page by page and closes with Escape", async () => {
  const { stores } = await begin();
  for (const n of [1, 2, 3]) await page.getByRole("button", { name: `把北门站${n}号机加入视频墙` }).click();
  expect(stores.view.getState().video.cams).toEqual(["V1", "V2", "V3"]);
  await page.getByRole("button", { name: "4 画面" }).click();
  const wall = page.getByRole("dialog", { name: "视频墙" });
  await expect.element(wall.getByText("北门站1号机")).toBeVisible();
  await expect.element(wall.getByText("空")).toBeVisible();
  await wall.getByRole("combobox", { name: "轮巡" }).selectOptions("15");
  expect(stores.view.getState().video).toMatchObject({ wall: 4, roundS: 15 });
  await userEvent.keyboard("{Escape}");
  await expect.poll(() => stores.view.getState().video).toEqual({ cams: ["V1", "V2", "V3"], wall: null, roundS: null });
});

/** Lets the faked intervals run on, and the page draw what came of it. What polls (`expect.poll`, `expect.element`) would let them run on too, and so does each deed of a locator. */
async function pass(ms: number): Promise<void> {
  vi.advanceTimersByTime(ms);
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
}

/** Chooses in the page itself: a locator's deed moves faked intervals on for as long as it takes. */
function choose(select: HTMLSelectElement, value: string): Promise<void> {
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  return pass(0);
}

test("a wall of nine holds them all at once; one of four turns by itself through all of them and begins anew", async () => {
  const cams = CAMERAS.map(({ id }) => id);
  await begin({ cams, wall: 9 });
  const wall = page.getByRole("dialog", { name: "视频墙" });
  const cells = () => [...document.querySelectorAll(".wall-cell .player-name")].map((one) => one.textContent);
  const everyName = CAMERAS.map(({ name }) => name);
  await expect.poll(cells).toEqual(everyName);
  expect(document.querySelectorAll(".wall-empty")).toHaveLength(4);
  await wall.getByRole("button", { name: "4 画面" }).click();
  await expect.poll(cells).toEqual(everyName.slice(0, 4));
  const round = wall.getByRole("combobox", { name: "轮巡" }).element() as HTMLSelectElement;
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  await choose(round, "15");
  const shown = () => [document.querySelector(".wall-top [role=status]")?.textContent, ...cells()];
  await pass(14_999);
  expect(shown()).toEqual(["第 1 / 2 组", ...everyName.slice(0, 4)]);
  await pass(1);
  expect(shown()).toEqual(["第 2 / 2 组", everyName[4]]);
  await pass(15_000);
  expect(shown()).toEqual(["第 1 / 2 组", ...everyName.slice(0, 4)]);
  await choose(round, "");
  await pass(15_000);
  expect(shown()).toEqual(["第 1 / 2 组", ...everyName.slice(0, 4)]);
});

const PICTURE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='4' height='4'/%3E#still";

test.each([
  ["stands in its place, named as one", PICTURE, true],
  ["that does not come is not spoken of", "data:image/png,none#", false],
])("while nothing moves a still picture %s", async (_, snapshotUrl, isShown) => {
  await begin({ cams: ["V2"] }, async ({ url }) =>
    new URL(url).pathname === "/api/cameras/V2/play"
      ? Response.json({
          addresses: [],
          snapshotUrl,
          token: "t",
          expiresAt: new Date(Date.now() + 120_000).toISOString(),
          health: healthOf(CAMERAS[1] as Camera),
        })
      : null,
  );
  const picture = page.getByRole("img", { name: /北门站2号机的画面 · 快照/ });
  await expect.poll(() => picture.query()).not.toBeNull();
  await expect.poll(() => (picture.query() as HTMLImageElement).complete).toBe(true);
  await expect.poll(() => page.getByText("快照，非实时").query() !== null).toBe(isShown);
  await expect.element(page.getByText("已断流").first()).toBeVisible();
});
