import {
  GAS_KINDS,
  type GasKind,
  MATERIALS,
  type Material,
  PIPE_STATUSES,
  type PipeStatus,
  PRESSURE_LEVELS,
  type PressureLevel,
  STATION_KINDS,
  type StationKind,
  TAG_KINDS,
  type TagKind,
} from "#contract/gas.ts";
import { SURVEY_WITHIN_M } from "#contract/pipe-classes.ts";
import type { LngLat } from "#contract/route.ts";
import {
  type EndPage,
  type EnterprisePage,
  type HazardPage,
  type PipePage,
  SEPARATOR,
  type StationPage,
  type TagPage,
} from "./pages.ts";

/** Rows as files and the made-up province have them, for a snapshot without a database. */
interface Row {
  readonly id: string;
  readonly area_code: string;
  readonly enterprise_id: string;
}
export interface PipeRow extends Row {
  readonly pressure_level: PressureLevel;
  readonly material: Material;
  readonly status: PipeStatus;
  readonly gas_kind: GasKind;
  readonly dn_mm: number;
  readonly length_m?: number | null;
  readonly laid_year?: number | null;
  readonly depth_m?: number | null;
  readonly wall_mm?: number | null;
  readonly design_kpa?: number | null;
  readonly operating_kpa?: number | null;
  readonly flow_m3h?: number | null;
  readonly survey_accuracy_m?: number | null;
  /** YYYY-MM-DD */
  readonly last_patrolled?: string | null;
  readonly from_node?: string;
  readonly to_node?: string;
  readonly path: readonly LngLat[];
}
export interface StationRow extends Row {
  readonly name: string;
  readonly kind: StationKind;
  readonly gas_kind: GasKind;
  readonly lngLat: LngLat;
}
export interface TagRow extends Row {
  readonly kind: TagKind;
  readonly station_id: string;
  readonly node_id?: string | null;
  /** Left out: kPa. */
  readonly unit?: string;
}
export interface HazardRow extends Row {
  readonly state: string;
  readonly lngLat: LngLat;
}

const letters = <T extends string>(list: readonly T[], words: readonly T[]) =>
  words.map((word) => String.fromCharCode(65 + list.indexOf(word))).join("");

const head = (rows: readonly Row[]) => ({
  count: rows.length,
  last: rows.at(-1)?.id ?? null,
  ids: rows.map((row) => row.id).join(SEPARATOR),
  areas: rows.map((row) => row.area_code).join(""),
  enterprises: rows.map((row) => row.enterprise_id).join(SEPARATOR),
});

/** Little-endian WKB of lines (2) or points (1), one after the other. */
function wkbOf(paths: readonly (readonly LngLat[])[], type: 1 | 2): Uint8Array<ArrayBuffer> {
  const headBytes = type === 2 ? 9 : 5;
  const size = paths.reduce((sum, path) => sum + headBytes + 16 * path.length, 0);
  const view = new DataView(new ArrayBuffer(size));
  let at = 0;
  for (const path of paths) {
    view.setUint8(at, 1);
    view.setUint32(at + 1, type, true);
    if (type === 2) view.setUint32(at + 5, path.length, true);
    at += headBytes;
    for (const [lng, lat] of path) {
      view.setFloat64(at, lng, true);
      view.setFloat64(at + 8, lat, true);
      at += 16;
    }
  }
  return new Uint8Array(view.buffer);
}

const of = <T extends Row, K extends keyof T>(rows: readonly T[], key: K) => rows.map((row) => row[key]);

/** Numbers as the database sends them: big-endian, `size` bytes each. */
function numbers<T>(rows: readonly T[], size: number, put: (view: DataView, at: number, row: T) => void) {
  const view = new DataView(new ArrayBuffer(size * rows.length));
  for (const [i, row] of rows.entries()) put(view, size * i, row);
  return new Uint8Array(view.buffer);
}

const DAY_MS = 86_400_000;
const flowOf = ({ flow_m3h: flow }: PipeRow) => (flow ? (flow > 0 ? "1" : "2") : "0");

/** How many of QUALITY_FACTS a row does not tell, or tells doubtfully. */
export const qualityOf = (row: PipeRow): number =>
  [
    row.laid_year == null,
    row.depth_m == null,
    row.wall_mm == null,
    row.design_kpa == null,
    row.pressure_level === "unknown",
    row.material === "other",
    !(row.dn_mm > 0),
    (row.survey_accuracy_m ?? Number.POSITIVE_INFINITY) > SURVEY_WITHIN_M,
  ].filter(Boolean).length;

/** One page, or none when there are no rows. */
export const pipePages = (rows: readonly PipeRow[]): PipePage[] =>
  rows.length === 0
    ? []
    : [
        {
          ...head(rows),
          levels: letters(PRESSURE_LEVELS, of(rows, "pressure_level")),
          materials: letters(MATERIALS, of(rows, "material")),
          statuses: letters(PIPE_STATUSES, of(rows, "status")),
          gases: letters(GAS_KINDS, of(rows, "gas_kind")),
          dns: rows.map((row) => Math.round(row.dn_mm)).join(),
          lengths: numbers(rows, 4, (view, at, row) => view.setFloat32(at, row.length_m ?? 0)),
          kPas: numbers(rows, 8, (view, at, row) => view.setFloat64(at, row.operating_kpa ?? Number.NaN)),
          laidYears: numbers(rows, 2, (view, at, row) => view.setInt16(at, row.laid_year ?? 0)),
          patrolDays: numbers(rows, 4, (view, at, { last_patrolled: day }) =>
            view.setInt32(at, day ? Date.parse(day) / DAY_MS : 0),
          ),
          flows: rows.map(flowOf).join(""),
          qualities: rows.map(qualityOf).join(""),
          wkb: wkbOf(of(rows, "path"), 2),
        },
      ];

export const stationPages = (rows: readonly StationRow[]): StationPage[] =>
  rows.length === 0
    ? []
    : [
        {
          ...head(rows),
          kinds: letters(STATION_KINDS, of(rows, "kind")),
          gases: letters(GAS_KINDS, of(rows, "gas_kind")),
          names: of(rows, "name").join(SEPARATOR),
          wkb: wkbOf(
            rows.map((row) => [row.lngLat]),
            1,
          ),
        },
      ];

export const tagPages = (rows: readonly TagRow[]): TagPage[] =>
  rows.length === 0
    ? []
    : [
        {
          ...head(rows),
          kinds: letters(TAG_KINDS, of(rows, "kind")),
          stations: of(rows, "station_id").join(SEPARATOR),
        },
      ];

/** Of the open ones. */
export function hazardPages(all: readonly HazardRow[]): HazardPage[] {
  const rows = all.filter(({ state }) => state !== "closed");
  if (rows.length === 0) return [];
  return [
    {
      ...head(rows),
      wkb: wkbOf(
        rows.map((row) => [row.lngLat]),
        1,
      ),
    },
  ];
}

export const enterprisePages = (rows: readonly { readonly id: string; readonly name: string }[]): EnterprisePage[] =>
  rows.length === 0
    ? []
    : [
        {
          count: rows.length,
          last: rows.at(-1)?.id ?? null,
          ids: rows.map((row) => row.id).join(SEPARATOR),
          names: rows.map((row) => row.name).join(SEPARATOR),
        },
      ];

/** The ends of pipes that have a pressure tag. */
export function endPages(pipes: readonly PipeRow[], tags: readonly TagRow[]): EndPage[] {
  const tagsAt = new Map<string, string[]>();
  for (const { id, kind, node_id: node, unit = "kPa" } of tags)
    if (kind === "pressure" && node && unit.trim().toLowerCase() === "kpa")
      tagsAt.set(node, [...(tagsAt.get(node) ?? []), id].sort());
  const ends = pipes.flatMap(({ id, from_node: from, to_node: to }) =>
    [from, to].flatMap((node) => (tagsAt.get(node ?? "") ?? []).map((tag) => [id, tag] as const)),
  );
  if (ends.length === 0) return [];
  return [
    {
      count: pipes.length,
      last: pipes.at(-1)?.id ?? null,
      pipes: ends.map(([pipe]) => pipe).join(SEPARATOR),
      tags: ends.map(([, tag]) => tag).join(SEPARATOR),
    },
  ];
}
