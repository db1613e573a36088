import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Engine } from "../engine.ts";
import type { DatabaseGone } from "../errors.ts";
import { keepCheckpoints } from "./checkpoints.ts";
import { EmbeddedConnection } from "./connection.ts";
import { removeTemporaryFiles } from "./leftovers.ts";
import { lockDirectory } from "./lock.ts";
import { databaseTemplate } from "./template.ts";
import { Turns } from "./turns.ts";

/** Major version of PostgreSQL inside PGlite 0.5; a data directory belongs to one. */
const PG_MAJOR = "18";

function checkVersion(directory: string): void {
  const path = join(directory, "PG_VERSION");
  const found = existsSync(path) ? readFileSync(path, "utf8").trim() : null;
  if (found === null)
    throw new Error(`${directory} is there but holds no database; remove it or choose another DATA_DIR`);
  if (found !== PG_MAJOR) {
    throw new Error(
      `${directory} was made by PostgreSQL ${found}; this program's embedded one is ${PG_MAJOR} and cannot read it`,
    );
  }
}

/**
 * Starts the database of a directory, or makes one from the template. While it is being made a marker stands beside it: what a killed
 * process left half made holds nothing yet and is made anew.
 */
async function startIn(dataDir: string, say: (message: string) => void): Promise<EmbeddedConnection> {
  const directory = join(dataDir, "database");
  const marker = join(dataDir, "database.unfinished");
  if (existsSync(marker)) rmSync(directory, { recursive: true, force: true });
  if (existsSync(directory)) {
    checkVersion(directory);
    const removed = removeTemporaryFiles(directory);
    if (removed > 0) say(`${removed} temporary files of a process that was killed have been removed`);
    return await EmbeddedConnection.start({ directory, template: null });
  }
  const template = await databaseTemplate(dataDir, say);
  writeFileSync(marker, "");
  const connection = await EmbeddedConnection.start({ directory, template });
  rmSync(marker);
  return connection;
}

/**
 * Opens PGlite with PostGIS in `dataDir`, alone: throws DirectoryInUse when another process has it. `onGone` hears when the engine ends
 * without having been closed: it does not come back within this process.
 */
export async function openEmbedded(
  dataDir: string,
  say: (message: string) => void,
  onGone: (cause: DatabaseGone) => void = () => undefined,
): Promise<Engine> {
  const home = resolve(dataDir);
  const unlock = lockDirectory(home);
  try {
    const connection = await startIn(home, say);
    connection.onGone(onGone);
    const turns = new Turns(connection, say);
    const checkpoints = keepCheckpoints((use) => turns.take(use));
    let closing: Promise<void> | undefined;
    return {
      engine: "embedded",
      where: home,
      withConnection: async (_identity, use) => await turns.take(use),
      close: () => {
        checkpoints.stop();
        closing ??= turns.close().finally(unlock);
        return closing;
      },
    };
  } catch (cause) {
    unlock();
    throw cause;
  }
}
