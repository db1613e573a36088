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
  ["index.html", "src/app.tsx"].includes(key) || /^src\/(panels\/(field|phone)|lib\/i18n)\//.test(key);

/** Files of workers that the phone starts, by the beginning of their names. */
const WORKERS = ["live-socket.worker"];
const PLAIN = ["/", "/icon.svg", "/icon-192.png", "/icon-512.png", "/manifest.webmanifest"];

/** Addresses of everything to be cached at once, in order. */
export function shellOf(manifest: Manifest, files: readonly string[]): readonly string[] {
  const found = new Set<string>(PLAIN);
  const seen = new Set<string>();
  const walk = (key: string): void => {
    const chunk = manifest[key];
    if (seen.has(key) || !chunk) return;
    seen.add(key);
    found.add(`/${chunk.file}`);
    for (const css of chunk.css ?? []) found.add(`/${css}`);
    for (const next of chunk.imports ?? []) walk(next);
  };
  for (const key of Object.keys(manifest).filter(isOfPhone)) walk(key);
  for (const worker of WORKERS)
    for (const file of files) if (file.startsWith(`assets/${worker}-`) && file.endsWith(".js")) found.add(`/${file}`);
  return [...found].sort();
}

const fill = (code: string, word: string, value: string): string =>
  code.replaceAll(new RegExp(`["'\`]${word}["'\`]`, "g"), () => value);

/**
 * Builds `src/service-worker.ts` as `/sw.js` and writes into it which files to cache. Its version is the hash of these files' names and of the page:
 * a build that changes nothing for the phone makes no new version.
 */
export function serviceWorker(): Plugin {
  return {
    name: "service-worker",
    apply: "build",
    buildStart() {
      this.emitFile({ type: "chunk", id: resolve("src/service-worker.ts"), fileName: "sw.js" });
    },
    writeBundle({ dir = "dist" }, bundle) {
      const manifest = JSON.parse(readFileSync(join(dir, ".vite/manifest.json"), "utf8")) as Manifest;
      const shell = shellOf(manifest, Object.keys(bundle));
      const page = readFileSync(join(dir, "index.html"), "utf8");
      const version = createHash("sha256").update(page).update(shell.join("\n")).digest("hex").slice(0, 12);
      const path = join(dir, "sw.js");
      const code = readFileSync(path, "utf8");
      if (/^\s*import\b/m.test(code)) this.error("the service worker must stand alone: it may import nothing");
      const filled = fill(fill(code, "__SHELL__", JSON.stringify(shell)), "__VERSION__", JSON.stringify(version));
      if (filled === code) this.error("the service worker has no place for the list of files");
      writeFileSync(path, filled);
    },
  };
}
