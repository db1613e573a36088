import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Db } from "#server/db/db.ts";
import { importFolder } from "./import-folder.ts";
import type { ImportResult } from "./import-options.ts";

/** How far the seeding is, in words for the waiting page and a share of the whole. */
export interface SeedProgress {
  readonly zh: string;
  readonly en: string;
  readonly share: number;
}

export interface SeedOptions {
  /** Writes the files of a made-up province with their manifest.json into a folder; `tell` hears the share that is written. */
  write(folder: string, tell: (share: number) => void): Promise<void>;
  tell?(progress: SeedProgress): void;
  onResult?(result: ImportResult): void;
}

const PREFIX = "gas-one-map-seed-";
/** Of the whole time, writing the files takes about this share. */
const WRITING = 0.35;

/**
 * Fills the database with a made-up province: its files are written to a temporary folder and taken in by the importer, which is
 * the way of a gas company's own files. Done again, every dataset is replaced by itself.
 */
export async function seed(
  db: Db,
  { write, tell = () => {}, onResult = () => {} }: SeedOptions,
): Promise<ImportResult[]> {
  await removeLeftOvers();
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  try {
    await write(folder, (share) =>
      tell({ zh: "正在生成演示数据", en: "Making up the province", share: WRITING * share }),
    );
    return await importFolder(
      db,
      folder,
      { force: true },
      ({ dataset, done, total, share }) =>
        tell({
          zh: `正在导入 ${dataset}（${done + 1}/${total}）`,
          en: `Importing ${dataset} (${done + 1} of ${total})`,
          share: WRITING + ((1 - WRITING) * (done + share)) / total,
        }),
      onResult,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Folders of seedings that were killed: their process is gone. */
async function removeLeftOvers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : Number.NaN;
    if (pid > 0 && pid !== process.pid && !isAlive(pid))
      await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
