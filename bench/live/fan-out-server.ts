/**
 * Child of bench/live.ts: changes tags at a pace and sends them to every client, as our frames or as JSON text. Says its port on
 * the first line and, when told to stop, its CPU time and what it sent.
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

const tags = Array.from({ length: TAGS }, (_, i) => ({
  id: `T${i}`,
  county: `1301${i % 20}`,
  enterprise: `E${i % 60}`,
}));
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
    return { tagId: `T${(at + i) % TAGS}`, t, v: Math.round(1e5 * Math.random()) / 100, q: 0 as const };
  });
  at += readings.length;
  return readings;
}

const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false }, () => {
  console.log(JSON.stringify({ port: (server.address() as { port: number }).port }));
});
server.on("connection", (socket) => {
  sockets.add(socket);
  if (mode !== "binary") return;
  hub.join(
    {
      get bufferedAmount() {
        return socket.bufferedAmount;
      },
      send: (data) => {
        bytes += data.length;
        socket.send(data);
      },
      drop: () => socket.terminate(),
    },
    PROVINCE,
  );
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
  if (mode === "binary") {
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
