import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Plugin } from "vite";

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}
type Manifest = Readonly<Record<string, Chunk>>;

/** What an inspector's phone needs to start and to work without a network; the map's engine comes with the map. */
const isOfPhone = (key: string): boolean =>
  ["index.html", "src/app.tsx", "src/house-live.ts"].includes(key) ||
  /^src\/(panels\/(field|phone)|lib\/i18n)\//.test(key);

/** Files of workers that the phone starts, by the beginning of their names. */
const WORKERS = ["live-socket.worker"];
/** Parts of the analysis of a network, which goes on without a line. */
const ANALYSIS = ["model-panel", "plan-around", "plan-more", "criticality-view", "methane-view", "winter-view"];
/** The map's engine, what lies over it on a phone, and analysis: a map pack takes them along (src/api/map-pack.ts). */
const MAP_ENTRIES = [
  ...["src/map/map-view.tsx", "src/panels/legend/map-over.tsx"],
  ...ANALYSIS.map((part) => `src/panels/model/${part}.tsx`),
  "src/map/modes/mode-overlay.tsx",
];
const MAP_WORKERS = ["maplibre-gl-worker", "decode-tile.worker", "cluster-stations.worker", "model-desk.worker"];
const PLAIN = ["/", "/icon.svg", "/icon-192.png", "/icon-512.png", "/manifest.webmanifest"];

/** Addresses of what some entries load before anything runs, and of workers, by the beginning of their names. */
function closureOf(
  manifest: Manifest,
  files: readonly string[],
  entries: readonly string[],
  workers: readonly string[],
): Set<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const walk = (key: string): void => {
    const chunk = manifest[key];
    if (seen.has(key) || !chunk) return;
    seen.add(key);
    found.add(`/${chunk.file}`);
    for (const css of chunk.css ?? []) found.add(`/${css}`);
    for (const next of chunk.imports ?? []) walk(next);
  };
  for (const key of entries) walk(key);
  for (const worker of workers)
    for (const file of files) if (file.startsWith(`assets/${worker}-`) && file.endsWith(".js")) found.add(`/${file}`);
  return found;
}

/** Addresses of everything to be cached at once, in order. */
export const shellOf = (manifest: Manifest, files: readonly string[]): readonly string[] =>
  [...new Set([...PLAIN, ...closureOf(manifest, files, Object.keys(manifest).filter(isOfPhone), WORKERS)])].sort();

/** Addresses of what the map needs on a phone beyond that, in order. */
export function mapFilesOf(manifest: Manifest, files: readonly string[]): readonly string[] {
  const shell = new Set(shellOf(manifest, files));
  return [...closureOf(manifest, files, MAP_ENTRIES, MAP_WORKERS)].filter((file) => !shell.has(file)).sort();
}

const fill = (code: string, word: string, value: string): string =>
  code.replaceAll(new RegExp(`["'\`]${word}["'\`]`, "g"), () => value);

/**
 * Builds `src/service-worker.ts` as `/sw.js` and writes into it which files to cache. Its version is the hash of these files' names and of the page:
 * a build that changes nothing for the phone makes no new version. Beside it stand `src/notice-worker.ts` as `/notices.js`, and
 * `/map-files.json`: what a map pack takes along of the page itself.
 */
export function serviceWorker(): Plugin {
  return {
    name: "service-worker",
    apply: "build",
    buildStart() {
      this.emitFile({ type: "chunk", id: resolve("src/service-worker.ts"), fileName: "sw.js" });
      this.emitFile({ type: "chunk", id: resolve("src/notice-worker.ts"), fileName: "notices.js" });
    },
    writeBundle({ dir = "dist" }, bundle) {
      const manifest = JSON.parse(readFileSync(join(dir, ".vite/manifest.json"), "utf8")) as Manifest;
      const shell = shellOf(manifest, Object.keys(bundle));
      const page = readFileSync(join(dir, "index.html"), "utf8");
      const version = createHash("sha256").update(page).update(shell.join("\n")).digest("hex").slice(0, 12);
      const path = join(dir, "sw.js");
      const code = readFileSync(path, "utf8");
      if (/^\s*import\b/m.test(code)) this.error("the service worker must stand alone: it may import nothing");
      // A minifier may have put the version into the text around it.
      const filled = fill(code, "__SHELL__", JSON.stringify(shell)).replaceAll("__VERSION__", version);
      if (!code.includes("__VERSION__") || /__(SHELL|VERSION)__/.test(filled))
        this.error("the service worker has no place for the list of files or its version");
      writeFileSync(path, filled);
      writeFileSync(join(dir, "map-files.json"), JSON.stringify(mapFilesOf(manifest, Object.keys(bundle))));
    },
  };
}
