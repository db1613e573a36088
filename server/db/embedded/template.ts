import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { factHashes, loadFacts } from "../facts.ts";
import { migrate, readMigrations } from "../migrations.ts";
import { OWNER, runTransaction } from "../transaction.ts";
import { EmbeddedConnection } from "./connection.ts";

const CACHE = fileURLToPath(new URL("../../../node_modules/.cache/gas-one-map/", import.meta.url));
const PREFIX = "database-template-";

function version(name: string): string {
  const require = createRequire(import.meta.url);
  const path = require.resolve(name).replace(/(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/].*/, "$1");
  return (JSON.parse(readFileSync(join(path, "package.json"), "utf8")) as { version: string }).version;
}

/** Whatever makes a template a different one: the engine, PostGIS, the migrations, the facts. */
function fileName(): string {
  const parts = [
    version("@electric-sql/pglite"),
    version("@electric-sql/pglite-postgis"),
    ...readMigrations().map((migration) => migration.sha256),
    ...factHashes(),
  ];
  return `${PREFIX}${createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 16)}.tar.gz`;
}

function readIfThere(path: string): Uint8Array<ArrayBuffer> | null {
  try {
    return new Uint8Array(readFileSync(path));
  } catch {
    return null;
  }
}

/** Makes a database in memory with PostGIS, every migration and the facts, and dumps it: about 10 s. */
async function build(): Promise<Uint8Array<ArrayBuffer>> {
  const connection = await EmbeddedConnection.start({ directory: null, template: null });
  try {
    await runTransaction(connection, OWNER, async (tx) => {
      await migrate(tx);
      await loadFacts(tx);
    });
    return await connection.dump();
  } finally {
    await connection.close();
  }
}

/** Whole or not at all: a reader never meets half a template. Templates of other versions are removed. */
function keep(folder: string, name: string, bytes: Uint8Array): boolean {
  const draft = join(folder, `.${name}.${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(draft, bytes);
    renameSync(draft, join(folder, name));
    for (const other of readdirSync(folder)) {
      if (other.startsWith(PREFIX) && other !== name) rmSync(join(folder, other), { force: true });
    }
    return true;
  } catch {
    rmSync(draft, { force: true });
    return false;
  }
}

/**
 * The data directory that a new database begins as (tar.gz): migrations applied and facts loaded, so that a first start is as fast as a later one.
 * Kept under node_modules/.cache, or in `fallback` where that cannot be written; built when neither has it.
 */
export async function databaseTemplate(
  fallback: string,
  say: (message: string) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const name = fileName();
  const kept = readIfThere(join(CACHE, name)) ?? readIfThere(join(fallback, name));
  if (kept) return kept;
  say("preparing the embedded database for its first use");
  const bytes = await build();
  if (!keep(CACHE, name, bytes) && !keep(fallback, name, bytes))
    say("the prepared database could not be kept; the next new one is prepared again");
  return bytes;
}
