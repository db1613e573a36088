import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Scope } from "#contract/scope.ts";
import { TILE_SETS } from "#contract/tiles.ts";
import { readConfig } from "#server/config.ts";
import { openDatabase } from "#server/db/open.ts";
import { writeArchive } from "#server/tiles/archive.ts";
import { buildInWorker } from "#server/tiles/build-in-worker.ts";
import { readConsistently } from "#server/tiles/read.ts";
import { sightOf } from "#server/tiles/sight.ts";
import type { Snapshot } from "#server/tiles/snapshot.ts";
import { snapshotOf } from "#server/tiles/snapshot-of.ts";
import { progressLine } from "./progress-line.ts";
import { readTilesOptions, TILES_HELP, type TilesOptions, WrongTilesOption } from "./tiles-options.ts";

const WARNING = `⚠ 瓦片包绕过登录和管辖范围：谁能读到文件，谁就能看到其中全部管线坐标。只可用于封闭网络，不要放到公网。
⚠ Archives know neither sign-in nor scope: whoever can read the file sees every pipe in it. Closed networks only.`;
const SERVING = `由支持 Range 请求的静态服务器提供即可，例如 nginx；客户端用 pmtiles 协议读取。
Any static server that answers Range requests will do (nginx does); clients read it by the pmtiles protocol.`;

async function readSnapshot() {
  const { DATA_DIR: dataDir, DATABASE_URL: databaseUrl } = readConfig(process.env);
  const log = { info: () => {}, warn: (...said: unknown[]) => console.error(...said) };
  const db = await openDatabase({ dataDir, databaseUrl, log });
  try {
    const { versions, outlines, units, pages } = await readConsistently(db);
    return { snapshot: snapshotOf(versions.version, outlines, await buildInWorker(pages)), units };
  } finally {
    await db.close();
  }
}

function unitOf({ outlines }: Snapshot, area: string | null) {
  const unit = outlines.find(({ code, level }) => (area === null ? level === "province" : code === area));
  if (area !== null && (!unit || unit.level === "neighbour"))
    throw new WrongTilesOption(`--area: 没有这个区划 · no such unit: ${area}`);
  return unit ?? null;
}

async function write({ out, area, minZoom, maxZoom }: TilesOptions): Promise<void> {
  const progress = progressLine();
  progress.show(0, "读取 reading");
  const { snapshot, units } = await readSnapshot();
  const unit = unitOf(snapshot, area);
  const level = unit?.level === "city" || unit?.level === "county" ? unit.level : "province";
  const scope: Scope = { level, areaCode: unit?.code ?? "130000", enterpriseId: null };
  const sight = sightOf(scope, snapshot, units);
  await mkdir(out, { recursive: true });
  const said: string[] = [];
  for (const set of TILE_SETS) {
    const path = join(out, `${set}.pmtiles`);
    const started = performance.now();
    const { tiles, contents, bytes } = await writeArchive(path, snapshot, sight, {
      set,
      minZoom,
      maxZoom,
      bounds: unit?.bbox ?? snapshot.bounds,
      onProgress: (at) => progress.show(at.share, `${set}  z${at.zoom} ${at.tiles}`),
    });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    said.push(
      `${path}: ${tiles} 片 tiles, ${contents} 种 different, ${(bytes / 1e6).toFixed(1)} MB, z${minZoom}–${maxZoom}, ${seconds} s`,
    );
  }
  progress.end();
  console.log(said.join("\n"));
  console.log(`${WARNING}\n${SERVING}`);
}

async function main(): Promise<number> {
  try {
    const options = readTilesOptions(process.argv.slice(2));
    if (options === "help") console.log(TILES_HELP);
    else await write(options);
    return 0;
  } catch (error) {
    if (error instanceof WrongTilesOption) {
      console.error(`${error.message}\n\n${TILES_HELP}`);
      return 2;
    }
    console.error(`未写出 · not written\n  ${(error as Error).message}`);
    if (process.env.LOG_LEVEL === "debug") console.error(error);
    return 1;
  }
}

process.exitCode = await main();
