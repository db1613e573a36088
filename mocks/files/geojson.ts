import type { DatasetKind } from "#contract/dataset.ts";
import { IMPORT_KINDS } from "#contract/import-fields.ts";
import type { LngLat } from "#contract/route.ts";
import type { Foreign } from "./foreign.ts";
import { type FileRow, type Sink, TextFile } from "./sink.ts";

export interface GeoJsonAsk {
  readonly path: string;
  readonly kind: DatasetKind;
  readonly name: string;
  readonly convert: (lngLat: LngLat) => LngLat;
  /** Other names for columns, when the file is a foreign one. */
  readonly foreign: Foreign | null;
  /** EPSG code named in the old `crs` member, or null to leave it out (RFC 7946 knows only WGS 84). */
  readonly epsg: number | null;
}

/** GeoJSON, one feature a line, so that a person can find line and feature. */
export function geoJsonSink(ask: GeoJsonAsk): Sink {
  const fields = IMPORT_KINDS[ask.kind].fields.map((f) => f.name);
  const keys = fields.map((name) => JSON.stringify(ask.foreign?.column(name) ?? name));
  const file = new TextFile(ask.path);
  const crs =
    ask.epsg === null ? "" : `"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::${ask.epsg}"}},`;
  file.write(`{"type":"FeatureCollection","name":${JSON.stringify(ask.name)},${crs}"features":[`);
  let separator = "\n";
  return {
    add(row: FileRow) {
      let properties = "";
      for (let i = 0; i < fields.length; i++) {
        const name = fields[i] as string;
        const value = ask.foreign ? ask.foreign.value(name, row[name]) : row[name];
        properties += `${i > 0 ? "," : ""}${keys[i]}:${JSON.stringify(value ?? null)}`;
      }
      file.write(
        `${separator}{"type":"Feature","properties":{${properties}},"geometry":${geometry(row, ask.convert)}}`,
      );
      separator = ",\n";
    },
    async close() {
      file.write("\n]}\n");
      await file.close();
    },
  };
}

const point = ([x, y]: LngLat): string => `[${x},${y}]`;

function geometry(row: FileRow, convert: (lngLat: LngLat) => LngLat): string {
  if (row.path) return `{"type":"LineString","coordinates":[${row.path.map((p) => point(convert(p))).join(",")}]}`;
  if (row.lngLat) return `{"type":"Point","coordinates":${point(convert(row.lngLat))}}`;
  return "null";
}
