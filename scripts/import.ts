import { stat } from "node:fs/promises";
import { readConfig } from "#server/config.ts";
import type { Db } from "#server/db/db.ts";
import { openDatabase } from "#server/db/open.ts";
import { importFile } from "#server/files/import-file.ts";
import { importFolder } from "#server/files/import-folder.ts";
import { ImportRefused, type ImportResult, MAX_REJECTS } from "#server/files/import-options.ts";
import { refusal, summary, writeReport } from "#server/files/report.ts";
import { FileProblem } from "#server/files/row.ts";
import { refreshStatistics } from "#server/files/statistics.ts";
import { type CliOptions, HELP, readOptions, WrongOption } from "./import-options.ts";
import { type ProgressLine, progressLine } from "./progress-line.ts";

const PHASES = { read: "读取 reading", check: "核对 checking", replace: "替换 replacing" } as const;

async function run(db: Db, options: CliOptions, progress: ProgressLine): Promise<ImportResult[]> {
  const { account, force, dryRun } = options;
  const common = { account, force, dryRun, maxRejects: options.maxRejects ?? MAX_REJECTS };
  if ((await stat(options.path)).isDirectory() || options.kind === null || options.dataset === null)
    return importFolder(
      db,
      options.path,
      common,
      ({ dataset, phase, share, rows, done, total }) =>
        progress.show((done + share) / total, `${PHASES[phase]}  ${dataset} ${done + 1}/${total} ${rows}`),
      (result) => say(result),
    );
  const { path: file, kind, dataset, crs, axis, map, layer, encoding, reviewNumber } = options;
  const result = await importFile(
    db,
    { ...common, file, kind, dataset, crs, axis, map, layer, encoding, reviewNumber },
    ({ phase, share, rows }) => progress.show(share, `${PHASES[phase]}  ${rows}`),
  );
  progress.end();
  say(result);
  if (result.outcome === "imported") await refreshStatistics(db, [result.kind]);
  return [result];
}

const say = (result: ImportResult) => console.log(summary(result).join("\n"));

const merged = (results: readonly ImportResult[]) => ({
  rejects: results.flatMap(({ rejects }) => rejects),
  remarks: results.flatMap(({ remarks }) => remarks),
});

async function imported(options: CliOptions): Promise<number> {
  const { DATA_DIR: dataDir, DATABASE_URL: databaseUrl } = readConfig(process.env);
  const log = { info: () => {}, warn: (...said: unknown[]) => console.error(...said) };
  const db = await openDatabase({ dataDir, databaseUrl, log });
  const progress = progressLine();
  let found: Pick<ImportResult, "rejects" | "remarks"> | null = null;
  try {
    found = merged(await run(db, options, progress));
    return 0;
  } catch (error) {
    if (!(error instanceof ImportRefused)) throw error;
    progress.end();
    console.error(refusal(error).join("\n"));
    found = error.result;
    return 1;
  } finally {
    progress.end();
    await db.close();
    if (options.report && found) {
      await writeReport(options.report, found);
      console.log(`  → ${options.report}`);
    }
  }
}

async function main(): Promise<number> {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options === "help") {
      console.log(HELP);
      return 0;
    }
    await stat(options.path).catch(() => {
      throw new WrongOption(`文件不存在 · no such file: ${options.path}`);
    });
    if ((options.kind === null || options.dataset === null) && !(await isManifest(options.path)))
      throw new WrongOption("单个文件需要 --kind 和 --dataset · a single file needs --kind and --dataset");
    return await imported(options);
  } catch (error) {
    if (error instanceof WrongOption) {
      console.error(`${error.message}\n\n${HELP}`);
      return 2;
    }
    console.error(
      `未导入，原有数据未变 · nothing imported, what was there is unchanged\n  ${(error as Error).message}`,
    );
    if (!(error instanceof FileProblem) && process.env.LOG_LEVEL === "debug") console.error(error);
    return 1;
  }
}

const isManifest = async (path: string) => path.endsWith("manifest.json") || (await stat(path)).isDirectory();

process.exitCode = await main();
