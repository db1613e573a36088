/**
 * Child of the benches: the product's own HTTP side over a snapshot that was made beforehand, with a session let in and no database, and
 * beside it the pages of the benches with what peers load. Says where it listens, then obeys messages. `main.ts built-file pages-folder`.
 */
import fastifyStatic from "@fastify/static";
import { SESSION_COOKIE } from "#contract/session.ts";
import { TAG_STATES } from "#contract/gas.ts";
import { outlineUnits } from "#scripts/outlines/outline-units.ts";
import { buildApp } from "#server/app.ts";
import type { App } from "#server/deps.ts";
import { Latest } from "#server/live/latest-store.ts";
import { fakeDb, fakeDeps, MemorySessions } from "#server/testing/fakes.ts";
import type { Built } from "#server/tiles/build.ts";
import { sightOf } from "#server/tiles/sight.ts";
import type { SnapshotStore } from "#server/tiles/snapshot.ts";
import { snapshotOf } from "#server/tiles/snapshot-of.ts";
import { coursesOf } from "#bench/province/courses.ts";
import { readPacked } from "#bench/province/pack.ts";
import { type Change, createChanges, createPeerFeeds } from "./live-feeds.ts";
import type { FromServer, ToServer } from "./messages.ts";
import { flatPipes, flatTags, geoJsonPipes } from "./peer-data.ts";
import { areasOf, densestCity, provincePlace } from "./places.ts";

const [file = "", pages = "", peers = ""] = process.argv.slice(2);
const units = outlineUnits();
const built = readPacked<Built>(file);
const snapshot = snapshotOf(built.checksum, units, built);
const everything = sightOf({ level: "province", areaCode: "130000", enterpriseId: null }, snapshot, new Map());
const snapshots: SnapshotStore = {
  current: () => snapshot,
  refresh: async () => snapshot,
  onChange: () => () => undefined,
  sight: () => everything,
};
/** One in a hundred of the values (0 … 1000) is an alarm, one in a hundred a warning. */
const limitRows = () =>
  Array.from({ length: snapshot.tags.count }, (_, seq) => ({
    id: snapshot.tagId(seq),
    low_alarm: null,
    low_warning: null,
    high_warning: 980,
    high_alarm: 990,
    dead_band: 0,
    stale_after_s: 3600,
  }));
const db = fakeDb((text) => (text.includes("high_alarm") ? limitRows() : []));
const live = new Latest(db);
live.adopt(snapshot);
await live.load();
/** Made when a peer asks: large, and no part of what is served. */
const courses = () => coursesOf(snapshot);
const sessions = new MemorySessions();
const feeds = createPeerFeeds();
const nextChanges = createChanges(snapshot.tags.count);

const counts = { pipes: snapshot.pipes.count, stations: snapshot.stations.count, tags: snapshot.tags.count };
const config = {
  mapConfig: {
    snapshot: snapshot.version,
    counts,
    // Somebody who sees everything sees every number.
    numbers: counts,
    bounds: snapshot.bounds,
    base: { kind: "plain", url: null, source: "", reviewNumber: null, indicative: true },
  },
  root: "130000",
  areas: areasOf(units),
  province: provincePlace(snapshot),
  city: densestCity(coursesOf(snapshot)),
  states: TAG_STATES,
};

/** Forms that peers load, made when first asked for and kept. */
const forms = new Map<string, () => Buffer>([
  ["pipes.bin", () => flatPipes(courses())],
  ["pipes.geojson", () => geoJsonPipes(courses())],
  ["tags.bin", () => flatTags(snapshot)],
]);
const made = new Map<string, Buffer>();

/** Pages may measure their memory only when no other site's page can share their process. */
const ISOLATED = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
};

async function benchRoutes(app: App): Promise<void> {
  app.addHook("onSend", async (request, reply, payload) => {
    reply.headers(ISOLATED);
    // Peers write styles and make functions of text as they please.
    if (request.url.startsWith("/bench/")) reply.removeHeader("content-security-policy");
    return payload;
  });
  app.get("/bench/config.json", async () => config);
  app.get<{ Params: { name: string } }>("/bench/data/:name", async (request, reply) => {
    const { name } = request.params;
    const form = forms.get(name);
    if (!form) return reply.code(404).send();
    const bytes = made.get(name) ?? form();
    made.set(name, bytes);
    return reply.type("application/octet-stream").send(bytes);
  });
  for (const kind of ["json", "binary"] as const)
    app.get(`/bench/live/${kind}`, { websocket: true }, (socket) => feeds.join(kind, socket));
  await app.register(fastifyStatic, { root: pages, prefix: "/bench/pages/", decorateReply: false });
  if (peers !== "") await app.register(fastifyStatic, { root: peers, prefix: "/bench/peers/", decorateReply: false });
}

/** The same changes for all sides; ours judges values by its limits, peers are told states. */
function tick(count: number): void {
  const t = Date.now();
  const changes = nextChanges(count);
  live.apply(changes.map(({ seq, v }: Change) => ({ tagId: snapshot.tagId(seq) ?? "", t, v, q: 0 as const })));
  feeds.send(snapshot, changes, t);
}

const say = (message: FromServer) => process.send?.(message);

const deps = fakeDeps({ db, snapshots, live, sessions });
const app = await buildApp({ ...deps, config: { ...deps.config, RATE_LIMIT: 10_000_000 } }, [benchRoutes]);
const origin = await app.listen({ port: 0, host: "127.0.0.1" });
const { token } = sessions.admit();
let pace: NodeJS.Timeout | null = null;

process.on("message", (message: ToServer) => {
  if (message.type === "tick") tick(message.count);
  if (message.type === "stream") {
    if (pace) clearInterval(pace);
    pace = message.count === 0 ? null : setInterval(() => tick(message.count), message.everyMs);
  }
  if (message.type === "warm")
    for (const name of message.names) made.set(name, made.get(name) ?? (forms.get(name) as () => Buffer)());
  say({ type: "done", id: message.id });
});
process.on("disconnect", () => process.exit());
say({
  type: "ready",
  origin: origin.replace("127.0.0.1", "localhost"),
  cookie: { name: SESSION_COOKIE, value: token },
  city: config.city,
  province: config.province,
});
