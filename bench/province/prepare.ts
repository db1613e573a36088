/**
 * Makes what benches run on and says where it lies: `node bench/province/prepare.ts scale …`. Kept in `.cache/bench`, under a hash of the sources
 * that made it; what other sources made is deleted.
 */
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { Worker } from "node:worker_threads";
import { readFacts } from "#mocks/files/facts.ts";
import { ROOT } from "#scripts/steps.ts";
import { build, type Pages } from "#server/tiles/build.ts";
import { readPacked, writePacked } from "./pack.ts";
import { SCALES, type Scale } from "./scales.ts";
import { sourceKey } from "./source-key.ts";

export const CACHE = join(ROOT, ".cache/bench");
const WORKER = join(import.meta.dirname, "world.worker.ts");
const BUILD = join(ROOT, "server/tiles/build.ts");

const pagesKey = () => sourceKey([WORKER]);
/** The pages it is built from (`Pages`). */
export const pagesFile = (scale: Scale) => join(CACHE, `pages-${scale}-${pagesKey()}.bin`);
/** Columns and index of a snapshot (`Built`), as `readPacked` reads it. */
export const builtFile = (scale: Scale) => join(CACHE, `built-${scale}-${sourceKey([BUILD], [pagesKey()])}.bin`);

interface FromWorker {
  readonly order: number;
  readonly of: number;
  readonly byScale: readonly ({ readonly scale: Scale } & Omit<Pages, "counties">)[];
}

async function makePages(scales: readonly Scale[]): Promise<void> {
  const parts: FromWorker[] = [];
  const turns = Math.max(1, Math.min(4, availableParallelism()));
  await Promise.all(
    Array.from(
      { length: turns },
      (_, turn) =>
        new Promise<void>((resolve, reject) => {
          const worker = new Worker(WORKER, { workerData: { turn, turns, scales } });
          worker.on("message", (part: FromWorker) => {
            parts.push(part);
            if (parts.length % 20 === 0) console.log(`province: ${parts.length} of ${part.of} parts made`);
          });
          worker.once("error", reject);
          worker.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
        }),
    ),
  );
  parts.sort((a, b) => a.order - b.order);
  const counties = readFacts()
    .divisions.filter((d) => d.level === "county")
    .map((d) => d.code)
    .sort();
  scales.forEach((scale, i) => {
    const of = parts.map((part) => part.byScale[i] as FromWorker["byScale"][number]);
    const pages: Pages = {
      counties,
      pipes: of.flatMap((one) => one.pipes),
      stations: of.flatMap((one) => one.stations),
      tags: of.flatMap((one) => one.tags),
    };
    writePacked(pagesFile(scale), pages);
  });
}

/** Deletes files of the same kind and scale that other sources made. */
function forget(files: readonly string[]): void {
  const keep = new Set(files.map((file) => basename(file)));
  const heads = [...keep].map((name) => name.replace(/-\w+\.bin$/, "-"));
  for (const name of readdirSync(CACHE))
    if (!keep.has(name) && heads.some((head) => name.startsWith(head))) rmSync(join(CACHE, name));
}

async function prepare(scales: readonly Scale[]): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const toBuild = scales.filter((scale) => !existsSync(builtFile(scale)));
  const toMake = toBuild.filter((scale) => !existsSync(pagesFile(scale)));
  const started = performance.now();
  if (toMake.length > 0) {
    await makePages(toMake);
    forget(toMake.map(pagesFile));
    console.log(`province: pages of ${toMake.join(", ")} in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  }
  for (const scale of toBuild) {
    const built = build(readPacked<Pages>(pagesFile(scale)));
    writePacked(builtFile(scale), built);
    console.log(`snapshot ${scale}: ${built.pipes.level.length} pipes, built in ${built.ms.toFixed(0)} ms`);
  }
  forget(toBuild.map(builtFile));
}

if (import.meta.main) {
  const scales = process.argv.slice(2).filter((name): name is Scale => (SCALES as readonly string[]).includes(name));
  await prepare(scales.length > 0 ? scales : ["1m"]);
}
