import type { FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { MEDIA_PATHS } from "#contract/cameras.ts";
import type { App, Deps, Routes } from "#server/deps.ts";
import { ProblemError } from "#server/http/problem.ts";
import { type Admit, badGateway, Key, openDoor, orBadGateway, schemaOf, within } from "#server/video/door.ts";
import { rewritePlaylist } from "#server/video/hls-playlist.ts";
import type { StreamPlace, Video } from "#server/video/video.ts";

const Segment = Key.extend({ f: z.string().min(1).max(512) });
const MOST_OFFER = 65_536;

/** HLS, stills and WHEP: what is asked for piece by piece. */
export const mediaFileRoutes: Routes = (app: App, { video, now = Date.now }: Deps) => {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const admit = openDoor(video);
  const sendPlaylist = playlistSender(video, now);

  typed.get(MEDIA_PATHS.hls, schemaOf("A camera's stream as an HLS playlist", Key), async (request, reply) => {
    const { place } = await admit(request, request.query);
    return sendPlaylist(reply, { token: request.query.k, place, path: null, signal: within(request) });
  });

  typed.get(MEDIA_PATHS.segment, schemaOf("A file of a camera's HLS stream", Segment), async (request, reply) => {
    const { k: token, f: path } = request.query;
    const { place } = await admit(request, request.query);
    const signal = within(request);
    if (/\.m3u8(\?|$)/.test(path)) return sendPlaylist(reply, { token, place, path, signal });
    const response = await orBadGateway(place.server.openHls(place.stream, path, signal));
    const bytes = Buffer.from(await orBadGateway(response.arrayBuffer()));
    const type = /\.(m4s|mp4)(\?|$)/.test(path) ? "video/mp4" : "video/mp2t";
    return reply.headers({ "cache-control": "private, max-age=60" }).type(type).send(bytes);
  });

  typed.get(MEDIA_PATHS.snapshot, schemaOf("A still picture of a camera", Key), async (request, reply) => {
    const { place } = await admit(request, request.query);
    // A camera without a picture has none to give: that is no fault of the request, nor of this server.
    const jpeg = await place.server.snapshot(place.stream, within(request)).catch(() => null);
    if (jpeg === null) return reply.code(204).headers({ "cache-control": "no-store" }).send();
    return reply.headers({ "cache-control": "no-store" }).type("image/jpeg").send(Buffer.from(jpeg));
  });

  void app.register(async (scope: App) => exchangeRoute(scope, admit));
};

interface PlaylistAsk {
  readonly token: string;
  readonly place: StreamPlace;
  /** Relative to the stream's playlist; null = that one itself. */
  readonly path: string | null;
  readonly signal: AbortSignal;
}

function playlistSender({ book, want }: Video, now: () => number) {
  const newest = new Map<string, string>();
  return async (reply: FastifyReply, { token, place, path, signal }: PlaylistAsk): Promise<FastifyReply> => {
    const { server, stream, source } = place;
    const folder = path === null ? "" : path.slice(0, path.lastIndexOf("/") + 1);
    const addressOf = (file: string) =>
      `${MEDIA_PATHS.segment}?k=${encodeURIComponent(token)}&f=${encodeURIComponent(folder + file)}`;
    const response = await orBadGateway(server.openHls(stream, path, signal));
    const text = await orBadGateway(response.text());
    const playlist = readable(() => rewritePlaylist(text, addressOf));
    const before = newest.get(source.id);
    if (playlist.newest !== null && before !== playlist.newest) {
      // The first one may be old: it is the next that shows the stream to move.
      if (before !== undefined) book.tellFrame(source.id, now());
      newest.set(source.id, playlist.newest);
    }
    want(source.id);
    return reply.headers({ "cache-control": "no-store" }).type("application/vnd.apple.mpegurl").send(playlist.text);
  };
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw badGateway(cause);
  }
}

const sdp = (_: FastifyRequest, body: string | Buffer, done: (error: Error | null, body?: unknown) => void) =>
  done(null, String(body));

function exchangeRoute(app: App, admit: Admit): void {
  const summary = "Exchanges an SDP offer for the camera's answer (WHEP); media then flow from the media server itself";
  app.addContentTypeParser("application/sdp", { parseAs: "string", bodyLimit: MOST_OFFER }, sdp);
  app.withTypeProvider<ZodTypeProvider>().post(MEDIA_PATHS.whep, schemaOf(summary, Key), async (request, reply) => {
    const { place } = await admit(request, request.query);
    const offer = request.body;
    if (typeof offer !== "string" || !offer.startsWith("v=0"))
      throw new ProblemError("bad_request", "An SDP offer (application/sdp) was expected.");
    const answer = await orBadGateway(place.server.exchange(place.stream, offer, within(request)));
    return reply.code(201).headers({ "cache-control": "no-store" }).type("application/sdp").send(answer);
  });
}
