import { describe, expect, test } from "vitest";
import type { CameraSource } from "#server/db/cameras.ts";
import { MediaServerError } from "./zlm-api.ts";
import { ZlmServer } from "./zlm-server.ts";

const SECRET = "the-secret";
const KEY = "the-key";
const CITY = "13010000002000000001";
const camera: CameraSource = {
  id: "V1",
  deviceId: "13010201121320000001",
  cascade: [CITY],
  adapter: "zlm",
  channel: null,
  sourceUrl: "rtsp://operator:camera-password@10.0.0.9/1",
};
const signal = AbortSignal.timeout(10_000);

type Answer = (url: URL, init: RequestInit | undefined) => Response | Error;

/** An adapter whose every request is answered by `answer`, and written down. */
function adapter(answer: Answer, hasSignalling = false) {
  const asked: URL[] = [];
  const inits: (RequestInit | undefined)[] = [];
  const server = new ZlmServer({
    name: "zlm",
    zlm: { url: "http://zlm/", secret: SECRET, app: "rtp" },
    wvp: hasSignalling ? { url: "http://wvp", apiKey: KEY } : null,
    protocols: ["hls"],
    fetch: async (address, init) => {
      const url = new URL(address);
      asked.push(url);
      inits.push(init);
      const came = answer(url, init);
      if (came instanceof Error) throw came;
      return came;
    },
  });
  return { server, asked, inits };
}
const json = (body: unknown, status = 200) => Response.json(body, { status });
const media = (stream: string, schema: string, frames: number | null, bytesSpeed = 0) => ({
  app: "rtp",
  stream,
  schema,
  bytesSpeed,
  tracks:
    frames === null
      ? []
      : [
          { codec_type: 1, frames: 999_999 },
          { codec_type: 0, frames },
        ],
});

test("a stream listed once a protocol is one stream, with the pictures of the protocol that is furthest", async () => {
  const { server } = adapter(() =>
    json({ code: 0, data: [media("a", "rtmp", 7, 10), media("a", "hls", 9, 5), media("b", "ts", null, 3)] }),
  );
  const { streams } = await server.report(signal);
  expect([...streams]).toEqual([
    ["a", { isOnline: true, frames: 9, bytesPerS: 10 }],
    ["b", { isOnline: true, frames: null, bytesPerS: 3 }],
  ]);
});

test("a server without a stream says so by leaving the list out", async () => {
  const { server } = adapter(() => json({ code: 0 }));
  expect((await server.report(signal)).streams.size).toBe(0);
});

describe("what goes wrong is told without the secret", () => {
  const refusals: readonly (readonly [string, Answer])[] = [
    ["no answer", (url) => new TypeError(`fetch failed: ${url.href}`)],
    ["an error of HTTP", () => json({}, 500)],
    ["a wrong secret", () => json({ code: -100, msg: `Incorrect secret ${SECRET}` })],
    ["no JSON", () => new Response("<html>")],
  ];
  test.each(refusals)("%s", async (_, answer) => {
    const { server } = adapter(answer);
    const error = await server.report(signal).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(MediaServerError);
    expect(String(error)).not.toContain(SECRET);
  });

  test("a picture that is no JPEG, and an answer that is no SDP", async () => {
    const { server } = adapter(() => json({ code: -1, msg: "Failed to get snapshot" }));
    await expect(server.snapshot("a", signal)).rejects.toThrow(/no JPEG/);
    await expect(server.exchange("a", "v=0", signal)).rejects.toThrow(/no SDP/);
  });
});

test("no answer leads the server elsewhere", async () => {
  const { server, inits } = adapter(() => json({ code: 0 }), true);
  await server.report(signal).catch(() => {});
  await server.openFlv("a", signal);
  expect(inits.length).toBeGreaterThan(1);
  expect(inits.every((init) => init?.redirect === "error")).toBe(true);
});

test("without signalling the stream is fetched from the camera, and one that is drawn already is no error", async () => {
  const { server, asked } = adapter(() => json({ code: -1, msg: "This stream already exists" }));
  expect(server.streamOf(camera)).toBe(camera.deviceId);
  await server.start(camera, signal);
  expect(asked[0]?.pathname).toBe("/index/api/addStreamProxy");
  expect(asked[0]?.searchParams.get("url")).toBe(camera.sourceUrl);
  const refused = adapter(() => json({ code: -1, msg: `cannot open ${camera.sourceUrl}` }));
  const error = await refused.server.start(camera, signal).catch((cause: unknown) => cause);
  expect(String(error)).not.toContain("camera-password");
});

test("with signalling the channel is invited at the platform that is nearest to us, by the key in a header", async () => {
  const { server, asked, inits } = adapter(() => json({ code: 0, data: {} }), true);
  expect(server.streamOf(camera)).toBe(`${CITY}_${camera.deviceId}`);
  expect(server.streamOf({ ...camera, cascade: [] })).toBe(`${camera.deviceId}_${camera.deviceId}`);
  expect(server.streamOf({ ...camera, channel: "own" })).toBe("own");
  await server.start(camera, signal);
  expect(asked[0]?.pathname).toBe(`/api/play/start/${CITY}/${camera.deviceId}`);
  expect([asked[0]?.href.includes(KEY), new Headers(inits[0]?.headers).get("api-key")]).toEqual([false, KEY]);
});

test("the cascade is read page by page, with the time of each keep-alive in Beijing", async () => {
  const devices = Array.from({ length: 1001 }, (_, i) => ({
    deviceId: `1301000000200${String(i).padStart(7, "0")}`,
    onLine: i !== 3,
    keepaliveTime: i === 0 ? "2026-11-26 08:00:00" : null,
  }));
  const { server, asked } = adapter((url) => {
    if (url.pathname.startsWith("/index/")) return json({ code: 0, data: [] });
    if (url.pathname.endsWith("/channels")) return json({ code: 0, data: { total: 0, list: [] } });
    const page = Number(url.searchParams.get("page"));
    return json({ code: 0, data: { total: devices.length, list: devices.slice((page - 1) * 1000, page * 1000) } });
  }, true);
  const { platforms } = await server.report(signal);
  expect(platforms.size).toBe(1001);
  expect(platforms.get(devices[0]?.deviceId ?? "")).toEqual({ isOnline: true, at: Date.parse("2026-11-26T00:00:00Z") });
  expect(platforms.get(devices[3]?.deviceId ?? "")).toEqual({ isOnline: false, at: null });
  expect(asked.filter(({ pathname }) => pathname === "/api/device/query/devices")).toHaveLength(2);
});
