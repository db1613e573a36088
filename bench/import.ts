/**
 * Import: rows a second and peak memory of the importing process, on both engines. `node bench/import.ts [--rows 50000] [--engine embedded|native]`.
 * Goal for 1 000 000 segments on the native engine: at most 120 s and 1.5 GB; smaller runs are held to the same pace.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { postgresBin, startPostgres } from "#scripts/postgres.ts";
import { openDatabase } from "#server/db/open.ts";
import { creditCodeCheck } from "#server/files/check/credit-code.ts";
import { importFile } from "#server/files/import-file.ts";
import type { ImportRequest } from "#server/files/import-options.ts";

const GOAL_ROWS_PER_S = 1_000_000 / 120;
const GOAL_RSS_MB = 1536;
const COUNTIES = ["130102", "130104", "130105", "130107", "130108"];

interface Figures {
  readonly rows: number;
  readonly firstMs: number;
  readonly againMs: number;
  readonly peakMb: number;
}

const { values: asked } = parseArgs({
  options: { rows: { type: "string", default: "50000" }, engine: { type: "string" } },
});
const rows = Number(asked.rows);

/** Pipes of four vertices in EPSG:4547, as a survey office would send them, with nodes that they refer to. */
async function writeFiles(dir: string): Promise<Record<"enterprise" | "node" | "pipe", string>> {
  const first = "91130100000000001";
  const files = { enterprise: join(dir, "e.csv"), node: join(dir, "n.csv"), pipe: join(dir, "p.geojson") };
  writeFileSync(
    files.enterprise,
    "id,name,area_code,credit_code,licence_kind,licence_number,licence_expires,work_areas\n" +
      `E1,石家庄燃气,130102,${first}${creditCodeCheck(first)},piped,1,2030-01-01,${COUNTIES.join(";")}\n`,
  );
  const nodes = createWriteStream(files.node);
  const pipes = createWriteStream(files.pipe);
  nodes.write("id,kind,area_code,enterprise_id,pressure_level,lon,lat\n");
  pipes.write(
    '{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4547"}},"features":[\n',
  );
  for (let i = 0; i < rows; i++) {
    const county = COUNTIES[i % COUNTIES.length];
    const x = 536_000 + (i % 1000) * 20;
    const y = 4_205_000 + Math.floor(i / 1000) * 18;
    if (i % 4 === 0 && !nodes.write(`N${i},tee,${county},E1,MP_A,${114.4 + (i % 1000) * 0.0002},38.02\n`))
      await once(nodes, "drain");
    const properties = {
      id: `P${i}`,
      area_code: county,
      enterprise_id: "E1",
      gas_kind: "城镇天然气",
      pressure_level: i % 5 === 0 ? "中压A" : "低压",
      material: "PE100",
      dn_mm: 63,
      wall_mm: 5.8,
      length_m: null,
      laid_year: 2012,
      depth_m: 1.1,
      design_kpa: i % 5 === 0 ? 400 : 5,
      operating_kpa: i % 5 === 0 ? 320 : 2.4,
      status: "在用",
      from_node: `N${i - (i % 4)}`,
      to_node: `N${i - (i % 4)}`,
    };
    const geometry = {
      type: "LineString",
      coordinates: [
        [x, y],
        [x + 5.123, y + 1.5],
        [x + 10.5, y + 1.25],
        [x + 15.75, y + 3.125],
      ],
    };
    const text = `${i > 0 ? ",\n" : ""}${JSON.stringify({ type: "Feature", properties, geometry })}`;
    if (!pipes.write(text)) await once(pipes, "drain");
  }
  pipes.end("\n]}\n");
  nodes.end();
  await Promise.all([once(pipes, "finish"), once(nodes, "finish")]);
  return files;
}

/** In a process of its own, so that its memory is the import's. */
async function measure(files: Record<string, string>): Promise<void> {
  const log = { info: () => undefined, warn: () => undefined };
  const db = await openDatabase({ dataDir: process.env.DATA_DIR ?? "", databaseUrl: process.env.DATABASE_URL, log });
  const take = (kind: "enterprise" | "node" | "pipe", more: Partial<ImportRequest> = {}) =>
    importFile(db, { file: files[kind] ?? "", kind, dataset: kind, ...more });
  await take("enterprise");
  await take("node");
  const first = await take("pipe");
  const again = await take("pipe", { force: true });
  const { maxRSS } = process.resourceUsage();
  const figures: Figures = { rows: first.accepted, firstMs: first.ms, againMs: again.ms, peakMb: maxRSS / 1024 };
  process.send?.(figures);
  await db.close();
  process.disconnect?.();
}

async function inChild(env: Record<string, string>, files: Record<string, string>): Promise<Figures> {
  const child = fork(fileURLToPath(import.meta.url), ["--rows", String(rows)], {
    env: { ...process.env, ...env, BENCH_FILES: JSON.stringify(files) },
  });
  let figures: Figures | null = null;
  child.on("message", (message) => {
    figures = message as Figures;
  });
  const [code] = await once(child, "exit");
  if (!figures) throw new Error(`the import ended with ${code}`);
  return figures;
}

const cells = (values: readonly (string | number)[]) => values.map((value) => String(value).padStart(13)).join("");

async function main(): Promise<boolean> {
  const dir = mkdtempSync(join(tmpdir(), "gas-one-map-bench-import-"));
  const server = asked.engine === "embedded" || !postgresBin() ? null : await startPostgres();
  try {
    const files = await writeFiles(dir);
    console.log(
      `${rows} pipes of 4 vertices, EPSG:4547, GeoJSON of ${(statSync(files.pipe).size / 2 ** 20).toFixed(0)} MiB; load ${loadavg()[0]?.toFixed(1)}`,
    );
    console.log(cells(["engine", "first s", "rows/s", "replace s", "rows/s", "peak MB"]));
    let isMet: boolean | null = null;
    for (const engine of ["native", "embedded"] as const) {
      if ((asked.engine && asked.engine !== engine) || (engine === "native" && !server)) continue;
      const env =
        engine === "native" ? { DATABASE_URL: server?.url ?? "" } : { DATA_DIR: join(dir, "data"), DATABASE_URL: "" };
      const { firstMs, againMs, peakMb, rows: taken } = await inChild(env, files);
      const pace = (ms: number) => Math.round((taken * 1000) / ms);
      console.log(
        cells([
          engine,
          (firstMs / 1000).toFixed(1),
          pace(firstMs),
          (againMs / 1000).toFixed(1),
          pace(againMs),
          peakMb.toFixed(0),
        ]),
      );
      if (engine === "native") isMet = pace(firstMs) >= GOAL_ROWS_PER_S && peakMb <= GOAL_RSS_MB;
    }
    const outcome = isMet === null ? "not measured" : isMet ? "met" : "MISSED";
    console.log(`goal, native: ${GOAL_ROWS_PER_S.toFixed(0)} rows/s and ${GOAL_RSS_MB} MB: ${outcome}`);
    return isMet !== false;
  } finally {
    await server?.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

const given = process.env.BENCH_FILES;
if (given) await measure(JSON.parse(given) as Record<string, string>);
else process.exitCode = (await main()) ? 0 : 1;
