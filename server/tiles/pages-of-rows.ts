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
import type { LngLat } from "#contract/route.ts";
import { type PipePage, SEPARATOR, type StationPage, type TagPage } from "./pages.ts";

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
