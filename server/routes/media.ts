import type { WebSocket } from "@fastify/websocket";
import type { FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { Gauge } from "prom-client";
import { MEDIA_PATHS } from "#contract/cameras.ts";
import { LIVE_CLOSE } from "#contract/live-socket.ts";
import { findSessionOf, refuseForeignOrigin } from "#server/auth/guard.ts";
import type { App, Deps, Routes } from "#server/deps.ts";
import { ProblemError } from "#server/http/problem.ts";
import { createSessionWatch } from "#server/live/sessions-watch.ts";
import { type Admit, Key, openDoor, orBadGateway, schemaOf, type Viewing } from "#server/video/door.ts";
import { createRelays, type Relay } from "#server/video/relays.ts";

const CHECK_SESSIONS_MS = 3000;
/** A reader that has so much unread is too slow for the stream; it asks again and begins with the newest frame. */
const MOST_UNREAD = 4 * 1_048_576;

/** Relays that end with their session, with the server, and are counted. */
function openRelays(app: App, { video, sessions, log, now }: Deps) {
  const relays = createRelays(video, now);
  const watch = createSessionWatch(sessions, (cause) => log.warn({ err: cause }, "sessions could not be checked"));
  const timer = setInterval(() => void watch.check(), CHECK_SESSIONS_MS);
  // Streams have no end: they are ended before the server waits for its connections.
  app.addHook("preClose", async () => relays.endAll());
  app.addHook("onClose", async () => {
    clearInterval(timer);
    watch.close();
  });
  new Gauge({
    name: "gas_video_relays",
    help: "Streams that go through this process",
    registers: [app.metrics],
    collect() {
      this.set(relays.size);
    },
  });
  return async ({ session, place }: Viewing): Promise<Relay> => {
    const relay = await orBadGateway(relays.openFlv(place, session.id));
    relay.body.once("close", watch.watch(session, relay.end));
    return relay;
  };
}

/** Streams by way of this server: the browser never learns where a media server is, or a camera's password. */
export const mediaRoutes: Routes = (app: App, deps: Deps) => {
  const admit = openDoor(deps.video);
  const open = openRelays(app, deps);

  app
    .withTypeProvider<ZodTypeProvider>()
    .get(MEDIA_PATHS.http_flv, schemaOf("A camera's stream as FLV", Key), async (request, reply) => {
      const relay = await open(await admit(request, request.query));
      reply.raw.once("close", relay.end);
      return reply.headers({ "cache-control": "no-store" }).type("video/x-flv").send(relay.body);
    });

  const guard = async (request: FastifyRequest) => {
    refuseForeignOrigin(request);
    const session = await findSessionOf(request);
    if (session === null && !request.ws) throw new ProblemError("not_signed_in", "Sign in first.");
  };
  app.get(MEDIA_PATHS.ws_flv, { websocket: true, preValidation: guard }, (socket, request) => {
    void sendFlv(socket, request, admit, open);
  });
};

/** FLV over a WebSocket: what media servers' players expect, and what gets through where long answers do not. */
async function sendFlv(
  socket: WebSocket,
  request: FastifyRequest,
  admit: Admit,
  open: (viewing: Viewing) => Promise<Relay>,
): Promise<void> {
  socket.on("error", () => socket.terminate());
  const isOpen = () => socket.readyState === socket.OPEN;
  try {
    const relay = await open(await admit(request, Key.parse(request.query)));
    socket.once("close", relay.end);
    if (!isOpen()) return relay.end();
    for await (const piece of relay.body) {
      if (!isOpen()) break;
      socket.send(piece as Buffer);
      if (socket.bufferedAmount > MOST_UNREAD) {
        socket.close(LIVE_CLOSE.tooSlow, "the reader is too slow");
        break;
      }
    }
    relay.end();
    if (isOpen()) socket.close(1000, "the stream has ended");
  } catch (cause) {
    const isRefused = cause instanceof ProblemError && cause.status < 500;
    if (isOpen()) socket.close(isRefused ? LIVE_CLOSE.forbidden : 1011, isRefused ? cause.message : "no stream");
  }
}
