import { parseArgs } from "node:util";
import { TILE_MAX_ZOOM, TILE_MIN_ZOOM } from "#contract/tiles.ts";

export const TILES_HELP = `npm run tiles -- [选项 options]

把数据库中的管网和行政区划写成两个 PMTiles 瓦片包：network.pmtiles 与 area.pmtiles。
Writes the network and the divisions in the database as two PMTiles archives.

  --out FOLDER         目标目录，默认 public/tiles · public/tiles by default
  --area CODE          只写一个市、县 · only one city or county; 默认全省 the whole province by default
  --min-zoom Z         最小级别，默认 ${TILE_MIN_ZOOM} · ${TILE_MIN_ZOOM} by default
  --max-zoom Z         最大级别，默认 14，至多 ${TILE_MAX_ZOOM} · 14 by default, ${TILE_MAX_ZOOM} at most
  --help

注意：瓦片包绕过登录和管辖范围，谁能读到文件，谁就能看到全部管线坐标。管线坐标属敏感数据，只可用于封闭网络。
Take care: an archive knows neither sign-in nor scope. Whoever can read the file sees every pipe in it; the places of gas pipes are
sensitive. Only for closed networks. What lies in public/ is part of the next build and served to everybody.

数据库 database: DATABASE_URL (PostgreSQL)，否则 otherwise DATA_DIR (./data)；内置数据库须先停止服务 · stop the server first when embedded.
退出码 exit code: 0 已写 written · 1 未写 not written · 2 参数有误 wrong options`;

export interface TilesOptions {
  readonly out: string;
  /** Code of a unit, or null for all. */
  readonly area: string | null;
  readonly minZoom: number;
  readonly maxZoom: number;
}

/** A wrong word on the command line; the message is for the person who typed it. */
export class WrongTilesOption extends Error {}

const OPTIONS = {
  out: { type: "string", default: "public/tiles" },
  area: { type: "string" },
  "min-zoom": { type: "string", default: String(TILE_MIN_ZOOM) },
  "max-zoom": { type: "string", default: "14" },
  help: { type: "boolean", short: "h", default: false },
} as const;

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false }).values;
  } catch (error) {
    throw new WrongTilesOption((error as Error).message);
  }
}

function zoomOf(name: string, text: string): number {
  const zoom = Number(text);
  if (!/^\d+$/.test(text) || zoom < TILE_MIN_ZOOM || zoom > TILE_MAX_ZOOM)
    throw new WrongTilesOption(`--${name}: ${TILE_MIN_ZOOM} … ${TILE_MAX_ZOOM}`);
  return zoom;
}

/** Reads the command line; "help" when that is what was asked for. */
export function readTilesOptions(args: readonly string[]): TilesOptions | "help" {
  const { out, area = null, help, ...zooms } = parsed(args);
  if (help) return "help";
  const minZoom = zoomOf("min-zoom", zooms["min-zoom"]);
  const maxZoom = zoomOf("max-zoom", zooms["max-zoom"]);
  if (minZoom > maxZoom) throw new WrongTilesOption(`--min-zoom ${minZoom} > --max-zoom ${maxZoom}`);
  if (area !== null && !/^\d{6}$/.test(area)) throw new WrongTilesOption("--area: 六位区划代码 · a code of six digits");
  return { out, area, minZoom, maxZoom };
}
