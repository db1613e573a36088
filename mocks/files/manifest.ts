import type { DatasetKind } from "#contract/dataset.ts";

/**
 * What stands in `manifest.json` beside a set of delivered files: one entry per dataset, in the order in which they are to be
 * imported (what is referred to comes first: enterprises, stations, nodes, pipes, tags …). Paths are relative to the manifest.
 */
export interface Manifest {
  /** The instant the made-up province was frozen at, ISO 8601 with offset; histories end here. */
  readonly asOf: string;
  readonly seed: number;
  readonly tier: string;
  /** File of the answer key of known defects. */
  readonly answerKey: string;
  readonly entries: readonly ManifestEntry[];
}

export type FileFormat = "csv" | "csv.gz" | "geojson" | "gpkg" | "shp.zip";

export interface ManifestEntry {
  /** Name of the dataset, unique: `pipe-130100`. A later import under the same name replaces it. */
  readonly name: string;
  readonly kind: DatasetKind;
  readonly file: string;
  readonly format: FileFormat;
  /** Table of a GeoPackage (one file may hold several datasets), file stem inside a zipped Shapefile; else null. */
  readonly layer: string | null;
  /**
   * `EPSG:4490`, `EPSG:4547` … or `gcj02`; null when the file has no geometry. CSV rows of point kinds carry
   * `lon`/`lat` columns in degrees, or `x`/`y` (easting/northing) when projected.
   */
  readonly crs: string | null;
  readonly encoding: "utf-8" | "gbk";
  /** A `FieldMap` file for foreign column names, or null when columns are those of contract/import-fields.ts. */
  readonly fieldMap: string | null;
  /** Smallest area that holds the whole dataset: a county, a city or the province. */
  readonly areaCode: string;
  readonly enterpriseId: string | null;
  /** Rows in the file, those to be rejected among them. */
  readonly rows: number;
}

/**
 * A field map file (JSON, UTF-8): how a foreign file's columns and words read in ours.
 * `{"fields": {"管径": "dn_mm"}, "values": {"material": {"聚乙烯100": "PE100"}}}`
 * `fields`: column in the file → field of contract/import-fields.ts; columns not named keep their own name.
 * `values`: our field → word in the file → our word; words not named pass through the contract's aliases.
 */
export interface FieldMap {
  readonly fields: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
