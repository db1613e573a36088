import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Clip } from "./clips.ts";
import { FakeStream, STREAM_MODES, type StreamMode } from "./streams.ts";

/** A stream that the server has: which clip it shows, and how it behaves. */
export interface FakeStreamPlan {
  readonly name: string;
  readonly clip: string;
  readonly mode?: StreamMode;
}

const SECRET = "fake-media-secret";
const API_KEY = "fake-signalling-key";
const APP = "rtp";
const VIDEO_TRACK = 0;
/** `…/NAME?mode=cut`: what no real server has, for tests and for whoever wants to see a stream fail. */
const MODE_PATH = "/fake/streams/";

const json = (reply: ServerResponse, body: unknown) => {
  reply.writeHead(200, { "content-type": "application/json" });
  reply.end(JSON.stringify(body));
};
const bytes = (reply: ServerResponse, type: string, body: Uint8Array | string) => {
  reply.writeHead(200, { "content-type": type });
  reply.end(body);
};
const refuse = (reply: ServerResponse, status: number) => {
  reply.writeHead(status);
  reply.end();
};

/**
 * A small media server with a signalling server beside it, as far as this product speaks with either: the HTTP API of ZLMediaKit
 * (`/index/api/…`, FLV, HLS) and of WVP (`/api/…`). It serves looped clips, and can freeze, cut, lose and lie about them.
 */
export class FakeMedia {
  readonly secret = SECRET;
  readonly apiKey = API_KEY;
  readonly #clips: ReadonlyMap<string, Clip>;
  readonly #now: () => number;
  readonly #begun: number;
  readonly #streams = new Map<string, FakeStream>();
  readonly #platforms = new Map<string, { readonly isOnline: boolean; readonly under: string | null }>();
  readonly #readers = new Set<AbortController>();
  readonly #server: Server;
  #isSilent = false;

  constructor(clips: ReadonlyMap<string, Clip>, now: () => number = Date.now) {
    this.#clips = clips;
    this.#now = now;
    this.#begun = now();
    this.#server = createServer((request, reply) => this.#answer(request, reply));
  }

  /** @param port 0 = a free one, of this machine alone */
  async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", resolve);
    });
  }

  get url(): string {
    const address = this.#server.address();
    if (typeof address !== "object" || address === null) throw new Error("the fake media server does not listen");
    return `http://127.0.0.1:${address.port}`;
  }

  /** Adds a stream, or has one behave otherwise. */
  set({ name, clip, mode = "live" }: FakeStreamPlan): void {
    const clips = { live: this.#clip(clip), frozen: this.#clip("frozen") };
    const stream = this.#streams.get(name) ?? new FakeStream(name, clips, this.#now, this.#begun);
    stream.setMode(mode);
    this.#streams.set(name, stream);
  }

  /** Says of a platform or device whether it is online; `under`: the registered platform that lists it, null = it has registered itself. */
  setPlatform(id: string, isOnline: boolean, under: string | null = null): void {
    this.#platforms.set(id, { isOnline, under });
  }

  /** The whole server stops answering, or answers again. */
  setSilent(isSilent: boolean): void {
    this.#isSilent = isSilent;
    if (isSilent) this.#dropReaders();
  }

  async close(): Promise<void> {
    this.#dropReaders();
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #clip(name: string): Clip {
    const clip = this.#clips.get(name);
    if (!clip) throw new Error(`there is no clip ${name}: there are ${[...this.#clips.keys()].join(", ")}`);
    return clip;
  }

  #dropReaders(): void {
    for (const reader of this.#readers) reader.abort();
  }

  #answer(request: IncomingMessage, reply: ServerResponse): void {
    // A server that hangs takes connections and says nothing.
    if (this.#isSilent) return;
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://fake");
    const path = decodeURIComponent(pathname);
    if (path.startsWith(MODE_PATH)) this.#change(path.slice(MODE_PATH.length), searchParams.get("mode"), reply);
    else if (path.startsWith("/index/api/")) this.#api(path.slice("/index/api/".length), searchParams, reply);
    else if (path.startsWith("/api/")) this.#signalling(path, request.headers["api-key"], reply);
    else this.#media(path, reply);
  }

  #change(name: string, mode: string | null, reply: ServerResponse): unknown {
    const stream = this.#streams.get(name);
    const known = STREAM_MODES.find((one) => one === mode);
    if (!stream || !known) return refuse(reply, 404);
    stream.setMode(known);
    return json(reply, { code: 0 });
  }

  #api(call: string, query: URLSearchParams, reply: ServerResponse): unknown {
    if (query.get("secret") !== SECRET) return json(reply, { code: -100, msg: "Incorrect secret" });
    if (call === "getMediaList") {
      const listed = [...this.#streams.values()].filter((stream) => stream.isListed);
      return json(reply, { code: 0, data: listed.map(mediaOf) });
    }
    if (call === "addStreamProxy") return json(reply, { code: 0, data: { key: query.get("stream") } });
    if (call !== "getSnap") return json(reply, { code: -500, msg: "no such call" });
    const [, name = ""] = /\/rtp\/(.+)\.live\.flv$/.exec(decodeURIComponent(query.get("url") ?? "")) ?? [];
    const stream = this.#streams.get(name);
    // What runs no more has no picture: the real server waits and then says so.
    if (!stream?.hasFrames) return json(reply, { code: -1, msg: "Failed to get snapshot" });
    return bytes(reply, "image/jpeg", stream.still());
  }

  #signalling(path: string, key: unknown, reply: ServerResponse): unknown {
    if (key !== API_KEY) return refuse(reply, 401);
    if (path === "/api/device/query/devices") {
      const keepaliveTime = beijing(this.#now());
      const list = this.#listed(null).map(([deviceId, onLine]) => ({ deviceId, onLine, keepaliveTime }));
      return json(reply, { code: 0, data: { total: list.length, list } });
    }
    const [, parent] = /^\/api\/device\/query\/devices\/(\d+)\/channels$/.exec(path) ?? [];
    if (parent !== undefined) {
      const list = this.#listed(parent).map(([deviceId, isOn]) => ({ deviceId, status: isOn ? "ON" : "OFF" }));
      return json(reply, { code: 0, data: { total: list.length, list } });
    }
    if (path.startsWith("/api/play/start/")) return json(reply, { code: 0, data: {} });
    return refuse(reply, 404);
  }

  #listed(under: string | null): (readonly [string, boolean])[] {
    return [...this.#platforms].filter(([, one]) => one.under === under).map(([id, { isOnline }]) => [id, isOnline]);
  }

  #media(path: string, reply: ServerResponse): unknown {
    const [, name = "", file = ""] = /^\/rtp\/([^/]+?)(?:\.live\.(flv)|\/.+)$/.exec(path) ?? [];
    const stream = this.#streams.get(name);
    if (!stream?.isListed) return refuse(reply, 404);
    if (file === "flv") return void this.#sendFlv(stream, reply);
    const asked = path.slice(path.lastIndexOf("/") + 1);
    if (asked === "hls.m3u8") return bytes(reply, "application/vnd.apple.mpegurl", stream.playlist());
    const piece = stream.piece(asked);
    return piece ? bytes(reply, "video/mp2t", piece) : refuse(reply, 404);
  }

  async #sendFlv(stream: FakeStream, reply: ServerResponse): Promise<void> {
    const gone = new AbortController();
    this.#readers.add(gone);
    reply.once("close", () => gone.abort());
    reply.writeHead(200, { "content-type": "video/x-flv" });
    // A reader that goes away is no error of the server.
    await pipeline(Readable.from(stream.flv(gone.signal)), reply).catch(() => {});
    this.#readers.delete(gone);
  }
}

const mediaOf = (stream: FakeStream) => ({
  app: APP,
  stream: stream.name,
  schema: "rtmp",
  bytesSpeed: stream.hasFrames || stream.mode === "lie" ? 12_000 : 0,
  tracks: [{ codec_id_name: "H264", codec_type: VIDEO_TRACK, frames: stream.claimedFrames(), ready: true }],
});

/** As WVP writes time: Beijing's, without a zone. */
const beijing = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
