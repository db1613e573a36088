import react from "@vitejs/plugin-react";
import { msw } from "msw/vite";
import { defineConfig } from "vite";

const server = process.env.SERVER_URL ?? "http://localhost:8080";

export default defineConfig(({ mode }) => ({
  // The mock mode answers from MSW alone; everything else goes to the real server.
  plugins: [react(), ...(mode === "mock" ? [msw({ mode: "worker-only" })] : [])],
  worker: { format: "es" },
  server: mode === "mock" ? {} : { proxy: { "/api": server, "/tiles": server, "/live": { target: server, ws: true } } },
  build: { target: "es2023", sourcemap: false, chunkSizeWarningLimit: 1200, manifest: true },
}));
