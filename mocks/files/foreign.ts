import type { DatasetKind } from "#contract/dataset.ts";
import { IMPORT_KINDS } from "#contract/import-fields.ts";
import type { FieldMap } from "./manifest.ts";

/** Column names as a survey office writes them. Five characters at most: a .dbf has room for ten bytes of GBK. */
const COLUMNS: Readonly<Partial<Record<DatasetKind, Readonly<Record<string, string>>>>> = {
  pipe: {
    id: "管段编号",
    area_code: "行政区划",
    enterprise_id: "权属单位",
    gas_kind: "气种",
    pressure_level: "压力级制",
    material: "管材",
    dn_mm: "管径",
    wall_mm: "壁厚",
    length_m: "管长",
    laid_year: "敷设年份",
    depth_m: "埋深",
    design_kpa: "设计压力",
    operating_kpa: "运行压力",
    flow_m3h: "流量",
    status: "使用状态",
    anticorrosion: "防腐方式",
    survey_accuracy_m: "测量精度",
    last_patrolled: "巡线日期",
    from_node: "起点编号",
    to_node: "终点编号",
  },
  node: {
    id: "点号",
    kind: "特征",
    name: "名称",
    area_code: "行政区划",
    enterprise_id: "权属单位",
    station_id: "场站编号",
    pressure_level: "压力级制",
    is_open: "是否开启",
    condition: "完好状况",
    is_motorised: "是否电动",
    last_exercised: "启闭日期",
    set_point_kpa: "设定压力",
    pressure_kpa: "压力",
    elevation_m: "高程",
  },
  station: {
    id: "场站编号",
    name: "场站名称",
    kind: "场站类型",
    area_code: "行政区划",
    enterprise_id: "权属单位",
    gas_kind: "气种",
    address: "地址",
    pressure_level: "进站级制",
    outlet_level: "出站级制",
    inlet_kpa: "进站压力",
    outlet_kpa: "出站压力",
    capacity_m3h: "设计能力",
    built_year: "建成年份",
    status: "使用状态",
  },
};

/** Words that the contract's aliases do not know: they go into the field map. */
const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "pipe.material": { PE80: "聚乙烯80", PE100: "聚乙烯100" },
  "node.kind": {
    source: "气源点",
    tee: "三通",
    bend: "弯头",
    reducer: "变径",
    valve: "阀门",
    regulator: "调压器",
    end: "端点",
    service: "用户引入",
  },
  "node.condition": { operable: "可操作", broken: "损坏", inaccessible: "无法到达" },
};

/** How one kind's rows read in a foreign file. */
export interface Foreign {
  column(field: string): string;
  value(field: string, value: unknown): unknown;
  readonly map: FieldMap;
}

const swapped = (words: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(words).map(([ours, theirs]) => [theirs, ours]));

/** Chinese columns and words for pipes, nodes and stations, with the map that reads them back. */
export function foreignColumns(kind: DatasetKind): Foreign {
  const columns = COLUMNS[kind];
  if (!columns) throw new Error(`no foreign columns for ${kind}`);
  const words = new Map<string, Record<string, string>>();
  const values: Record<string, Record<string, string>> = {};
  for (const field of IMPORT_KINDS[kind].fields) {
    const own = WORDS[`${kind}.${field.name}`] ?? {};
    const known: Record<string, string> = {};
    for (const [theirs, ours] of Object.entries(field.aliases ?? {})) known[ours] ??= theirs;
    if (Object.keys(own).length > 0) values[field.name] = swapped(own);
    words.set(field.name, { ...known, ...own });
  }
  return {
    column: (field) => columns[field] ?? field,
    value: (field, value) => (typeof value === "string" ? (words.get(field)?.[value] ?? value) : value),
    map: { fields: swapped(columns), values },
  };
}
