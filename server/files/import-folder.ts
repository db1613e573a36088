import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { z } from "zod";
import { DatasetKind } from "#contract/dataset.ts";
import type { Db } from "#server/db/db.ts";
import { importFile } from "./import-file.ts";
import type { ImportProgress, ImportRequest, ImportResult } from "./import-options.ts";
import { FileProblem, shown } from "./row.ts";
import { refreshStatistics } from "./statistics.ts";

/** `manifest.json` beside a set of delivered files: what each holds, in the order in which they refer to each other. */
export const Manifest = z.object({
  entries: z
    .array(
      z.object({
        name: z.string().min(1).max(128),
        kind: DatasetKind,
        file: z.string().min(1),
        layer: z.string().nullish(),
        crs: z.string().nullish(),
        axis: z.enum(["xy", "yx"]).nullish(),
        encoding: z.string().nullish(),
        fieldMap: z.string().nullish(),
        reviewNumber: z.string().nullish(),
      }),
    )
    .min(1),
});
export type Manifest = z.infer<typeof Manifest>;

/** Reads a manifest by its own path or its folder's; a wrong one is named with the place in it. */
export async function readManifest(path: string): Promise<{ folder: string; manifest: Manifest }> {
  const isFolder = (await stat(path)).isDirectory();
  const file = isFolder ? join(path, "manifest.json") : path;
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new FileProblem("manifest_broken", `a JSON file ${file}`, shown((error as Error).message));
  }
  const read = Manifest.safeParse(json);
  if (read.success) return { folder: dirname(resolve(file)), manifest: read.data };
  const issue = read.error.issues[0];
  throw new FileProblem("manifest_broken", issue?.message ?? "a manifest", issue?.path.join(".") ?? "");
}

/** A manifest comes from elsewhere: it may name files beside it and below, nothing else. */
function within(folder: string, file: string): string {
  const path = resolve(folder, file);
  if (!path.startsWith(folder + sep))
    throw new FileProblem("manifest_broken", "a file within the manifest's folder", shown(file));
  return path;
}

export type FolderOptions = Pick<ImportRequest, "account" | "maxRejects" | "force" | "dryRun">;

export interface FolderProgress extends ImportProgress {
  readonly dataset: string;
  readonly done: number;
  readonly total: number;
}

/**
 * Imports every file of a manifest in its order, each in a transaction of its own; the first that is refused ends it, and what
 * came before stays. `onResult` hears each as it is done.
 */
export async function importFolder(
  db: Db,
  path: string,
  options: FolderOptions,
  onProgress: (progress: FolderProgress) => void = () => {},
  onResult: (result: ImportResult) => void = () => {},
): Promise<ImportResult[]> {
  const { folder, manifest } = await readManifest(path);
  const results: ImportResult[] = [];
  for (const entry of manifest.entries) {
    const request: ImportRequest = {
      ...options,
      file: within(folder, entry.file),
      kind: entry.kind,
      dataset: entry.name,
      crs: entry.crs ?? null,
      axis: entry.axis ?? null,
      map: entry.fieldMap ? within(folder, entry.fieldMap) : null,
      layer: entry.layer ?? null,
      encoding: entry.encoding ?? null,
      reviewNumber: entry.reviewNumber ?? null,
    };
    const place = { dataset: entry.name, done: results.length, total: manifest.entries.length };
    const result = await importFile(db, request, (progress) => onProgress({ ...progress, ...place }));
    results.push(result);
    onResult(result);
  }
  await refreshStatistics(
    db,
    results.filter(({ outcome }) => outcome === "imported").map(({ kind }) => kind),
  );
  return results;
}
