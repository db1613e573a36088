import react from "@vitejs/plugin-react";
import { msw } from "msw/vite";
import { defineConfig } from "vite";
import { partGroups } from "./scripts/chunks.ts";
import { eagerGlDevice } from "./scripts/eager-gl-device.ts";
import { earlyParts } from "./scripts/early-parts.ts";
import { packedAssets } from "./scripts/packed-assets.ts";
import { serviceWorker } from "./scripts/service-worker.ts";
import { withoutJsonSchema } from "./scripts/without-json-schema.ts";

const server = process.env.SERVER_URL ?? "http://localhost:8080";

export default defineConfig(({ mode }) => ({
  // The mock mode answers from MSW alone; everything else goes to the real server.
  plugins: [
    react(),
    eagerGlDevice,
    withoutJsonSchema,
    earlyParts,
    serviceWorker(),
    packedAssets(),
    ...(mode === "mock" ? [msw({ mode: "worker-only" })] : []),
  ],
  worker: { format: "es", plugins: () => [withoutJsonSchema] },
  // The host stays as the browser sent it: the server compares it with the origin of every write.
  server:
    mode === "mock"
      ? {}
      : {
          proxy: {
            "/api": { target: server, changeOrigin: false },
            "/tiles": { target: server, changeOrigin: false },
            "/live": { target: server, changeOrigin: false, ws: true },
            "/ogc": { target: server, changeOrigin: false },
            "/sensorthings": { target: server, changeOrigin: false },
            "/media": { target: server, changeOrigin: false, ws: true },
          },
        },
  build: {
    target: "es2023",
    sourcemap: false,
    chunkSizeWarningLimit: 1500,
    manifest: true,
    rolldownOptions: { output: { codeSplitting: { groups: partGroups(import.meta.dirname) } } },
  },
}));
