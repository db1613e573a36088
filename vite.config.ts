import react from "@vitejs/plugin-react";
import { msw } from "msw/vite";
import { defineConfig, type Plugin } from "vite";

const server = process.env.SERVER_URL ?? "http://localhost:8080";

const LEAN = "\0lean-tile-layer";

/**
 * deck's TileLayer names GeoJsonLayer as its default sub-layer, and with it all of @deck.gl/layers, 45 KB of gzip. Every tile layer of ours says
 * itself what its sub-layers are, so the default is never built; should it be, it says why it is not there.
 */
const leanTileLayer: Plugin = {
  name: "lean-tile-layer",
  apply: "build",
  enforce: "pre",
  resolveId: (source, importer) =>
    source === "@deck.gl/layers" && importer?.endsWith("/tile-layer/tile-layer.js") ? LEAN : undefined,
  load: (id) =>
    id === LEAN
      ? 'export class GeoJsonLayer { constructor() { throw new Error("this tile layer names no renderSubLayers"); } }'
      : undefined,
};

export default defineConfig(({ mode }) => ({
  // The mock mode answers from MSW alone; everything else goes to the real server.
  plugins: [react(), leanTileLayer, ...(mode === "mock" ? [msw({ mode: "worker-only" })] : [])],
  worker: { format: "es" },
  // The host stays as the browser sent it: the server compares it with the origin of every write.
  server:
    mode === "mock"
      ? {}
      : {
          proxy: {
            "/api": { target: server, changeOrigin: false },
            "/tiles": { target: server, changeOrigin: false },
            "/live": { target: server, changeOrigin: false, ws: true },
          },
        },
  build: { target: "es2023", sourcemap: false, chunkSizeWarningLimit: 1300, manifest: true },
}));
