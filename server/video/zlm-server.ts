import type { PlayProtocol } from "#contract/cameras.ts";
import type { CameraSource } from "#server/db/cameras.ts";
import { Cascade } from "./cascade.ts";
import type { MediaReport, MediaServer, StreamReport } from "./media-server.ts";
import { WvpApi, type WvpPlace } from "./wvp-api.ts";
import { type Fetch, MediaServerError, VIDEO_TRACK, ZlmApi, type ZlmMedia, type ZlmPlace } from "./zlm-api.ts";

export interface ZlmServerOptions {
  readonly name: string;
  readonly zlm: ZlmPlace;
  /** The signalling beside it, which knows the cascade; null = streams are fetched by their own addresses. */
  readonly wvp: WvpPlace | null;
  /** What it can hand on, best first. */
  readonly protocols: readonly PlayProtocol[];
  readonly fetch?: Fetch;
  readonly now?: () => number;
}

/** ZLMediaKit, alone or with WVP in front of it. */
export class ZlmServer implements MediaServer {
  readonly name: string;
  readonly protocols: readonly PlayProtocol[];
  readonly #zlm: ZlmApi;
  readonly #place: ZlmPlace;
  readonly #wvp: WvpApi | null;
  readonly #cascade: Cascade | null;

  constructor({ name, zlm, wvp, protocols, fetch: fetching, now = Date.now }: ZlmServerOptions) {
    this.name = name;
    this.protocols = protocols;
    this.#place = { ...zlm, url: zlm.url.replace(/\/+$/, "") };
    this.#zlm = new ZlmApi(this.#place, fetching);
    this.#wvp = wvp && new WvpApi({ ...wvp, url: wvp.url.replace(/\/+$/, "") }, fetching);
    this.#cascade = this.#wvp && new Cascade(this.#wvp, now);
  }

  /** WVP names a stream by the registered device and its channel. */
  streamOf({ channel, deviceId, cascade }: CameraSource): string {
    if (channel !== null) return channel;
    return this.#wvp ? `${cascade[0] ?? deviceId}_${deviceId}` : deviceId;
  }

  async report(signal: AbortSignal): Promise<MediaReport> {
    const streams = streamsOf(await this.#zlm.media(signal));
    return { streams, platforms: (await this.#cascade?.states(signal)) ?? new Map() };
  }

  async start(camera: CameraSource, signal: AbortSignal): Promise<void> {
    if (this.#wvp) await this.#wvp.start(camera.cascade[0] ?? camera.deviceId, camera.deviceId, signal);
    else if (camera.sourceUrl !== null) await this.#zlm.addProxy(this.streamOf(camera), camera.sourceUrl, signal);
  }

  openFlv(stream: string, signal: AbortSignal): Promise<Response> {
    return this.#zlm.open(`${this.#base(stream)}.live.flv`, { signal });
  }

  async openHls(stream: string, path: string | null, signal: AbortSignal): Promise<Response> {
    const playlist = new URL(`${this.#base(stream)}/hls.m3u8`);
    const address = path === null ? playlist : new URL(path, playlist);
    const folder = playlist.pathname.slice(0, playlist.pathname.lastIndexOf("/") + 1);
    if (address.origin !== playlist.origin || !address.pathname.startsWith(folder))
      throw new MediaServerError("a segment lies outside its stream");
    return await this.#zlm.open(address.href, { signal });
  }

  exchange(stream: string, offer: string, signal: AbortSignal): Promise<string> {
    return this.#zlm.whep(stream, offer, signal);
  }

  snapshot(stream: string, signal: AbortSignal): Promise<Uint8Array> {
    return this.#zlm.snap(stream, signal);
  }

  #base(stream: string): string {
    return `${this.#place.url}/${encodeURIComponent(this.#place.app)}/${encodeURIComponent(stream)}`;
  }
}

/** A stream is listed once a protocol, each with counters of its own: the furthest tells. */
function streamsOf(media: readonly ZlmMedia[]): Map<string, StreamReport> {
  const streams = new Map<string, StreamReport>();
  for (const { stream, bytesSpeed, tracks } of media) {
    const frames = (tracks ?? []).find((track) => track.codec_type === VIDEO_TRACK)?.frames ?? null;
    const before = streams.get(stream);
    streams.set(stream, {
      isOnline: true,
      frames: frames === null ? (before?.frames ?? null) : Math.max(frames, before?.frames ?? 0),
      bytesPerS: Math.max(bytesSpeed ?? 0, before?.bytesPerS ?? 0),
    });
  }
  return streams;
}
