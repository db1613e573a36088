import type { WebSocket } from "@fastify/websocket";
import type { FastifyRequest } from "fastify";
import { Gauge } from "prom-client";
import { LiveAsk } from "#contract/live-frame.ts";
import { LIVE_CLOSE, LIVE_PATH } from "#contract/live-socket.ts";
import { BUSINESS_ROLES, type Role } from "#contract/scope.ts";
import type { AlarmFeed, Listener } from "#server/alarms/feed.ts";
import { readCounties } from "#server/alarms/load.ts";
import { findSessionOf, refuseForeignOrigin } from "#server/auth/guard.ts";
import type { Session } from "#server/auth/sessions.ts";
import type { App, Deps, Routes } from "#server/deps.ts";
import { readUrgent, UrgentFeed, type UrgentListener } from "#server/field/hazards/urgent-feed.ts";
import { ProblemError } from "#server/http/problem.ts";
import { Hub, type LiveSocket, type Member } from "#server/live/hub.ts";
import { createSessionWatch, type SessionWatch } from "#server/live/sessions-watch.ts";
import { HealthFeed, type HealthListener } from "#server/video/health-feed.ts";

const MAX_CLIENTS = 2000;
const MAX_PER_SESSION = 30;
/** A session ended elsewhere loses its sockets within this and a query. */
const CHECK_SESSIONS_MS = 3000;
const PING_MS = 15_000;
/** A camera's state is told within this of being known. */
const CAMERAS_MS = 500;
const HAZARDS_MS = 1000;
/** A client narrows its view when a person moves the map; more than this is no person. */
const MAX_ASKS = 50;
const ASKS_WINDOW_MS = 10_000;
const MAX_ASK_LENGTH = 1024;

const isBusiness = (role: Role) => BUSINESS_ROLES.some((business) => business === role);

/** What a client said, or null when it is nothing a client may say. */
export function readAsk(data: string): LiveAsk | null {
  if (data.length > MAX_ASK_LENGTH) return null;
  try {
    return LiveAsk.safeParse(JSON.parse(data)).data ?? null;
  } catch {
    return null;
  }
}

const asLiveSocket = (socket: WebSocket): LiveSocket => ({
  get bufferedAmount() {
    return socket.bufferedAmount;
  },
  send: (data) => {
    if (socket.readyState === socket.OPEN) socket.send(data);
  },
  sendParts: (head, rest) => {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(head, { fin: false });
    socket.send(rest, { fin: true });
  },
  drop: () => socket.terminate(),
});

interface Ears {
  readonly member: Member;
  readonly alarms: Listener;
  readonly cameras: HealthListener;
  readonly hazards: UrgentListener;
}

/** Obeys what the client says, and closes on one that says too much or nonsense. */
function hearAsks(socket: WebSocket, { member, alarms, cameras, hazards }: Ears): void {
  let windowFrom = 0;
  let asks = 0;
  socket.on("message", (data: Buffer, isBinary: boolean) => {
    const now = performance.now();
    if (now - windowFrom > ASKS_WINDOW_MS) {
      windowFrom = now;
      asks = 0;
    }
    asks += 1;
    const ask = isBinary || asks > MAX_ASKS ? null : readAsk(data.toString());
    if (ask === null) socket.close(LIVE_CLOSE.badAsk, "no such ask, or too many");
    else if (ask.type === "snapshot") member.askSnapshot();
    else if (ask.type === "alarms") alarms.ask(ask.after);
    else if (ask.type === "hazards") hazards.ask(ask.after);
    else if (ask.type === "cameras") cameras.ask(ask.since);
    else member.subscribe({ ...(ask.area ? { area: ask.area } : {}), ...(ask.bbox ? { bbox: ask.bbox } : {}) });
  });
}

/** Ends a connection whose other side is gone without a word. */
function keepAlive(socket: WebSocket): () => void {
  let answered = true;
  socket.on("pong", () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, PING_MS);
  return () => clearInterval(timer);
}

interface Door {
  readonly hub: Hub;
  readonly alarms: Pick<AlarmFeed, "join">;
  readonly cameras: Pick<HealthFeed, "join">;
  readonly hazards: Pick<UrgentFeed, "join">;
  readonly watch: SessionWatch;
  readonly perSession: Map<string, number>;
}

/** Lets a signed-in person's connection in, if there is room. */
function enter(socket: WebSocket, session: Session, { hub, alarms, cameras, hazards, watch, perSession }: Door): void {
  const others = perSession.get(session.id) ?? 0;
  if (hub.size >= MAX_CLIENTS || others >= MAX_PER_SESSION) {
    socket.close(LIVE_CLOSE.full, "too many connections");
    return;
  }
  perSession.set(session.id, others + 1);
  const live = asLiveSocket(socket);
  const member = hub.join(live, session.scope);
  const listener = alarms.join(live, session.scope);
  const health = cameras.join(live, session.scope);
  const urgent = hazards.join(live, session.scope);
  hearAsks(socket, { member, alarms: listener, cameras: health, hazards: urgent });
  const ends = [
    keepAlive(socket),
    watch.watch(session, () => socket.close(LIVE_CLOSE.signedOut, "the session has ended")),
    () => member.leave(),
    () => listener.leave(),
    () => health.leave(),
    () => urgent.leave(),
    () => {
      const left = (perSession.get(session.id) ?? 1) - 1;
      if (left === 0) perSession.delete(session.id);
      else perSession.set(session.id, left);
    },
  ];
  socket.once("close", () => {
    for (const end of ends) end();
  });
  socket.on("error", () => socket.terminate());
}

function registerGauges(app: App, hub: Hub): void {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [app.metrics],
      collect() {
        this.set(read());
      },
    });
  gauge("live_clients", "Connections to /live", () => hub.size);
  gauge("live_clients_behind", "Connections to /live that do not keep up", () => hub.behind);
}

/**
 * `/live`: the newest values as binary frames (contract/live-layout.ts). A browser cannot read the status of a refused
 * upgrade, so a stranger is let in and at once shown out with a code that says why; another site's page is refused outright.
 */
export const liveRoutes: Routes = (app: App, { db, live, snapshots, sessions, alarms, video, log }: Deps) => {
  const hub = new Hub({ live, snapshots });
  const watch = createSessionWatch(sessions, (cause) => log.warn({ err: cause }, "sessions could not be checked"));
  const cameras = new HealthFeed({
    book: video.book,
    visible: video.visible,
    now: () => performance.now(),
    onTrouble: (cause) => log.warn({ err: cause }, "cameras in sight could not be read for a client; trying again"),
  });
  const hazards = new UrgentFeed({
    read: (after) => db.asSystem((tx) => readUrgent(tx, after)),
    countiesOf: () => db.asSystem(readCounties),
    now: Date.now,
    onTrouble: (cause) => log.warn({ err: cause }, "major hazards could not be read for clients; trying again"),
  });
  const door = { hub, alarms: alarms.feed, cameras, hazards, watch, perSession: new Map<string, number>() };
  registerGauges(app, hub);
  const timers = [
    setInterval(() => hub.tick(), hub.tickMs),
    setInterval(() => cameras.beat(), CAMERAS_MS),
    setInterval(() => void hazards.beat(), HAZARDS_MS),
    setInterval(() => void watch.check(), CHECK_SESSIONS_MS),
  ];
  app.addHook("onClose", async () => {
    for (const timer of timers) clearInterval(timer);
    watch.close();
  });
  const guard = async (request: FastifyRequest) => {
    refuseForeignOrigin(request);
    // Looked for here, so that the handler can listen before the first message is there.
    const session = await findSessionOf(request);
    if (session === null && !request.ws) throw new ProblemError("not_signed_in", "Sign in first.");
  };
  app.get(LIVE_PATH, { websocket: true, preValidation: guard }, (socket, request) => {
    const session = request.foundSession;
    if (!session) socket.close(LIVE_CLOSE.signedOut, "sign in first");
    else if (!isBusiness(session.role)) socket.close(LIVE_CLOSE.forbidden, "the role has no part in this");
    else enter(socket, session, door);
  });
};
