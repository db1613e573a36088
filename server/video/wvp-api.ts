import { z } from "zod";
import type { PlatformReport } from "./media-server.ts";
import { type Fetch, MediaServerError } from "./zlm-api.ts";

/** Where a WVP (GB/T 28181 signalling with a ZLMediaKit behind it) answers, and the key that opens it. */
export interface WvpPlace {
  readonly url: string;
  readonly apiKey: string;
}

const page = <T extends z.ZodType>(item: T) =>
  z.object({ code: z.int(), msg: z.string().optional(), data: z.object({ total: z.int(), list: z.array(item) }) });

/** A device or a platform below that has registered. */
const Devices = page(
  z.object({
    deviceId: z.string(),
    onLine: z.boolean(),
    /** `2026-11-26 08:00:00`, local time of the server, +08:00. */
    keepaliveTime: z.string().nullish(),
  }),
);
/** What a registered platform lists in its catalogue: channels, and platforms below it. */
const Channels = page(z.object({ deviceId: z.string(), status: z.union([z.boolean(), z.string()]) }));
const Started = z.object({ code: z.int(), msg: z.string().optional() });

const PAGE = 1000;

/** WVP writes Beijing time without a zone. null = not a time. */
const instantOf = (text: string | null | undefined): number | null => {
  const at = Date.parse(`${(text ?? "").replace(" ", "T")}+08:00`);
  return Number.isFinite(at) ? at : null;
};

/** The calls of WVP's HTTP API that are needed here, written from its documentation (https://doc.wvp-pro.cn). */
export class WvpApi {
  readonly #place: WvpPlace;
  readonly #fetch: Fetch;

  constructor(place: WvpPlace, fetching: Fetch = fetch) {
    this.#place = place;
    this.#fetch = fetching;
  }

  /** What is reported of each registered platform and device, by id. */
  async devices(signal: AbortSignal): Promise<ReadonlyMap<string, PlatformReport>> {
    const devices = await this.#all("/api/device/query/devices", Devices, signal);
    return new Map(
      devices.map(({ deviceId, onLine, keepaliveTime }) => [
        deviceId,
        { isOnline: onLine, at: instantOf(keepaliveTime) },
      ]),
    );
  }

  /** What a registered platform or recorder lists in its catalogue, by id. */
  async channels(deviceId: string, signal: AbortSignal): Promise<ReadonlyMap<string, PlatformReport>> {
    const path = `/api/device/query/devices/${encodeURIComponent(deviceId)}/channels`;
    const channels = await this.#all(path, Channels, signal);
    return new Map(
      channels.map(({ deviceId: id, status }) => [id, { isOnline: status === true || status === "ON", at: null }]),
    );
  }

  /** Has a channel invited, so that its stream arrives at the media server. */
  async start(deviceId: string, channelId: string, signal: AbortSignal): Promise<void> {
    const path = `/api/play/start/${encodeURIComponent(deviceId)}/${encodeURIComponent(channelId)}`;
    const { code } = await this.#ask(path, {}, Started, signal);
    if (code !== 0) throw new MediaServerError(`play/start was refused with code ${code}`);
  }

  async #all<T>(
    path: string,
    schema: z.ZodType<{ data: { total: number; list: T[] } }>,
    signal: AbortSignal,
  ): Promise<T[]> {
    const found: T[] = [];
    for (let at = 1; ; at += 1) {
      const { data } = await this.#ask(path, { page: String(at), count: String(PAGE) }, schema, signal);
      found.push(...data.list);
      if (data.list.length === 0 || found.length >= data.total) return found;
    }
  }

  async #ask<T>(path: string, facts: Record<string, string>, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    let response: Response;
    try {
      response = await this.#fetch(`${this.#place.url}${path}?${new URLSearchParams(facts)}`, {
        headers: { "api-key": this.#place.apiKey },
        redirect: "error",
        signal,
      });
    } catch (cause) {
      if (signal.aborted) throw cause;
      throw new MediaServerError("the signalling server does not answer");
    }
    const read = schema.safeParse(response.ok ? await response.json().catch(() => null) : null);
    if (!read.success) throw new MediaServerError(`${path} answered ${response.status}, and not as documented`);
    return read.data;
  }
}
