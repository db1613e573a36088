import { parseArgs } from "node:util";
import { DATASET_KINDS, DatasetKind } from "#contract/dataset.ts";

export const HELP = `npm run import -- 文件或目录 FILE|FOLDER --kind KIND --dataset NAME [选项 options]

把燃气数据文件导入一个数据集；整批替换，失败时原有数据不变。
Imports a file of gas data into a dataset: replaced whole, and unchanged when the import fails.
含 manifest.json 的目录一次导入其中全部文件 · A folder with a manifest.json imports all its files.

文件 files     GeoJSON, 每行一个要素的 GeoJSON (one feature a line), zip 中的 Shapefile, GeoPackage, CSV (.gz 可 allowed)
种类 KIND      ${DATASET_KINDS.join(" ")}

  --kind KIND          数据种类 · what the rows are
  --dataset NAME       数据集名称 · name of the dataset that is replaced
  --crs CODE           坐标系 · EPSG:4490 4326 4547–4549 4526–4528 …, gcj02；不给则自动判断 · found out when not given
  --axis xy|yx         坐标顺序，xy = 东、北 · xy = easting first；不给则自动判断
  --map FILE           字段对照文件 · field map: {"fields": {"管径": "dn_mm"}, "values": {"material": {"聚乙烯": "PE100"}}, "units": {"dn_mm": "m"}}
  --layer NAME         GeoPackage 图层或压缩包内文件 · layer of a GeoPackage, file within a zip
  --encoding NAME      UTF-8, GBK, GB18030；不给则自动判断 · found out when not given
  --review-number NO   官方边界的审图号 · review number of official boundaries
  --as ACCOUNT         按该账号的管辖范围导入 · take only rows within this account's scope
  --max-rejects SHARE  被拒绝行的最大比例，默认 0.2 · largest share of rejected rows, 0.2 by default
  --strict             有一行被拒绝即不导入 · take nothing when any row is rejected
  --force              同一文件也重新导入 · import again even if the same file is there
  --dry-run            只检查不导入 · check everything, change nothing
  --report FILE.csv    把被拒绝的行和警告写入 CSV · write rejected rows and warnings
  --help

数据库 database: DATABASE_URL (PostgreSQL)，否则 otherwise DATA_DIR (./data)；内置数据库须先停止服务 · stop the server first when embedded.
退出码 exit code: 0 已导入 imported · 1 未导入 nothing imported · 2 参数有误 wrong options`;

export interface CliOptions {
  readonly path: string;
  readonly kind: DatasetKind | null;
  readonly dataset: string | null;
  readonly crs: string | null;
  readonly axis: "xy" | "yx" | null;
  readonly map: string | null;
  readonly layer: string | null;
  readonly encoding: string | null;
  readonly reviewNumber: string | null;
  readonly account: string | null;
  readonly maxRejects: number | null;
  readonly force: boolean;
  readonly dryRun: boolean;
  readonly report: string | null;
}

/** A wrong word on the command line; the message is for the person who typed it. */
export class WrongOption extends Error {}

const OPTIONS = {
  kind: { type: "string" },
  dataset: { type: "string" },
  crs: { type: "string" },
  axis: { type: "string" },
  map: { type: "string" },
  layer: { type: "string" },
  encoding: { type: "string" },
  "review-number": { type: "string" },
  as: { type: "string" },
  "max-rejects": { type: "string" },
  strict: { type: "boolean", default: false },
  force: { type: "boolean", default: false },
  "dry-run": { type: "boolean", default: false },
  report: { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new WrongOption((error as Error).message);
  }
}

/** Reads the command line; "help" when that is what was asked for. */
export function readOptions(args: readonly string[]): CliOptions | "help" {
  const { values, positionals } = parsed(args);
  if (values.help) return "help";
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new WrongOption("请给出一个文件或目录 · give one file or folder");
  const kind = values.kind === undefined ? null : DatasetKind.safeParse(values.kind);
  if (kind && !kind.success) throw new WrongOption(`--kind: ${DATASET_KINDS.join(", ")}`);
  if (values.axis !== undefined && values.axis !== "xy" && values.axis !== "yx")
    throw new WrongOption("--axis: xy, yx");
  return {
    path,
    kind: kind?.data ?? null,
    dataset: values.dataset ?? null,
    crs: values.crs ?? null,
    axis: values.axis ?? null,
    map: values.map ?? null,
    layer: values.layer ?? null,
    encoding: values.encoding ?? null,
    reviewNumber: values["review-number"] ?? null,
    account: values.as ?? null,
    maxRejects: values.strict ? 0 : share(values["max-rejects"]),
    force: values.force,
    dryRun: values["dry-run"],
    report: values.report ?? null,
  };
}

function share(text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value <= 1)) throw new WrongOption("--max-rejects: 0 … 1");
  return value;
}
