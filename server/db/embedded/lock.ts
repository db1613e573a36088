import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Another process holds the data directory. */
export class DirectoryInUse extends Error {
  override readonly name = "DirectoryInUse";
  readonly pid: number | undefined;
  constructor(directory: string, pid: number | undefined, host: string | undefined) {
    const holder = pid === undefined ? "another process" : `process ${pid}${host ? ` on ${host}` : ""}`;
    super(`${directory} is in use by ${holder}; stop it first, or choose another DATA_DIR`);
    this.pid = pid;
  }
}

interface Holder {
  readonly pid: number;
  readonly host: string;
}

function readHolder(path: string): Partial<Holder> {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Partial<Holder>;
  } catch {
    return {};
  }
}

const isBusy = (cause: unknown): boolean => (cause as { errcode?: number }).errcode === 5;

/** Throws with words for a person when the directory is none, or may not be written. */
function openGuard(directory: string): DatabaseSync {
  try {
    mkdirSync(directory, { recursive: true });
    // SQLite opens what it may only read as well, and then takes no lock.
    accessSync(directory, constants.W_OK);
    return new DatabaseSync(join(directory, "lock"), { timeout: 0 });
  } catch (cause) {
    throw new Error(
      `${directory} cannot be written; DATA_DIR must be a directory of this user (${(cause as Error).message})`,
      {
        cause,
      },
    );
  }
}

/**
 * Takes the data directory for this process; returns the release. Throws DirectoryInUse, naming the holder's pid.
 *
 * The truth is a lock of the operating system, held through SQLite on an empty file: it ends with its process however that ends
 * (kill -9 too), cannot be mistaken for a process that was given the same pid later, and holds between containers that share the
 * directory but not their pids. The text file beside it only says who it is.
 */
export function lockDirectory(directory: string): () => void {
  const holderPath = join(directory, "lock.json");
  const guard = openGuard(directory);
  try {
    guard.exec("begin exclusive");
  } catch (cause) {
    guard.close();
    if (!isBusy(cause)) throw new Error(`${directory} cannot be locked: ${(cause as Error).message}`, { cause });
    const { pid, host } = readHolder(holderPath);
    throw new DirectoryInUse(directory, pid, host === hostname() ? undefined : host);
  }
  const holder: Holder = { pid: process.pid, host: hostname() };
  writeFileSync(holderPath, `${JSON.stringify(holder)}\n`);
  return () => {
    rmSync(holderPath, { force: true });
    guard.exec("rollback");
    guard.close();
  };
}
