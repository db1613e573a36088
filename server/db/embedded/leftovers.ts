import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const TEMPORARY_TABLE = /^t\d+_\d+(_(fsm|vm|init))?(\.\d+)?$/;

/**
 * Removes what temporary tables and sorts of a killed process left on the disk. PostgreSQL's postmaster does so when it starts; the
 * embedded one has none, and every killed import would cost the size of its file for ever. Only while no process has the directory.
 * Returns the number of files removed.
 */
export function removeTemporaryFiles(directory: string): number {
  const base = join(directory, "base");
  if (!existsSync(base)) return 0;
  let removed = 0;
  for (const database of readdirSync(base)) {
    const isSorting = database === "pgsql_tmp";
    if (!isSorting && !/^\d+$/.test(database)) continue;
    for (const file of readdirSync(join(base, database))) {
      if (!isSorting && !TEMPORARY_TABLE.test(file)) continue;
      rmSync(join(base, database, file), { recursive: true, force: true });
      removed++;
    }
  }
  return removed;
}
