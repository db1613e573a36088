/**
 * The SPA alone on its mocks, with no server and no database: `npm run dev:mock -- [--port 5173]`. Requests are answered in the browser
 * (MSW); tiles come from files, and `/live` from here, since the SPA opens its socket in a worker, which a page's mocks do not reach.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { parseArgs } from "node:util";
import { createServer, type Plugin } from "vite";
import { WebSocketServer } from "ws";
import { LiveAsk } from "#contract/live-frame.ts";
import { LIVE_PATH } from "#contract/live-socket.ts";
import { readFacts } from "#mocks/files/facts.ts";
import { buildMockHouse } from "#mocks/handlers/house.ts";
import { streamMock } from "#mocks/handlers/live-frames.ts";
import { ROOT, runStep } from "./steps.ts";

/** Beside the project, not in public/: what lies there would be built into the product. */
const TILES = join(ROOT, ".cache/mock-tiles");

const TILE_PATH = /^\/tiles\/((?:network|area)\/\d+\/\d+\/\d+\.mvt)$/;

/** Tiles from files; one with nothing in it was not written. */
const mockTiles: Plugin = {
  name: "mock-tiles",
  configureServer: ({ middlewares }) => {
    middlewares.use((request, response, next) => {
      const asked = TILE_PATH.exec(new URL(request.url ?? "/", "http://localhost").pathname)?.[1];
      if (asked === undefined) return next();
      readFile(join(TILES, asked)).then(
        (tile) => response.setHeader("content-type", "application/vnd.mapbox-vector-tile").end(tile),
        () => response.writeHead(204).end(),
      );
    });
  },
};

function serveLive(http: NodeJS.EventEmitter): void {
  const house = buildMockHouse(readFacts());
  const sockets = new WebSocketServer({ noServer: true });
  sockets.on("connection", (socket) => {
    const stream = streamMock(house, (message) => socket.send(message));
    socket.on("message", (data) => {
      const asked = LiveAsk.safeParse(JSON.parse(String(data)));
      if (asked.success) stream.hear(asked.data);
    });
    socket.on("close", stream.stop);
  });
  http.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (pathname !== LIVE_PATH) return;
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit("connection", client, request));
  });
}

/** In a plugin, so that it is there again after vite restarted itself. */
const mockLive: Plugin = {
  name: "mock-live",
  configureServer: ({ httpServer }) => {
    if (httpServer) serveLive(httpServer);
  },
};

const { values } = parseArgs({ options: { port: { type: "string", default: "5173" } } });

if (!existsSync(join(TILES, "mock.json"))) {
  const made = await runStep({ name: "tiles", command: "node", args: ["scripts/mock-tiles.ts", TILES] });
  if (!made.ok) throw new Error("the mock tiles could not be made");
}
const server = await createServer({
  root: ROOT,
  mode: "mock",
  plugins: [mockTiles, mockLive],
  server: { port: Number(values.port), strictPort: true },
});
await server.listen();
server.printUrls();
