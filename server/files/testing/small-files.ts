import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { creditCodeCheck } from "#server/files/check/credit-code.ts";

/** A folder of files for one test file; call `remove` when done. */
export interface Folder {
  write(name: string, content: string | Uint8Array): string;
  path(name: string): string;
  remove(): void;
}

export function folder(): Folder {
  const root = mkdtempSync(join(tmpdir(), "gas-one-map-files-"));
  return {
    write: (name, content) => {
      writeFileSync(join(root, name), content);
      return join(root, name);
    },
    path: (name) => join(root, name),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

export const creditCode = (number: number): string => {
  const first = `911301${String(number).padStart(11, "0")}`;
  return first + creditCodeCheck(first);
};

type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

/** CSV with a header made of the first row's keys. */
export function csv(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const cell = (value: Cell | undefined) => {
    const text = value === null || value === undefined ? "" : String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${[columns, ...rows.map((row) => columns.map((column) => cell(row[column])))].map((cells) => cells.join(",")).join("\n")}\n`;
}

export interface Line {
  readonly row: Row;
  readonly path: readonly (readonly [number, number])[];
}

/** A FeatureCollection of lines, with the old `crs` member when a code is given. */
export function geoJson(lines: readonly Line[], epsg?: number): string {
  const crs = epsg ? { crs: { type: "name", properties: { name: `urn:ogc:def:crs:EPSG::${epsg}` } } } : {};
  const features = lines.map(({ row, path }) => ({
    type: "Feature",
    properties: row,
    geometry: { type: "LineString", coordinates: path },
  }));
  return JSON.stringify({ type: "FeatureCollection", ...crs, features });
}

/** 长安区 of 石家庄, and a point of it. */
export const COUNTY = "130102";
export const HERE = [114.54, 38.05] as const;

export const enterprise = (over: Row = {}): Row => ({
  id: "E1",
  name: "长安燃气有限公司",
  area_code: COUNTY,
  credit_code: creditCode(1),
  licence_kind: "piped",
  licence_number: "冀20230101001",
  licence_expires: "2028-06-30",
  safety_staff: 12,
  work_areas: "130104;130105",
  ...over,
});

export const station = (over: Row = {}): Row => ({
  id: "S1",
  name: "长安门站",
  kind: "门站",
  area_code: COUNTY,
  enterprise_id: "E1",
  gas_kind: "天然气",
  pressure_level: "高压A",
  built_year: 2010,
  status: "在用",
  lon: HERE[0],
  lat: HERE[1],
  ...over,
});

export const node = (over: Row = {}): Row => ({
  id: "N1",
  kind: "tee",
  area_code: COUNTY,
  enterprise_id: "E1",
  pressure_level: "MP_A",
  lon: HERE[0],
  lat: HERE[1],
  ...over,
});

export const tag = (over: Row = {}): Row => ({
  id: "T1",
  name: "出站压力",
  kind: "pressure",
  station_id: "S1",
  area_code: COUNTY,
  enterprise_id: "E1",
  unit: "kPa",
  high_alarm: 420,
  dead_band: 1,
  sampling_s: 10,
  stale_after_s: 60,
  ...over,
});

export const customer = (over: Row = {}): Row => ({
  id: "C1",
  area_code: COUNTY,
  enterprise_id: "E1",
  gas_kind: "天然气",
  class: "居民",
  lon: HERE[0],
  lat: HERE[1],
  ...over,
});

export const camera = (over: Row = {}): Row => ({
  id: "K1",
  name: "大门",
  device_id: "13010200001320000001",
  area_code: COUNTY,
  enterprise_id: "E1",
  lon: HERE[0],
  lat: HERE[1],
  ...over,
});

/** The i-th pipe of a row of pipes, each 100 m or so, all right. */
export const pipe = (i: number, over: Row = {}): Line => ({
  row: {
    id: `P${i}`,
    area_code: COUNTY,
    enterprise_id: "E1",
    gas_kind: "urban_ng",
    pressure_level: "中压A",
    material: "PE100",
    dn_mm: 160,
    length_m: null,
    status: "在用",
    from_node: "N1",
    to_node: "N1",
    ...over,
  },
  path: [
    [HERE[0] + i * 0.001, HERE[1]],
    [HERE[0] + i * 0.001 + 0.001, HERE[1] + 0.0005],
  ],
});

/** A sewer from a node of the network to a well of its own. */
export const duct = (id: string, over: Row = {}): Line => ({
  row: {
    ...{ id, kind: "排水管涵", area_code: COUNTY, enterprise_id: "E1", owner_name: "排水公司" },
    ...{ width_mm: 600, height_mm: null, from_space: "N1", to_space: "WS-1", ...over },
  },
  path: [
    [HERE[0], HERE[1]],
    [HERE[0] + 0.0002, HERE[1] + 0.0001],
    [HERE[0] + 0.0004, HERE[1]],
  ],
});
