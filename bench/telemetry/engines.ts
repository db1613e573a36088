import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "#scripts/postgres.ts";
import type { Db } from "#server/db/db.ts";
import { openDatabase } from "#server/db/open.ts";

export const ENGINES = ["embedded", "native"] as const;
export type EngineName = (typeof ENGINES)[number];

/** An empty database of one engine, and how a process of its own reaches it. */
export interface Place {
  readonly dataDir: string;
  readonly databaseUrl?: string;
  /** Of a native server's first process. */
  readonly databasePid?: number;
}

export const environmentOf = ({ dataDir, databaseUrl }: Place): Record<string, string> => ({
  DATA_DIR: dataDir,
  ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
});

const quiet = { info: () => undefined, warn: () => undefined };

/** Opens it for as long as `use` takes. */
export async function withDatabase<T>(place: Place, use: (db: Db) => Promise<T>): Promise<T> {
  const db = await openDatabase({ ...place, log: quiet });
  try {
    return await use(db);
  } finally {
    await db.close();
  }
}

/**
 * A native server as an installation of this size would have it, in what differs from PostgreSQL's own defaults; fsync, full pages and synchronous
 * commit are on, as these are.
 */
const NATIVE = ["shared_buffers=512MB", "max_wal_size=4GB", "checkpoint_timeout=15min"] as const;

/** Lends a place of an engine to `use` and clears it away; one in a folder that is `kept` stays as it is for the next run. */
export async function withPlace<T>(engine: EngineName, use: (place: Place) => Promise<T>, kept?: string): Promise<T> {
  const dir = kept === undefined ? mkdtempSync(join(tmpdir(), "gas-one-map-bench-")) : join(kept, engine);
  const place = { dataDir: join(dir, "data") };
  try {
    if (engine === "embedded") return await use(place);
    const server = await startPostgres(NATIVE, kept === undefined ? undefined : join(kept, "postgres"));
    try {
      const { url: databaseUrl, pid: databasePid } = server;
      return await use({ ...place, databaseUrl, ...(databasePid === undefined ? {} : { databasePid }) });
    } finally {
      await server.stop();
    }
  } finally {
    if (kept === undefined) rmSync(dir, { recursive: true, force: true });
  }
}
