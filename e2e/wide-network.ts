import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { type PostgresServer, startPostgres } from "#scripts/postgres.ts";
import { ROOT } from "#scripts/steps.ts";
import { type Product, startProduct } from "./product.ts";

/** The demo province on a server whose rows a test can count by itself, widened by a file of pipes so that there are more than 50 000. */
export interface WideNetwork {
  readonly product: Product;
  /** As superuser: what the product shows is held against the tables themselves. */
  readonly sql: Client;
  readonly pipes: number;
  stop(): Promise<void>;
}

const FURTHER = 14_000;
const COLUMNS = 120;
const STEP = 0.0004;

/** Short pipes on a grid about a node of the network, with its owner. */
async function writePipes(sql: Client, file: string): Promise<void> {
  const { rows } = await sql.query(
    `select id, area_code, enterprise_id, st_x(geom) as lng, st_y(geom) as lat from node where area_code = '130123' order by id limit 1`,
  );
  const node = rows[0] as { id: string; area_code: string; enterprise_id: string; lng: number; lat: number };
  const head =
    "id,area_code,enterprise_id,gas_kind,pressure_level,material,dn_mm,length_m,laid_year,status,from_node,to_node,wkt";
  const lines = Array.from({ length: FURTHER }, (_, i) => {
    const lng = node.lng + ((i % COLUMNS) - COLUMNS / 2) * STEP;
    const lat = node.lat + (Math.floor(i / COLUMNS) - FURTHER / COLUMNS / 2) * STEP;
    const wkt = `"LINESTRING (${lng.toFixed(6)} ${lat.toFixed(6)}, ${(lng + STEP / 2).toFixed(6)} ${lat.toFixed(6)})"`;
    return [
      `WIDE${i}`,
      node.area_code,
      node.enterprise_id,
      "urban_ng",
      i % 3 === 0 ? "MP_A" : "LP",
      i % 5 === 0 ? "steel" : "PE100",
      63,
      17.5,
      1980 + (i % 40),
      "in_service",
      node.id,
      node.id,
      wkt,
    ].join(",");
  });
  writeFileSync(file, `${[head, ...lines].join("\n")}\n`);
}

const run = (databaseUrl: string, script: string, args: readonly string[]): string =>
  execFileSync("node", [join(ROOT, "scripts", script), ...args], {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: databaseUrl },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });

export async function startWideNetwork(): Promise<WideNetwork> {
  const server: PostgresServer = await startPostgres();
  const dir = mkdtempSync(join(tmpdir(), "gas-one-map-wide-"));
  const sql = new Client({ connectionString: server.url });
  const closers: (() => Promise<unknown>)[] = [
    async () => rmSync(dir, { recursive: true, force: true }),
    () => server.stop(),
  ];
  const stop = async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  };
  try {
    run(server.url, "seed.ts", ["--tier", "demo"]);
    await sql.connect();
    closers.push(() => sql.end());
    const file = join(dir, "pipes.csv");
    await writePipes(sql, file);
    run(server.url, "import.ts", [file, "--kind", "pipe", "--dataset", "pipe-wide"]);
    const { rows } = await sql.query("select count(*)::int as n from pipe");
    const product = await startProduct({ dataDir: join(dir, "data"), env: { DATABASE_URL: server.url } });
    closers.push(() => product.stop());
    return { product, sql, pipes: rows[0].n as number, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}
