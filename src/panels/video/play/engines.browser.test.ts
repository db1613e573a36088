import { afterEach, expect, test } from "vitest";
import gateFlv from "#mocks/media/clips/gate.flv?url";
import { readFlv } from "#mocks/media/flv-clip.ts";
import { FakeStream } from "#mocks/media/streams.ts";
import { type Engine, loadEngine } from "./engine.ts";
import { withToken } from "./hls.ts";
import { whepEngine } from "./whep.ts";

let stop = () => {};
afterEach(() => {
  stop();
  document.body.replaceChildren();
});

function play(engine: Engine, url: string) {
  const video = document.body.appendChild(document.createElement("video"));
  video.muted = true;
  const failures: string[] = [];
  stop = engine({ video, url, token: () => "token", onFailed: (reason) => failures.push(reason) });
  return { video, failures };
}

function pixelsOf(video: HTMLVideoElement): Uint8ClampedArray {
  const canvas = new OffscreenCanvas(Math.max(1, video.videoWidth), Math.max(1, video.videoHeight));
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no 2d context");
  context.drawImage(video, 0, 0);
  return context.getImageData(0, 0, canvas.width, canvas.height).data;
}

const changed = (a: Uint8ClampedArray, b: Uint8ClampedArray) =>
  a.length === b.length ? a.reduce((sum, value, i) => sum + (Math.abs(value - (b[i] ?? 0)) > 12 ? 1 : 0), 0) : 0;

/** Waits until a picture is there, and then until its clock and its pixels have moved. */
async function expectMotion({ video, failures }: ReturnType<typeof play>): Promise<void> {
  await expect.poll(() => [video.readyState >= 2, ...failures], { timeout: 20_000 }).toEqual([true]);
  const [at, before] = [video.currentTime, pixelsOf(video)];
  expect(before.length).toBeGreaterThan(1000);
  await expect.poll(() => video.currentTime - at, { timeout: 20_000 }).toBeGreaterThan(0.3);
  await expect.poll(() => changed(before, pixelsOf(video)), { timeout: 20_000 }).toBeGreaterThan(100);
}

test("FLV of a real encoder plays as it comes, its pictures move, and its end is told", async () => {
  const clip = {
    name: "gate",
    flv: readFlv(new Uint8Array(await (await fetch(gateFlv)).arrayBuffer())),
    pieces: [],
    stills: [],
  };
  const stream = new FakeStream("gate", { live: clip, frozen: clip }, Date.now, Date.now());
  const real = window.fetch;
  const pieces = stream.flv(AbortSignal.timeout(30_000));
  const body = new ReadableStream<Uint8Array>({
    pull: async (out) => {
      const { done, value } = await pieces.next();
      if (done) out.close();
      else out.enqueue(value);
    },
  });
  window.fetch = async () => new Response(body);
  try {
    const playing = play(await loadEngine("http_flv"), "/media/live.flv?k=token");
    await expectMotion(playing);
    stream.setMode("gone");
    await expect.poll(() => playing.failures, { timeout: 20_000 }).toEqual(["the stream has ended"]);
  } finally {
    window.fetch = real;
  }
});

test("HLS of a real encoder plays, and its pictures move", async () => {
  await expectMotion(play(await loadEngine("hls"), gateFlv.replace(/\.flv.*$/, ".m3u8")));
});

test("what is no stream is told as failed", async () => {
  for (const protocol of ["http_flv", "hls"] as const) {
    const { failures } = play(await loadEngine(protocol), "/no-such-stream");
    await expect.poll(() => failures.length, { timeout: 20_000 }).toBeGreaterThan(0);
    stop();
  }
});

test("WHEP plays what answers an offer, and its pictures move", async () => {
  const canvas = document.body.appendChild(document.createElement("canvas"));
  canvas.width = 160;
  canvas.height = 90;
  const context = canvas.getContext("2d");
  let turn = 0;
  const timer = setInterval(() => {
    turn += 1;
    if (!context) return;
    context.fillStyle = turn % 2 === 0 ? "white" : "black";
    context.fillRect(0, 0, 160, 90);
  }, 100);
  const camera = new RTCPeerConnection();
  const stream = canvas.captureStream(10);
  for (const track of stream.getTracks()) camera.addTrack(track, stream);
  const engine = whepEngine(async (url, offer) => {
    expect(url).toBe("/media/whep?k=token");
    await camera.setRemoteDescription({ type: "offer", sdp: offer });
    await camera.setLocalDescription(await camera.createAnswer());
    await expect.poll(() => camera.iceGatheringState, { timeout: 10_000 }).toBe("complete");
    return camera.localDescription?.sdp ?? "";
  });
  try {
    await expectMotion(play(engine, "/media/whep?k=token"));
  } finally {
    clearInterval(timer);
    camera.close();
  }
});

test("a stream that asks piece by piece goes on with the token that is good now, and other addresses stay as they are", () => {
  expect(withToken("/media/segment?k=old&f=a.ts", "new")).toBe("/media/segment?k=new&f=a.ts");
  expect(withToken("http://page/media/live.m3u8?k=old", "a+b")).toBe("http://page/media/live.m3u8?k=a%2Bb");
  expect(withToken("/clips/gate.m3u8", "new")).toBe("/clips/gate.m3u8");
});
