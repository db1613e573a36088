import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { build } from "vite";
import { eagerGlDevice } from "#scripts/eager-gl-device.ts";

/** Pages of the benches, each a map maker alone. */
const PAGES = ["ours.html", "maplibre.html", "deck.html", "kepler.html"];

/** Builds them like the product: same target, no source maps. `out` is emptied. */
export async function buildPages(out: string): Promise<void> {
  const root = import.meta.dirname;
  await build({
    root,
    base: "/bench/pages/",
    configFile: false,
    logLevel: "warn",
    plugins: [react(), eagerGlDevice],
    worker: { format: "es" },
    build: {
      target: "es2023",
      sourcemap: false,
      chunkSizeWarningLimit: 3000,
      outDir: out,
      emptyOutDir: true,
      rolldownOptions: { input: PAGES.map((name) => join(root, name)) },
    },
  });
}
