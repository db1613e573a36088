/**
 * Weighs the built SPA: `npm run build && node scripts/bundle-budget.ts`. A page weighs what its static import graph weighs (JavaScript and CSS,
 * gzip level 9); what loads lazily is weighed apart. Exits non-zero when a page is over its budget or mocks got into the build.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ROOT } from "./steps.ts";

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}
type Manifest = Readonly<Record<string, Chunk>>;

interface Page {
  readonly name: string;
  readonly entries: readonly string[];
  /** Files of workers that the page starts, by the beginning of their names. */
  readonly workers: readonly string[];
  /** KB of gzip; 1 KB is 1000 bytes. */
  readonly budget: number;
}

const DOOR = ["index.html"];
const SIGNED_IN = [...DOOR, "src/app.tsx", "src/lib/i18n/zh/app.ts", "src/house-live.ts"];
const MAP = [
  ...SIGNED_IN,
  "src/panels/shell/desk.tsx",
  "src/panels/legend/map-over.tsx",
  "src/panels/overview/overview-panel.tsx",
  "src/map/map-view.tsx",
];
const MAP_WORKERS = ["maplibre-gl-worker", "decode-tile.worker"];
const LIVE = ["live-socket.worker"];

const PAGES: readonly Page[] = [
  { name: "sign-in", entries: DOOR, workers: [], budget: 120 },
  { name: "phone without the map", entries: [...SIGNED_IN, "src/panels/phone/phone.tsx"], workers: LIVE, budget: 250 },
  {
    name: "inspector's phone without the map",
    entries: [...SIGNED_IN, "src/panels/field/field-app.tsx", "src/panels/field/check/check-page.tsx"],
    workers: LIVE,
    budget: 250,
  },
  // With luma.gl's WebGL device (40 KB), which used to come as a file of its own that nobody weighed, and all words of one language (26 KB).
  { name: "map", entries: MAP, workers: [...MAP_WORKERS, ...LIVE], budget: 1000 },
];

/** What the map page fetches later, when it is opened: weighed so that growth is seen. */
const LATER = [
  "src/ui/chart/echarts.ts",
  "src/ui/chart/uplot.ts",
  "src/panels/layers/layers-panel.tsx",
  "src/panels/region/region-panel.tsx",
  "src/panels/video/video-panel.tsx",
  "src/panels/video/play/flv.ts",
  "src/panels/video/play/hls.ts",
  "src/panels/video/play/whep.ts",
];

/** Words that only the mocks contain. */
const MOCK_WORDS = ["mockServiceWorker", "mock-csrf-token", "[MSW]"];

const DIST = join(ROOT, process.argv[2] ?? "dist");
const manifest = JSON.parse(readFileSync(join(DIST, ".vite/manifest.json"), "utf8")) as Manifest;
const assets = readdirSync(join(DIST, "assets"));

/** Every file that the entries load before anything runs. */
function filesOf(entries: readonly string[]): Set<string> {
  const files = new Set<string>();
  const seen = new Set<string>();
  const walk = (key: string): void => {
    if (seen.has(key)) return;
    seen.add(key);
    const chunk = manifest[key];
    if (!chunk)
      throw new Error(`the build has no ${key}: it is not an entry any more, or it was merged into another chunk`);
    files.add(chunk.file);
    for (const css of chunk.css ?? []) files.add(css);
    for (const next of chunk.imports ?? []) walk(next);
  };
  for (const entry of entries) walk(entry);
  return files;
}

const weigh = (file: string): number => gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length;
const kb = (files: Iterable<string>): number => [...files].reduce((sum, file) => sum + weigh(file), 0) / 1000;

function workersOf(names: readonly string[]): string[] {
  return names.map((name) => {
    const file = assets.find((asset) => asset.startsWith(`${name}-`) && asset.endsWith(".js"));
    if (!file) throw new Error(`the build has no worker ${name}`);
    return `assets/${file}`;
  });
}

const rows = PAGES.map(({ name, entries, workers, budget }) => {
  const page = kb(filesOf(entries));
  const inWorkers = kb(workersOf(workers));
  return { page: name, "page KB": page, "workers KB": inWorkers, "sum KB": page + inWorkers, budget };
});
console.table(
  rows.map((row) => ({
    ...row,
    "page KB": row["page KB"].toFixed(1),
    "workers KB": row["workers KB"].toFixed(1),
    "sum KB": row["sum KB"].toFixed(1),
    verdict: row["sum KB"] <= row.budget ? "ok" : "OVER",
  })),
);

const onMap = filesOf(MAP);
for (const entry of LATER) {
  const more = [...filesOf([entry])].filter((file) => !onMap.has(file));
  console.log(`later on the map page: ${entry} ${kb(more).toFixed(1)} KB`);
}

const isCode = (file: string) => /\.(js|css|html)$/.test(file);
const mocked = readdirSync(DIST, { recursive: true, encoding: "utf8" }).filter((file) => {
  if (/mockServiceWorker/.test(file)) return true;
  if (!isCode(file)) return false;
  const text = readFileSync(join(DIST, file), "utf8");
  return MOCK_WORDS.some((word) => text.includes(word));
});
for (const file of mocked) console.error(`mocks in the build: ${file}`);

if (mocked.length > 0 || rows.some((row) => row["sum KB"] > row.budget)) process.exitCode = 1;
