import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DatasetKind } from "#contract/dataset.ts";
import { csvSink } from "./csv.ts";
import { type Delivery, deliveryOf } from "./delivery.ts";
import { foreignColumns } from "./foreign.ts";
import { geoJsonSink } from "./geojson.ts";
import { GeoPackageFile } from "./geopackage.ts";
import type { ManifestEntry } from "./manifest.ts";
import { projection } from "./projections.ts";
import { shapefileSink } from "./shapefile.ts";
import type { FileRow, Sink } from "./sink.ts";

interface OpenDataset {
  readonly entry: Omit<ManifestEntry, "rows">;
  readonly sink: Sink;
  rows: number;
}

/** Where a row stands: line of a CSV, number of the feature or record in other files. */
export interface Place {
  readonly dataset: string;
  readonly line: number;
}

type NetworkKind = "pipe" | "node" | "station";

/** Datasets being written into a directory: each opened when its first row comes. */
export class Datasets {
  readonly #dir: string;
  readonly #asOf: Date;
  readonly #open = new Map<string, OpenDataset>();
  readonly #packages = new Map<string, GeoPackageFile>();

  constructor(dir: string, asOf: Date) {
    this.#dir = dir;
    this.#asOf = asOf;
  }

  /** A row of the network goes to its supervision unit's file, in the format that unit delivers. Says where it stands. */
  addNetwork(kind: NetworkKind, unit: string, row: FileRow): Place {
    const name = `${kind}-${unit}`;
    return this.#put(name, row, () => this.#network(name, kind, unit));
  }

  /** Anything else goes as CSV; points in degrees. */
  addCsv(kind: DatasetKind, area: string, row: FileRow): Place {
    const name = area === "130000" ? kind : `${kind}-${area}`;
    return this.#put(name, row, () => this.#csv(name, kind, area));
  }

  /** Lines that are no network: GeoJSON in degrees, by supervision unit. */
  addLines(kind: DatasetKind, unit: string, row: FileRow): Place {
    const name = `${kind}-${unit}`;
    return this.#put(name, row, () => this.#lines(name, kind, unit));
  }

  #put(name: string, row: FileRow, open: () => Omit<OpenDataset, "rows">): Place {
    let dataset = this.#open.get(name);
    if (!dataset) {
      dataset = { ...open(), rows: 0 };
      this.#open.set(name, dataset);
    }
    dataset.sink.add(row);
    dataset.rows++;
    // Line 1 of a CSV is its header.
    return { dataset: name, line: dataset.entry.format === "csv" ? dataset.rows + 1 : dataset.rows };
  }

  #csv(name: string, kind: DatasetKind, area: string): Omit<OpenDataset, "rows"> {
    const file = `${name}.csv`;
    const isPoint = kind === "customer" || kind === "camera" || kind === "hazard";
    const place = isPoint
      ? { place: { columns: ["lon", "lat"] as const, convert: projection("EPSG:4490").convert } }
      : {};
    return {
      entry: entry({ name, kind, file, format: "csv", areaCode: area, crs: isPoint ? "EPSG:4490" : null }),
      sink: csvSink({ path: join(this.#dir, file), kind, ...place }),
    };
  }

  #lines(name: string, kind: DatasetKind, unit: string): Omit<OpenDataset, "rows"> {
    const file = `${name}.geojson`;
    const { convert, epsg } = projection("EPSG:4490");
    return {
      entry: entry({ name, kind, file, format: "geojson", areaCode: unit, crs: "EPSG:4490" }),
      sink: geoJsonSink({ path: join(this.#dir, file), kind, name, convert, foreign: null, epsg }),
    };
  }

  #network(name: string, kind: NetworkKind, unit: string): Omit<OpenDataset, "rows"> {
    const delivery = deliveryOf(unit, kind);
    const { crs, format } = delivery;
    const base = { name, kind, areaCode: unit, crs, format, fieldMap: this.#fieldMap(kind, delivery) };
    const system = projection(crs);
    if (format === "gpkg") {
      const file = `network-${unit}.gpkg`;
      const path = join(this.#dir, file);
      const open = this.#packages.get(file) ?? new GeoPackageFile(path, system, this.#asOf);
      this.#packages.set(file, open);
      return { entry: entry({ ...base, file, layer: kind }), sink: open.layer(kind, kind) };
    }
    const file = `${name}.${format}`;
    const path = join(this.#dir, file);
    const foreign = delivery.isForeign ? foreignColumns(kind) : null;
    if (format === "shp.zip") {
      const ask = { path, stem: name, kind, projection: system, foreign: foreignColumns(kind), asOf: this.#asOf };
      return { entry: entry({ ...base, file, layer: name, encoding: "gbk" }), sink: shapefileSink(ask) };
    }
    if (format === "csv") {
      const columns = system.isProjected ? (["x", "y"] as const) : (["lon", "lat"] as const);
      return {
        entry: entry({ ...base, file }),
        sink: csvSink({ path, kind, place: { columns, convert: system.convert } }),
      };
    }
    const sink = geoJsonSink({ path, kind, name, convert: system.convert, foreign, epsg: system.epsg });
    return { entry: entry({ ...base, file }), sink };
  }

  /** Field maps are one per kind, beside the files. */
  #fieldMap(kind: NetworkKind, delivery: Delivery): string | null {
    if (!delivery.isForeign) return null;
    const file = `fields-${kind}.json`;
    writeFileSync(join(this.#dir, file), `${JSON.stringify(foreignColumns(kind).map, null, 2)}\n`);
    return file;
  }

  /** Closes every file and says what was written. */
  async close(): Promise<ManifestEntry[]> {
    const entries: ManifestEntry[] = [];
    for (const { entry, sink, rows } of this.#open.values()) {
      await sink.close();
      entries.push({ ...entry, rows });
    }
    return entries;
  }
}

type EntryAsk = Pick<ManifestEntry, "name" | "kind" | "file" | "format" | "areaCode" | "crs"> &
  Partial<Pick<ManifestEntry, "layer" | "encoding" | "fieldMap">>;

export const entry = (ask: EntryAsk): Omit<ManifestEntry, "rows"> => ({
  layer: null,
  encoding: "utf-8",
  fieldMap: null,
  enterpriseId: null,
  ...ask,
});
