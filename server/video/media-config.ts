import { z } from "zod";
import { PlayProtocol } from "#contract/cameras.ts";
import type { MediaServer } from "./media-server.ts";
import type { Fetch } from "./zlm-api.ts";
import { ZlmServer } from "./zlm-server.ts";

const Http = z.url({ protocol: /^https?$/ });

/** One media server, as MEDIA_SERVERS lists it. */
export const MediaServerConfig = z.strictObject({
  /** What the `adapter` column of cameras says. */
  name: z.string().regex(/^[\w-]{1,32}$/, "1 to 32 letters, digits, _ and -"),
  kind: z.literal("zlmediakit"),
  url: Http,
  secret: z.string().min(1),
  /** Application of its streams; GB/T 28181 streams come in as `rtp`. */
  app: z.string().min(1).default("rtp"),
  /** Signalling beside it that knows the cascade. */
  wvp: z
    .strictObject({ url: Http, apiKey: z.string().min(1) })
    .nullable()
    .default(null),
  /** What it hands on, best first. */
  protocols: z.array(PlayProtocol).min(1).default(["ws_flv", "http_flv", "hls", "whep"]),
});
export type MediaServerConfig = z.infer<typeof MediaServerConfig>;

/** The text of MEDIA_SERVERS: a JSON list, each name once. */
export const MediaServersText = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: "custom", message: "a JSON list of media servers (docs/video.md)" });
      return z.NEVER;
    }
  })
  .pipe(z.array(MediaServerConfig))
  .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, "each name once");

/** Makes the adapters. A new kind of media server is a new class behind the same interface, and its line here. */
export const openMediaServers = (
  configs: readonly MediaServerConfig[],
  fetching?: Fetch,
): ReadonlyMap<string, MediaServer> =>
  new Map(
    configs.map(({ name, url, secret, app, wvp, protocols }) => [
      name,
      new ZlmServer({ name, zlm: { url, secret, app }, wvp, protocols, ...(fetching ? { fetch: fetching } : {}) }),
    ]),
  );
