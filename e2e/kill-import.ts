import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startPostgres } from "#scripts/postgres.ts";
import { openDatabase } from "#server/db/open.ts";
import { importFile } from "#server/files/import-file.ts";
import { type Generation, writeGeneration, writeGround } from "./kill-import/files.ts";
import type { Seen } from "./kill-import/importer.ts";

export interface KillImportAsk {
  readonly rounds: number;
  /** Pipes in each file. */
  readonly size: number;
  /** The (empty) native database to use; none = an embedded one in a folder of its own. */
  readonly databaseUrl?: string | undefined;
  readonly tell?: (line: string) => void;
}

export interface KillImportResult {
  readonly rounds: number;
  /** Kills after which the old dataset stood, and after which the new one did. */
  readonly old: number;
  readonly fresh: number;
  /** What was neither, in words. */
  readonly wrong: readonly string[];
  readonly seconds: number;
}

/** One killed process in so many dies at any moment of its life, the others while they import. */
const ANY_MOMENT_EVERY = 5;
/** About how long a process takes until it has opened the database. */
const OPENING_MS = 3000;
/** Imports take longer when the machine has more to do: the last moments of all of them must come under the knife too. */
const LONGER = 1.4;

interface Standing {
  readonly generation: Generation;
  readonly version: number;
}

/**
 * Kills the importer with SIGKILL at random moments, round after round on one database, and looks each time whether the dataset is
 * wholly the old one or wholly the new one: rows, version, sums, audit trail. Every round brings another file.
 */
export async function killImports({
  rounds,
  size,
  databaseUrl,
  tell = () => {},
}: KillImportAsk): Promise<KillImportResult> {
  const dir = mkdtempSync(join(tmpdir(), "gas-one-map-kill-import-"));
  const started = performance.now();
  const place = { dataDir: join(dir, "data"), databaseUrl };
  const wrong: string[] = [];
  const counted = { old: 0, fresh: 0 };
  try {
    const first = writeGeneration(dir, 0, size);
    await lay(place, dir);
    const { lifeMs } = await importAndKill(place, first.file, null);
    tell(`an import of ${size} rows takes ${lifeMs.toFixed(0)} ms`);
    let standing: Standing = { generation: first, version: 1 };
    let tried: Generation[] = [];
    let isKilled = false;
    // A process that ends before its end comes is no kill; the one after the last kill looks at what that left, and is let live.
    for (let round = 1, kills = 0; kills <= rounds; round++) {
      const next = writeGeneration(dir, round, size);
      const killAt = kills === rounds ? null : { lifeMs, isAnyMoment: round % ANY_MOMENT_EVERY === 0 };
      const life = await importAndKill(place, next.file, killAt);
      if (life.seen) {
        const found = judge(life.seen, standing, tried);
        if (!found) wrong.push(`before process ${round}: ${JSON.stringify(life.seen)}`);
        else if (isKilled) counted[found === standing ? "old" : "fresh"]++;
        standing = found ?? standing;
        tried = [];
      }
      tried.push(next);
      isKilled = life.isKilled;
      if (isKilled || killAt === null) kills++;
      tell(
        `process ${round}, ${Math.min(kills, rounds)} killed: version ${standing.version}, ${counted.old} old, ${counted.fresh} new, ${wrong.length} wrong`,
      );
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
  return { rounds, ...counted, wrong, seconds: (performance.now() - started) / 1000 };
}

type Place = { readonly dataDir: string; readonly databaseUrl: string | undefined };

/** Lays what the pipes refer to. */
async function lay(place: Place, dir: string): Promise<void> {
  const log = { info: () => undefined, warn: () => undefined };
  const db = await openDatabase({ ...place, log });
  try {
    const { enterprises, nodes } = writeGround(dir);
    await importFile(db, { file: enterprises, kind: "enterprise", dataset: "enterprises" });
    await importFile(db, { file: nodes, kind: "node", dataset: "nodes" });
  } finally {
    await db.close();
  }
}

/** What stands wholly, or null when it is neither the old dataset nor one that was being brought. */
function judge(seen: Seen, standing: Standing, tried: readonly Generation[]): Standing | null {
  if (!seen.isChainIntact || seen.audits !== seen.version) return null;
  const isWhole = ({ dnMm, rows }: Generation) =>
    seen.rows === rows && seen.summed === rows && JSON.stringify(seen.dnMm) === JSON.stringify({ [dnMm]: rows });
  if (seen.version === standing.version) return isWhole(standing.generation) ? standing : null;
  const fresh = tried.find(isWhole);
  const isNext = seen.version > standing.version && seen.version <= standing.version + tried.length;
  return fresh && isNext ? { generation: fresh, version: seen.version } : null;
}

const IMPORTER = fileURLToPath(new URL("kill-import/importer.ts", import.meta.url));

/**
 * One process: it says what it sees, then imports. Killed at a random moment of its import (or, asked so, of its whole life), or let
 * live when `kill` is null. Returns what it saw, null when it died before it could say, and how long its import took.
 */
function importAndKill(
  { dataDir, databaseUrl }: Place,
  file: string,
  kill: { readonly lifeMs: number; readonly isAnyMoment: boolean } | null,
): Promise<{ seen: Seen | null; lifeMs: number; isKilled: boolean }> {
  const env = { ...process.env, DATA_DIR: dataDir, ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}) };
  const child: ChildProcess = fork(IMPORTER, [file], { env, stdio: ["ignore", "ignore", "pipe", "ipc"] });
  let seen: Seen | null = null;
  let sinceSeen = performance.now();
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  const killWithin = (ms: number) => setTimeout(() => child.kill("SIGKILL"), Math.random() * ms);
  const timers = kill?.isAnyMoment ? [killWithin(kill.lifeMs + OPENING_MS)] : [];
  let lifeMs: number | null = null;
  child.on("message", (message: { seen?: Seen; done?: true }) => {
    if (message.done) lifeMs = performance.now() - sinceSeen;
    if (!message.seen) return;
    seen = message.seen;
    sinceSeen = performance.now();
    if (kill && !kill.isAnyMoment) timers.push(killWithin(kill.lifeMs * LONGER));
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      for (const timer of timers) clearTimeout(timer);
      if (signal === "SIGKILL" || code === 0)
        resolve({ seen, lifeMs: lifeMs ?? performance.now() - sinceSeen, isKilled: signal === "SIGKILL" });
      else reject(new Error(`the importer ended by itself with ${code ?? signal}: ${said}`));
    });
  });
}

/** `node e2e/kill-import.ts [--rounds 50] [--size 4000] [--native]`; native = DATABASE_URL, or a server of its own for the while. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: "50" },
      size: { type: "string", default: "4000" },
      native: { type: "boolean", default: false },
    },
  });
  const given = process.env.DATABASE_URL;
  const server = values.native && !given ? await startPostgres() : null;
  const result = await killImports({
    rounds: Number(values.rounds),
    size: Number(values.size),
    databaseUrl: given ?? server?.url,
    tell: (line) => console.log(line),
  }).finally(() => server?.stop());
  const { rounds, old, fresh, wrong, seconds } = result;
  console.log(
    `${rounds} kills in ${seconds.toFixed(0)} s: the old dataset stood ${old} times, the new one ${fresh} times, ${wrong.length} times neither`,
  );
  for (const line of wrong) console.log(`  ${line}`);
  return wrong.length === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = await main();
