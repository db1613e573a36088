/**
 * Child of bench/live.ts: changes tags at a pace and sends them to every client, as our frames, as our frames of what each client's own
 * view holds, or as JSON text. Says its port on the first line and, when told to stop, its CPU time and what it sent.
 */
import { type WebSocket, WebSocketServer } from "ws";
import type { Db } from "#server/db/db.ts";
import { Hub } from "#server/live/hub.ts";
import { Latest } from "#server/live/latest-store.ts";
import { PROVINCE, testSnapshot, testSnapshots } from "#server/live/testing/network.ts";

const [mode, tagsText, perSecondText] = process.argv.slice(2);
const TAGS = Number(tagsText);
const PER_SECOND = Number(perSecondText);
const TICK_MS = 200;

const CITIES = 20;
/** Middle of a city, degrees; cities lie all over the province. */
const cityAt = (i: number) => [114 + (i % 5), 36.5 + Math.floor(i / 5)] as const;

/** Half of a city's tags lie in the sixteenth of it that is its core. */
function placeOf(i: number): readonly [number, number] {
  const [lng, lat] = cityAt(i % CITIES);
  const reach = i % 2 === 0 ? 0.1 : 0.4;
  return [lng + reach * (2 * Math.random() - 1), lat + reach * (2 * Math.random() - 1)];
}

const tags = Array.from({ length: TAGS }, (_, i) => ({
  id: `T${i}`,
  county: `1301${i % CITIES}`,
  enterprise: `E${i % 60}`,
  lngLat: placeOf(i),
}));

/** A screen at zoom 11 to 13 with its margin, somewhere about a city: no two clients look at the same. */
function viewOf(client: number): readonly [number, number, number, number] {
  const [lng, lat] = cityAt(client % CITIES);
  const [x, y] = [lng + 0.3 * (2 * Math.random() - 1), lat + 0.3 * (2 * Math.random() - 1)];
  const half = 0.66 / 2 ** (2 * Math.random());
  return [x - half, y - 0.6 * half, x + half, y + 0.6 * half];
}
const snapshots = testSnapshots(testSnapshot(tags));
const live = new Latest({ asSystem: () => Promise.reject(new Error("no database here")) } as Pick<Db, "asSystem">);
live.adopt(snapshots.current());
const hub = new Hub({ live, snapshots, tickMs: TICK_MS });
const sockets = new Set<WebSocket>();
let bytes = 0;
let at = 0;

/** The next tags in turn, each with a new value. */
function change(): { tagId: string; t: number; v: number; q: 0 }[] {
  const t = Date.now();
  const readings = Array.from({ length: (PER_SECOND * TICK_MS) / 1000 }, (_, i) => {
    // A step that shares no factor with the number of tags: changes are spread over the province as real ones are.
    return { tagId: `T${((at + i) * 7919) % TAGS}`, t, v: Math.round(1e5 * Math.random()) / 100, q: 0 as const };
  });
  at += readings.length;
  return readings;
}

const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false }, () => {
  console.log(JSON.stringify({ port: (server.address() as { port: number }).port }));
});
server.on("connection", (socket) => {
  sockets.add(socket);
  if (mode === "json") return;
  const member = hub.join(
    {
      get bufferedAmount() {
        return socket.bufferedAmount;
      },
      send: (data) => {
        bytes += data.length;
        socket.send(data);
      },
      sendParts: (head, rest) => {
        bytes += head.length + rest.length;
        socket.send(head, { fin: false });
        socket.send(rest, { fin: true });
      },
      drop: () => socket.terminate(),
    },
    PROVINCE,
  );
  const [west, south, east, north] = viewOf(sockets.size);
  if (mode === "boxes") member.subscribe({ bbox: [west, south, east, north] });
});

let began = process.cpuUsage();
process.on("message", (word) => {
  if (word === "begin") {
    began = process.cpuUsage();
    bytes = 0;
    return;
  }
  const { user, system } = process.cpuUsage(began);
  process.send?.({ cpuMs: (user + system) / 1000, bytes, behind: hub.behind });
});

setInterval(() => {
  const readings = change();
  if (mode !== "json") {
    live.apply(readings);
    hub.tick();
    return;
  }
  const text = JSON.stringify({ at: Date.now(), rows: readings.map(({ tagId, t, v, q }) => ({ id: tagId, t, v, q })) });
  for (const socket of sockets) {
    bytes += text.length;
    socket.send(text);
  }
}, TICK_MS);
