import type { ExportFormat } from "#contract/exports.ts";
import { csv } from "./csv.ts";
import { flatgeobuf } from "./flatgeobuf.ts";
import { geojson } from "./geojson.ts";
import { geopackage } from "./geopackage.ts";
import { parquet } from "./parquet.ts";
import type { Format } from "./sink.ts";
import { xlsx } from "./xlsx.ts";

/** Every kind of file there is. */
export const FORMATS: Readonly<Record<ExportFormat, Format>> = {
  csv,
  xlsx,
  geojson,
  gpkg: geopackage,
  parquet,
  fgb: flatgeobuf,
};
