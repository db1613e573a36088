import { z } from "zod";

/** Where a ZLMediaKit answers, and what opens it. */
export interface ZlmPlace {
  /** Base address, e.g. `http://10.0.0.5:80`. */
  readonly url: string;
  readonly secret: string;
  /** Application under which streams are published; GB/T 28181 streams come in as `rtp`. */
  readonly app: string;
}

/** Asks by HTTP; handed in by tests. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** A media server that does not answer, or not as its documentation says. Never holds its secret. */
export class MediaServerError extends Error {
  override name = "MediaServerError";
}

/** The answer of every call: `code` 0 is good, below it is an error with words. */
const Envelope = z.object({ code: z.int(), msg: z.string().optional() });

const Track = z.object({
  codec_type: z.int(),
  /** Frames taken in so far. */
  frames: z.int().optional(),
});

const MediaList = Envelope.extend({
  data: z
    .array(
      z.object({
        app: z.string(),
        stream: z.string(),
        schema: z.string(),
        bytesSpeed: z.number().optional(),
        tracks: z.array(Track).nullish(),
      }),
    )
    .nullish(),
});
export type ZlmMedia = NonNullable<z.infer<typeof MediaList>["data"]>[number];

export const VIDEO_TRACK = 0;

/**
 * The calls of ZLMediaKit's HTTP API that are needed here, written from its documentation
 * (https://docs.zlmediakit.com/guide/media_server/restful_api.html).
 */
export class ZlmApi {
  readonly #place: ZlmPlace;
  readonly #fetch: Fetch;

  constructor(place: ZlmPlace, fetching: Fetch = fetch) {
    this.#place = place;
    this.#fetch = fetching;
  }

  /** `getMediaList`: every stream of our application that is drawn now, one entry a protocol. */
  async media(signal: AbortSignal): Promise<readonly ZlmMedia[]> {
    const { data } = MediaList.parse(await this.#ask("getMediaList", { app: this.#place.app }, signal));
    return data ?? [];
  }

  /** `addStreamProxy`: has a stream fetched from an address. One that is drawn already is no error. */
  async addProxy(stream: string, source: string, signal: AbortSignal): Promise<void> {
    const facts = { vhost: "__defaultVhost__", app: this.#place.app, stream, url: source };
    const { code, msg = "" } = Envelope.parse(await this.#ask("addStreamProxy", facts, signal, true));
    if (code !== 0 && !/exist/i.test(msg)) throw new MediaServerError(`addStreamProxy was refused with code ${code}`);
  }

  /** `getSnap`: a JPEG of what the stream shows. */
  async snap(stream: string, signal: AbortSignal): Promise<Uint8Array> {
    const source = `${this.#place.url}/${this.#place.app}/${encodeURIComponent(stream)}.live.flv`;
    const facts = { url: source, timeout_sec: "5", expire_sec: "1" };
    const response = await this.open(this.#address("getSnap", facts), { signal });
    const bytes = new Uint8Array(await response.arrayBuffer());
    // Errors come as JSON with status 200.
    if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw new MediaServerError("getSnap gave no JPEG");
    return bytes;
  }

  /** `whep`: the SDP answer to an offer. */
  async whep(stream: string, offer: string, signal: AbortSignal): Promise<string> {
    const address = `${this.#place.url}/index/api/whep?${new URLSearchParams({ app: this.#place.app, stream })}`;
    const init = { method: "POST", body: offer, headers: { "content-type": "application/sdp" }, signal };
    const answer = await (await this.open(address, init)).text();
    if (!answer.startsWith("v=0")) throw new MediaServerError("whep gave no SDP answer");
    return answer;
  }

  /** Fetches an address of the server; throws when it does not answer with 2xx. Redirects lead elsewhere and are not followed. */
  async open(address: string, init: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await this.#fetch(address, { ...init, redirect: "error" });
    } catch (cause) {
      if (init.signal?.aborted) throw cause;
      // The cause's words may name the address with the secret in it.
      throw new MediaServerError("the media server does not answer");
    }
    if (response.ok) return response;
    await response.body?.cancel();
    throw new MediaServerError(`the media server answered ${response.status}`);
  }

  async #ask(call: string, facts: Record<string, string>, signal: AbortSignal, mayFail = false): Promise<unknown> {
    const response = await this.open(this.#address(call, facts), { signal });
    const answer: unknown = await response.json().catch(() => null);
    const read = Envelope.safeParse(answer);
    if (!read.success) throw new MediaServerError(`${call} gave no JSON with a code`);
    if (read.data.code !== 0 && !mayFail) throw new MediaServerError(`${call} was refused with code ${read.data.code}`);
    return answer;
  }

  #address(call: string, facts: Record<string, string>): string {
    return `${this.#place.url}/index/api/${call}?${new URLSearchParams({ secret: this.#place.secret, ...facts })}`;
  }
}
