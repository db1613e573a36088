/**
 * `npm run bench -- snapshot`, `node --expose-gc bench/snapshot.ts`: the server's snapshot of a million pipes, 200 000 stations and 100 000 tags: how long it takes
 * to build from the pages that the database sends, what it holds by column, how much larger the process gets by it, and how long a patch of
 * twelve rows takes. Goals: 2 s, 100 MB. Exit code 1 when one is missed.
 */
import { runStep } from "#scripts/steps.ts";
import { type Built, build, type Pages } from "#server/tiles/build.ts";
import { type PipePage, SEPARATOR } from "#server/tiles/pages.ts";
import { patched } from "#server/tiles/patch.ts";
import { snapshotOf } from "#server/tiles/snapshot-of.ts";
import { loadNow } from "./method/context.ts";
import { median } from "./method/stats.ts";
import { figure } from "./method/table.ts";
import { readPacked } from "./province/pack.ts";
import { builtFile, pagesFile } from "./province/prepare.ts";

const RUNS = 5;
const PATCHED_ROWS = 12;
const MOST_MS = 2000;
const MOST_MB = 100;
const MB = 1e6;
const MOST_VERTICES = 4;

declare const gc: (() => void) | undefined;

/** Bytes alive: JavaScript's own objects and the buffers beside them. Resident: pages of the process. */
function held() {
  gc?.();
  gc?.();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { alive: heapUsed + arrayBuffers, rss };
}

/** Bytes of every column under its name; those of texts that are JavaScript strings are not among them. */
function bytesByColumn(value: unknown, name = "", found = new Map<string, number>()): Map<string, number> {
  if (ArrayBuffer.isView(value)) found.set(name, (found.get(name) ?? 0) + value.byteLength);
  else if (Array.isArray(value)) {
    if (typeof value[0] === "object") for (const one of value) bytesByColumn(one, name, found);
  } else if (typeof value === "object" && value !== null)
    for (const [key, one] of Object.entries(value)) bytesByColumn(one, name === "" ? key : `${name}.${key}`, found);
  return found;
}

/** The first pipes of a page, each a hundred metres further east and of another year. */
function someMoved(page: PipePage, rows: number): PipePage {
  const ids = page.ids.split(SEPARATOR).slice(0, rows);
  const view = new DataView(page.wkb.buffer, page.wkb.byteOffset, page.wkb.byteLength);
  let end = 0;
  for (let i = 0; i < rows; i++) end += 9 + 16 * view.getUint32(end + 5, true);
  const wkb = page.wkb.slice(0, end);
  const moved = new DataView(wkb.buffer);
  for (let i = 0, at = 0; i < rows; i++) {
    const points = moved.getUint32(at + 5, true);
    at += 9;
    for (let k = 0; k < points; k++, at += 16) moved.setFloat64(at, moved.getFloat64(at, true) + 0.001, true);
  }
  return {
    ...page,
    count: rows,
    last: ids.at(-1) ?? null,
    ids: ids.join(SEPARATOR),
    areas: page.areas.slice(0, 6 * rows),
    enterprises: page.enterprises.split(SEPARATOR).slice(0, rows).join(SEPARATOR),
    levels: page.levels.slice(0, rows),
    materials: page.materials.slice(0, rows),
    statuses: page.statuses.slice(0, rows),
    gases: page.gases.slice(0, rows),
    dns: page.dns.split(",").slice(0, rows).join(),
    lengths: page.lengths.slice(0, 4 * rows),
    kPas: page.kPas.slice(0, 8 * rows),
    laidYears: page.laidYears.slice(0, 2 * rows),
    patrolDays: page.patrolDays.slice(0, 4 * rows),
    flows: page.flows.slice(0, rows),
    qualities: page.qualities.slice(0, rows),
    wkb,
  };
}

/** The same pipes with four vertices each at least, as networks have them that follow streets: further ones lie on the last stretch. */
function withMoreVertices(page: PipePage): PipePage {
  const from = new DataView(page.wkb.buffer, page.wkb.byteOffset, page.wkb.byteLength);
  const out = new DataView(new ArrayBuffer(page.count * (9 + 16 * MOST_VERTICES) + page.wkb.byteLength));
  let to = 0;
  for (let i = 0, at = 0; i < page.count; i++) {
    const points = from.getUint32(at + 5, true);
    const wanted = Math.max(points, MOST_VERTICES);
    out.setUint8(to, 1);
    out.setUint32(to + 1, 2, true);
    out.setUint32(to + 5, wanted, true);
    to += 9;
    at += 9;
    const last = points - 1;
    const number = (k: number, side: number) => from.getFloat64(at + 16 * k + side, true);
    for (let k = 0; k < wanted; k++, to += 16) {
      // Those that are told, then further ones on the way from the last but one to the last.
      const share = k < last ? 0 : (k - last + 1) / (wanted - last);
      for (const side of [0, 8])
        out.setFloat64(
          to + side,
          k < last ? number(k, side) : number(last - 1, side) * (1 - share) + number(last, side) * share,
          true,
        );
    }
    at += 16 * points;
  }
  return { ...page, wkb: new Uint8Array(out.buffer, 0, to) };
}

const timed = <T>(work: () => T): { ms: number; value: T } => {
  const began = performance.now();
  const value = work();
  return { ms: performance.now() - began, value };
};

/** What one snapshot holds, read from a file straight into its columns, so that nothing of its making is counted. */
function holding() {
  const before = held();
  const built = readPacked<Built>(builtFile("1m"));
  const snapshot = snapshotOf(built.checksum, [], built);
  const after = held();
  return { snapshot, built, alive: after.alive - before.alive, rss: after.rss - before.rss };
}

const sum = (some: Iterable<number>): number => [...some].reduce((all, one) => all + one, 0);

function say(built: Built, alive: number, rss: number): void {
  const columns = bytesByColumn(built);
  const of = (head: string) =>
    figure(sum([...columns].filter(([name]) => name.startsWith(`${head}.`)).map(([, bytes]) => bytes)) / MB);
  for (const [name, bytes] of [...columns].sort(([, a], [, b]) => b - a).filter(([, size]) => size >= MB / 4))
    console.log(`  ${name.padEnd(28)} ${figure(bytes / MB).padStart(7)} MB`);
  console.log(
    `all columns ${figure(sum(columns.values()) / MB)} MB: pipes ${of("pipes")}, stations ${of("stations")}, tags ${of("tags")}, index of points ${of("index")}`,
  );
  console.log(`alive with names ${figure(alive / MB)} MB, resident ${figure(rss / MB)} MB more than before`);
}

async function main(): Promise<number> {
  const args = ["--max-old-space-size=8192", "bench/province/prepare.ts", "1m"];
  const { ok } = await runStep({ name: "province", command: "node", args });
  if (!ok) return 1;
  const { built, alive, rss } = holding();
  const { count } = built.pipes.ids;
  const vertices = sum(built.pipes.lines.map(({ xy }) => xy.length / 2));
  console.log(
    `${count} pipes of ${(vertices / count).toFixed(2)} vertices, ${built.stations.kind.length} stations, ${built.tags.kind.length} tags`,
  );
  say(built, alive, rss);

  const pages = readPacked<Pages>(pagesFile("1m"));
  const builds = Array.from({ length: RUNS }, () => build(pages).ms);
  const page = someMoved(pages.pipes[0] as PipePage, PATCHED_ROWS);
  const none = { pages: [], removed: [] };
  const changes = {
    pipes: { pages: [page], removed: [] },
    stations: none,
    tags: none,
    hazards: [],
    enterprises: [],
    endsOf: page.ids.split(SEPARATOR),
    ends: [],
  };
  const patches = Array.from({ length: RUNS }, () => timed(() => patched(built, changes)).ms);
  const longer: Pages = { ...pages, pipes: pages.pipes.map(withMoreVertices) };
  const fours = Array.from({ length: 3 }, () => timed(() => build(longer)));
  console.log(
    `the same with ${MOST_VERTICES} vertices: all columns ${figure(sum(bytesByColumn(fours[0]?.value).values()) / MB)} MB, built in ${figure(median(fours.map(({ ms }) => ms)))} ms (n=3)`,
  );
  const [buildMs, patchMs] = [median(builds), median(patches)];
  const isMet = buildMs <= MOST_MS && alive <= MOST_MB * MB;
  console.log(
    `built in ${figure(buildMs)} ms (${figure(Math.min(...builds))} to ${figure(Math.max(...builds))}, n=${RUNS}), a patch of ${PATCHED_ROWS} rows in ${figure(patchMs)} ms (n=${RUNS}), load ${loadNow().toFixed(1)}`,
  );
  console.log(`${isMet ? "met" : "MISSED"}: ≤ ${MOST_MS} ms, ≤ ${MOST_MB} MB`);
  return isMet ? 0 : 1;
}

process.exit(await main());
