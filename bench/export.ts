/**
 * Export: a million pipes as CSV and GeoParquet by the jobs behind the page's button, beside the same file made from rows gathered in memory,
 * and CSV beside PostgreSQL's own COPY.
 *
 *     node bench/export.ts [--rows 1000000] [--engine native|embedded|both] [--formats csv,parquet] [--ways jobs,gathered]
 *
 * Goals for a million rows on the native engine, each format: at most 30 s and 200 MB of growth. Fewer rows are held to the same pace and the
 * same growth. Exit code 1 when a goal is missed.
 *
 * Each file is made in a process of its own. Its growth is the most that was ever resident in it less what was resident when the database was open
 * and nothing asked: no sample is missed between two looks. On the embedded engine the database itself lives in that process, and grows with it.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { peakBytes } from "#bench/method/peak.ts";
import type { ExportFormat } from "#contract/exports.ts";
import { SERVER_FLAGS } from "#scripts/server-flags.ts";
import { plantPipes } from "./export/plant.ts";
import { byCopy, type Made, make, type Way } from "./export/ways.ts";
import { ENGINES, type EngineName, environmentOf, type Place, withDatabase, withPlace } from "./telemetry/engines.ts";

const GOAL_ROWS_PER_S = 1_000_000 / 30;
const GOAL_MB = 200;
const FORMATS = ["csv", "parquet"] as const satisfies ExportFormat[];
const IN_CHILD = ["jobs", "gathered"] as const;
const { values: asked } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    engine: { type: "string", default: "native" },
    formats: { type: "string", default: FORMATS.join() },
    ways: { type: "string", default: IN_CHILD.join() },
  },
});
const named = <T extends string>(all: readonly T[], list: string) => all.filter((one) => list.split(",").includes(one));

interface Figures extends Made {
  /** Most resident less resident before, MiB. */
  readonly growthMb: number;
  /** CPU of the process that makes the file, s: what a loaded machine does not change much. The database has its own. */
  readonly cpuS: number;
}

interface Task {
  readonly way: (typeof IN_CHILD)[number];
  readonly format: ExportFormat;
  readonly place: Place;
}

/** In the process of its own. */
async function measure({ way, format, place }: Task): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "gas-one-map-bench-export-"));
  try {
    await withDatabase(place, async (db) => {
      globalThis.gc?.();
      const before = process.memoryUsage.rss();
      const cpu = process.cpuUsage();
      const made = await make(way, db, format, folder);
      const { user, system } = process.cpuUsage(cpu);
      const growthMb = (peakBytes() - before) / 2 ** 20;
      process.send?.({ ...made, growthMb, cpuS: (user + system) / 1e6 } satisfies Figures);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.disconnect?.();
}

async function inChild(task: Task): Promise<Figures> {
  const child = fork(fileURLToPath(import.meta.url), [], {
    execArgv: [...SERVER_FLAGS, "--expose-gc"],
    env: { ...process.env, ...environmentOf(task.place), BENCH_EXPORT: JSON.stringify(task) },
  });
  let figures: Figures | null = null;
  child.on("message", (message) => {
    figures = message as Figures;
  });
  const [code] = await once(child, "exit");
  if (!figures) throw new Error(`the export ended with ${code}`);
  return figures;
}

const cells = (values: readonly (string | number)[]) => values.map((value) => String(value).padStart(12)).join("");
const tell = (engine: EngineName, format: ExportFormat, way: Way, { ms, rows, bytes }: Made, own?: Figures) =>
  console.log(
    cells([
      engine,
      format,
      way,
      (ms / 1000).toFixed(1),
      own?.cpuS.toFixed(1) ?? "-",
      Math.round((rows * 1000) / ms),
      own?.growthMb.toFixed(0) ?? "-",
      (bytes / 2 ** 20).toFixed(0),
    ]),
  );

async function measureEngine(engine: EngineName, place: Place, rows: number): Promise<string[]> {
  const misses: string[] = [];
  const began = performance.now();
  await withDatabase(place, (db) => plantPipes(db, rows));
  console.log(
    `${engine}: ${rows} pipes of 4 vertices planted in ${((performance.now() - began) / 1000).toFixed(0)} s; load ${loadavg()[0]?.toFixed(1)}`,
  );
  console.log(cells(["engine", "format", "way", "s", "cpu s", "rows/s", "growth MB", "file MB"]));
  for (const format of named(FORMATS, asked.formats)) {
    if (format === "csv" && place.databaseUrl !== undefined) {
      const folder = mkdtempSync(join(tmpdir(), "gas-one-map-bench-export-"));
      tell(engine, format, "copy", await byCopy(place.databaseUrl, folder));
      rmSync(folder, { recursive: true, force: true });
    }
    for (const way of named(IN_CHILD, asked.ways)) {
      const figures = await inChild({ way, format, place });
      if (figures.rows !== rows) throw new Error(`${figures.rows} rows of ${rows} were exported`);
      tell(engine, format, way, figures, figures);
      if (way !== "jobs" || engine !== "native") continue;
      if ((figures.rows * 1000) / figures.ms < GOAL_ROWS_PER_S) misses.push(`${format}: time`);
      if (figures.growthMb > GOAL_MB) misses.push(`${format}: growth`);
    }
  }
  return misses;
}

async function main(): Promise<boolean> {
  const misses: string[] = [];
  for (const engine of ENGINES.filter((name) => asked.engine === "both" || asked.engine === name))
    misses.push(...(await withPlace(engine, (place) => measureEngine(engine, place, Number(asked.rows)))));
  console.log(
    `goals, native: ${GOAL_ROWS_PER_S.toFixed(0)} rows/s, ${GOAL_MB} MB of growth: ${misses.length === 0 ? "met" : `MISSED (${misses.join(", ")})`}; load ${loadavg()[0]?.toFixed(1)}`,
  );
  return misses.length === 0;
}

const given = process.env.BENCH_EXPORT;
if (given) await measure(JSON.parse(given) as Task);
else process.exitCode = (await main()) ? 0 : 1;
