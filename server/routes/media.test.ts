import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { MEDIA_PATHS } from "#contract/cameras.ts";
import { LIVE_CLOSE } from "#contract/live-socket.ts";
import { SESSION_COOKIE } from "#contract/session.ts";
import { buildApp } from "#server/app.ts";
import type { Session } from "#server/auth/sessions.ts";
import type { App } from "#server/deps.ts";
import { fakeDeps, MemorySessions } from "#server/testing/fakes.ts";
import { FlvFrames } from "#server/video/flv-frames.ts";
import { createPlayTokens, PLAY_LIFE_MS } from "#server/video/play-token.ts";
import { type MediaBench, openMediaBench } from "#server/video/testing/media-bench.ts";

/** Sessions whose end is heard of, as the real ones'. */
class EndingSessions extends MemorySessions {
  readonly #ended = new Set<(id: string) => void>();
  override onEnd = (listener: (id: string) => void) => {
    this.#ended.add(listener);
    return () => void this.#ended.delete(listener);
  };
  finish(id: string): void {
    for (const listener of this.#ended) listener(id);
  }
}

const KEY = new Uint8Array(32).fill(3);
const WATCHED = [MEDIA_PATHS.http_flv, MEDIA_PATHS.hls, MEDIA_PATHS.snapshot] as const;

describe("a stream by way of the server", () => {
  let bench: MediaBench;
  let app: App;
  let url: string;
  const sessions = new EndingSessions();

  beforeAll(async () => {
    // The watcher of a slow machine may count a live stream's bytes before a test cuts it.
    bench = await openMediaBench(["V1", "V2", "V3"], { tokens: createPlayTokens(KEY), modes: { V3: "cut" } });
    app = await buildApp(fakeDeps({ sessions, video: bench.video }));
    url = await app.listen({ port: 0, host: "127.0.0.1" });
  });
  beforeEach(() => {
    bench.set("V1", "live");
    bench.set("V2", "live");
  });
  afterAll(async () => {
    // fetch may have opened a connection that it never used: the server would wait for its request.
    app.server.closeAllConnections();
    await app.close();
    await bench.close();
  });

  const person = (over: Partial<Session> = {}) => {
    const { token, session } = sessions.admit(over);
    return { session, headers: { cookie: `${SESSION_COOKIE}=${token}` } };
  };
  const addressOf = (path: string, session: Session, id = "V1", more: Record<string, string> = {}) =>
    `${url}${path}?${new URLSearchParams({ k: bench.video.tokens.sign(id, session).token, ...more })}`;

  test("FLV comes frame by frame, and each frame is evidence of the camera", async () => {
    const { session, headers } = person();
    const stop = new AbortController();
    const reply = await fetch(addressOf(MEDIA_PATHS.http_flv, session), { headers, signal: stop.signal });
    expect([reply.status, reply.headers.get("content-type")]).toEqual([200, "video/x-flv"]);
    const frames = new FlvFrames();
    let seen = 0;
    for await (const piece of reply.body ?? []) {
      seen += frames.pass(piece);
      if (seen >= 8) break;
    }
    expect(seen).toBeGreaterThanOrEqual(8);
    expect(bench.video.book.detail("V1", Date.now()).lastFrameAt).not.toBeNull();
    stop.abort();
  });

  test("a stream that opens and brings no frame is no evidence of the camera", async () => {
    const { session, headers } = person();
    const stop = new AbortController();
    const reply = await fetch(addressOf(MEDIA_PATHS.http_flv, session, "V3"), { headers, signal: stop.signal });
    const { value } = (await reply.body?.getReader().read()) ?? {};
    expect(value?.length).toBeGreaterThan(0);
    expect(bench.video.book.detail("V3", Date.now()).lastFrameAt).toBeNull();
    stop.abort();
  });

  test("FLV comes by WebSocket too", async () => {
    const { session, headers } = person();
    const socket = new WebSocket(addressOf(MEDIA_PATHS.ws_flv, session).replace("http", "ws"), { headers });
    const frames = new FlvFrames();
    let seen = 0;
    await new Promise<void>((resolve, reject) => {
      socket.on("error", reject);
      socket.on("message", (piece: Buffer) => {
        seen += frames.pass(piece);
        if (seen >= 5) resolve();
      });
    });
    socket.terminate();
    expect(seen).toBeGreaterThanOrEqual(5);
  });

  test("an HLS playlist names addresses of this server alone, and its segments come from there", async () => {
    const { session, headers } = person();
    const reply = await fetch(addressOf(MEDIA_PATHS.hls, session), { headers });
    const playlist = await reply.text();
    const files = playlist.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(file).toMatch(/^\/media\/segment\?k=[\w.-]+&f=gate-\d+\.ts$/);
    const segment = await fetch(`${url}${files.at(-1)}`, { headers });
    const bytes = new Uint8Array(await segment.arrayBuffer());
    // MPEG-TS: packets of 188 bytes, each beginning with 0x47.
    expect([segment.status, bytes[0], bytes.length % 188]).toEqual([200, 0x47, 0]);
  });

  test("a still is a JPEG", async () => {
    const { session, headers } = person();
    const reply = await fetch(addressOf(MEDIA_PATHS.snapshot, session), { headers });
    const bytes = new Uint8Array(await reply.arrayBuffer());
    expect([reply.status, bytes[0], bytes[1]]).toEqual([200, 0xff, 0xd8]);
  });

  test("nothing opens without a session, with another's, after its time, changed, or for an administrator", async () => {
    const { session, headers } = person();
    const other = person();
    const admin = person({ role: "system_admin" });
    const old = createPlayTokens(KEY, () => Date.now() - PLAY_LIFE_MS - 1).sign("V1", session).token;
    for (const path of [...WATCHED, MEDIA_PATHS.segment]) {
      const more = path === MEDIA_PATHS.segment ? { f: "gate-0.ts" } : {};
      const good = addressOf(path, session, "V1", more);
      const status = async (address: string, init: RequestInit = {}) => {
        const reply = await fetch(address, init);
        await reply.body?.cancel();
        return reply.status;
      };
      const ran = `${url}${path}?${new URLSearchParams({ k: old, ...more })}`;
      expect([path, await status(good)]).toEqual([path, 401]);
      expect([path, await status(good, { headers: other.headers })]).toEqual([path, 403]);
      expect([path, await status(good, { headers: admin.headers })]).toEqual([path, 403]);
      expect([path, await status(ran, { headers })]).toEqual([path, 403]);
      expect([path, await status(good.replace("k=", "k=x"), { headers })]).toEqual([path, 403]);
      expect([path, await status(good, { headers: { ...headers, origin: "https://elsewhere.example" } })]).toEqual([
        path,
        403,
      ]);
    }
  });

  test("a WebSocket of another session is closed with the reason", async () => {
    const { session } = person();
    const other = person();
    const socket = new WebSocket(addressOf(MEDIA_PATHS.ws_flv, session).replace("http", "ws"), {
      headers: other.headers,
    });
    const code = await new Promise((resolve) => socket.once("close", resolve));
    expect(code).toBe(LIVE_CLOSE.forbidden);
  });

  test("a segment cannot lead out of its stream", async () => {
    const { session, headers } = person();
    const outside = [
      "../other/a.ts",
      "/index/api/getMediaList",
      "http://127.0.0.1:1/a.ts",
      "..%2f..%2fa.ts",
      "//a/b.ts",
    ];
    for (const f of outside) {
      const reply = await fetch(addressOf(MEDIA_PATHS.segment, session, "V1", { f }), { headers });
      expect([f, reply.status]).toEqual([f, 502]);
      expect(await reply.text()).not.toContain(bench.media.url);
    }
  });

  test("no answer holds the media server's address or secret, or the camera's password", async () => {
    const { session, headers } = person();
    bench.set("V2", "gone");
    for (const path of [MEDIA_PATHS.hls, MEDIA_PATHS.snapshot]) {
      for (const id of ["V1", "V2"]) {
        const reply = await fetch(addressOf(path, session, id), { headers });
        const text = (await reply.text()) + JSON.stringify([...reply.headers]);
        for (const secret of [bench.media.url, bench.media.secret, bench.media.apiKey, "camera-password"])
          expect(text).not.toContain(secret);
      }
    }
  });

  test("a stream ends when its session does", async () => {
    const { session, headers } = person();
    const reply = await fetch(addressOf(MEDIA_PATHS.http_flv, session), { headers });
    const reader = reply.body?.getReader();
    await reader?.read();
    sessions.finish(session.id);
    const drained = async () => {
      for (;;) if ((await reader?.read().catch(() => ({ done: true })))?.done !== false) return "ended";
    };
    expect(await drained()).toBe("ended");
  });

  test("one session watches so many at once, and no more", async () => {
    const { session, headers } = person();
    const stop = new AbortController();
    const open = () => fetch(addressOf(MEDIA_PATHS.http_flv, session), { headers, signal: stop.signal });
    const replies = await Promise.all(Array.from({ length: 33 }, open));
    expect(replies.filter(({ status }) => status === 429)).toHaveLength(1);
    stop.abort();
  });

  test("WHEP takes an offer in SDP and nothing else, and says when the media server gives no answer", async () => {
    const { session, headers } = person();
    const post = (body: string, type: string) =>
      fetch(addressOf(MEDIA_PATHS.whep, session), {
        method: "POST",
        body,
        headers: { ...headers, "content-type": type },
      });
    expect((await post("{}", "application/json")).status).toBe(400);
    expect((await post("hello", "application/sdp")).status).toBe(400);
    // The fake one speaks no WebRTC.
    expect((await post("v=0\r\n", "application/sdp")).status).toBe(502);
  });

  test("the server stops although streams are open", async () => {
    const own = await buildApp(fakeDeps({ sessions, video: bench.video }));
    const at = await own.listen({ port: 0, host: "127.0.0.1" });
    const { session, headers } = person();
    const reply = await fetch(addressOf(MEDIA_PATHS.http_flv, session).replace(url, at), { headers });
    expect(reply.status).toBe(200);
    await own.close();
    await expect(
      reply.arrayBuffer().then(
        () => "ended",
        () => "ended",
      ),
    ).resolves.toBe("ended");
  });
});
