import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { type Camera, listCameras } from "#contract/cameras.ts";
import { settled, signIn } from "./driver.ts";
import { openBrowser, openScreen } from "./screen.ts";

const url = inject("productUrl");
const password = inject("password");
const media = `http://127.0.0.1:${inject("mediaPort")}`;
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** The demo's clips drive by, and their grain moves everywhere. */
const MOVED_PIXELS = 200;

/** Cameras of the county whose pictures come, as the signed-in page is told. */
async function liveCameras(page: Page): Promise<Camera[]> {
  const ask = () => page.evaluate(async () => (await (await fetch("/api/cameras?limit=50")).json()) as unknown);
  await expect
    .poll(async () => listCameras.reply.parse(await ask()).cameras.some(({ state }) => state === "live"), {
      timeout: 20_000,
    })
    .toBe(true);
  return listCameras.reply.parse(await ask()).cameras.filter(({ state }) => state === "live");
}

/** Has a stream of the demo's media server behave otherwise. */
async function setMode({ deviceId }: Camera, mode: "live" | "cut"): Promise<void> {
  const city = `${deviceId.slice(0, 4)}0000002000000001`.padEnd(20, "0");
  const name = `${city}_${deviceId}`;
  const reply = await fetch(`${media}/fake/streams/${name}?mode=${mode}`);
  expect(reply.status, name).toBe(200);
}

const player = (page: Page) => page.locator(".player").first();

/** Waits until a picture plays, and tells by which protocol. */
async function playing(page: Page): Promise<string | null> {
  await page.locator('.player[data-playback="playing"]').first().waitFor({ timeout: 45_000 });
  return await player(page).getAttribute("data-protocol");
}

/** How far the picture's clock goes in two seconds, and how many of its pixels change meanwhile. */
async function motion(page: Page): Promise<{ seconds: number; pixels: number }> {
  // Another protocol may bring another element; playing is said when a stream has begun, its first picture comes a moment later.
  const width = () => page.evaluate(() => document.querySelector<HTMLVideoElement>(".player video")?.videoWidth ?? 0);
  await expect.poll(width, { timeout: 30_000 }).toBeGreaterThan(0);
  return await page.evaluate(async () => {
    const video = document.querySelector<HTMLVideoElement>(".player video");
    if (!video) throw new Error("there is no picture");
    const look = () => {
      const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
      const context = canvas.getContext("2d");
      context?.drawImage(video, 0, 0);
      return context?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
    };
    const [before, from] = [look(), video.currentTime];
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const after = look();
    let pixels = 0;
    for (let i = 0; i < after.length; i += 4) if (Math.abs((after[i] ?? 0) - (before[i] ?? 0)) > 12) pixels += 1;
    return { seconds: video.currentTime - from, pixels };
  });
}

const watch = async (page: Page, id: string) => {
  await page.goto(`/?panel=video&cam=${encodeURIComponent(id)}`);
};

test("a station's camera is one press away, and its picture moves", async () => {
  const { page, context, complaints } = await openScreen(browser, url);
  try {
    await signIn(page, "county", password);
    const [camera] = await liveCameras(page);
    if (!camera?.stationId) throw new Error("no camera stands at a station");
    await page.goto(`/?sel=station:${camera.stationId}&panel=station`);
    await page.getByRole("button", { name: `观看${camera.name}` }).click();
    expect(await playing(page)).toBe("ws_flv");
    const { seconds, pixels } = await motion(page);
    expect(seconds).toBeGreaterThan(1);
    expect(pixels).toBeGreaterThan(MOVED_PIXELS);
    await page.getByText("画面正常").first().waitFor();
    await expect.poll(() => page.url()).toContain(`cam=${camera.id}`);
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
});

test("where FLV does not come through, HLS does, and the map has long been there", async () => {
  const { page, context } = await openScreen(browser, url);
  try {
    await signIn(page, "county", password);
    const [camera] = await liveCameras(page);
    if (!camera) throw new Error("no camera is live");
    await page.routeWebSocket(/\/media\/ws\.flv/, (socket) => void socket.close());
    await page.route(/\/media\/live\.flv/, (route) => route.abort());
    await page.route(/\/media\/segment/, async (route) => {
      await settled(page);
      await route.continue();
    });
    await watch(page, camera.id);
    // No segment is let through before: a map that waited for the stream would never settle.
    await settled(page);
    expect(await playing(page)).toBe("hls");
    // What was held back may be gone when it is let through: the player then begins anew by itself, and its picture has to move.
    const moves = async () => {
      const { seconds, pixels } = await motion(page).catch(() => ({ seconds: 0, pixels: 0 }));
      return seconds > 1 && pixels > MOVED_PIXELS;
    };
    await expect.poll(moves, { timeout: 60_000 }).toBe(true);
    expect(await playing(page)).toBe("hls");
  } finally {
    await context.close();
  }
});

test("a cut stream is named within ten seconds, and plays again when it comes back", async () => {
  const { page, context } = await openScreen(browser, url);
  try {
    await signIn(page, "county", password);
    const [, camera] = await liveCameras(page);
    if (!camera) throw new Error("no second camera is live");
    await watch(page, camera.id);
    await playing(page);
    try {
      await setMode(camera, "cut");
      const cutAt = performance.now();
      await player(page).getByText("已断流").first().waitFor({ timeout: 20_000 });
      const namedMs = performance.now() - cutAt;
      console.log(`a cut stream was named after ${(namedMs / 1000).toFixed(1)} s`);
      expect(namedMs).toBeLessThan(10_000);
      // The server knows it as well: lists, the map and other screens read it there.
      await page.locator(".health-line").getByText("已断流").waitFor({ timeout: 10_000 });
    } finally {
      await setMode(camera, "live");
    }
    await page.locator('.player[data-playback="playing"]').waitFor({ timeout: 45_000 });
    expect((await motion(page)).pixels).toBeGreaterThan(MOVED_PIXELS);
  } finally {
    await context.close();
  }
});

test("a wall of four plays four pictures, goes on to the next, and Escape leads back", async () => {
  const { page, context, complaints } = await openScreen(browser, url);
  try {
    await signIn(page, "county", password);
    const ids = (await liveCameras(page)).slice(0, 6).map(({ id }) => id);
    await page.goto(`/?panel=video&vwall=4&cam=${ids.join(",")}`);
    const pictures = page.locator('.video-wall .player[data-playback="playing"]');
    await expect.poll(() => pictures.count(), { timeout: 45_000 }).toBe(4);
    await page.getByRole("button", { name: "下一组" }).click();
    await page.getByText("第 2 / 2 组").waitFor();
    await expect.poll(() => pictures.count(), { timeout: 45_000 }).toBe(ids.length - 4);
    await page.keyboard.press("Escape");
    await page.locator(".video-wall").waitFor({ state: "detached" });
    await page.getByRole("heading", { name: "视频" }).waitFor();
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
});
