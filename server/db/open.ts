import type { FastifyBaseLogger } from "fastify";
import type { Db } from "./db.ts";
import { openEmbedded } from "./embedded/open.ts";
import { databaseOver, type Engine } from "./engine.ts";
import type { DatabaseGone } from "./errors.ts";
import { loadFacts } from "./facts.ts";
import { migrate } from "./migrations.ts";
import { openNative } from "./native/open.ts";
import { allowSpatialIndex } from "./spatial-index.ts";

export interface DatabasePlace {
  /** Directory of the embedded database; used when `databaseUrl` is not given. */
  readonly dataDir: string;
  /** postgres:// address of a PostgreSQL server with PostGIS. */
  readonly databaseUrl?: string | undefined;
  readonly log: Pick<FastifyBaseLogger, "info" | "warn">;
  /** Hears when the embedded engine ends by itself. Only a new process brings it back; a native server is asked again and again. */
  readonly onGone?: (cause: DatabaseGone) => void;
}

async function prepare(engine: Engine, log: DatabasePlace["log"]): Promise<Db> {
  const db = databaseOver(engine);
  const [applied, facts] = await db.asOwner(async (tx) => {
    const labels = await migrate(tx);
    if (!(await allowSpatialIndex(tx))) {
      log.warn(
        "not a superuser: spatial indexes stay unused under row-level security (docs/decisions/2026-11-22-spatial-index-under-rls.md)",
      );
    }
    return [labels, await loadFacts(tx)] as const;
  });
  log.info({ engine: db.engine, where: db.where, applied, facts }, `database: ${db.engine}, ${db.where}`);
  return db;
}

/**
 * Opens the database, embedded in `dataDir` or native at `databaseUrl`, with every migration applied and the facts loaded.
 * Throws with words for a person: directory in use (naming the pid), made by a newer version, server unreachable or too old.
 */
export async function openDatabase({ dataDir, databaseUrl, log, onGone }: DatabasePlace): Promise<Db> {
  const say = (message: string) => log.info(message);
  const engine = databaseUrl ? await openNative(databaseUrl, say) : await openEmbedded(dataDir, say, onGone);
  try {
    return await prepare(engine, log);
  } catch (cause) {
    await engine.close();
    throw cause;
  }
}
