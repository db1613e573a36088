import { rmSync } from "node:fs";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import type { DatasetKind } from "#contract/dataset.ts";
import { IMPORT_KINDS, type ImportField } from "#contract/import-fields.ts";
import type { LngLat } from "#contract/route.ts";
import type { Projection } from "./projections.ts";
import type { FileRow, Sink } from "./sink.ts";

const COLUMN_TYPES: Readonly<Record<ImportField["type"], string>> = {
  text: "TEXT",
  area: "TEXT",
  choice: "TEXT",
  number: "REAL",
  integer: "INTEGER",
  boolean: "BOOLEAN",
  date: "DATE",
  instant: "DATETIME",
};

/** "GPKG" and version 1.3 (OGC 12-128r17). */
const APPLICATION_ID = 0x47504b47;
const USER_VERSION = 10_300;

const SYSTEM_TABLES = `
  create table gpkg_spatial_ref_sys (srs_name text not null, srs_id integer primary key, organization text not null,
    organization_coordsys_id integer not null, definition text not null, description text);
  create table gpkg_contents (table_name text not null primary key, data_type text not null, identifier text unique,
    description text default '', last_change datetime not null, min_x double, min_y double, max_x double, max_y double, srs_id integer,
    constraint fk_gc_r_srs_id foreign key (srs_id) references gpkg_spatial_ref_sys (srs_id));
  create table gpkg_geometry_columns (table_name text not null, column_name text not null, geometry_type_name text not null,
    srs_id integer not null, z tinyint not null, m tinyint not null,
    constraint pk_geom_cols primary key (table_name, column_name),
    constraint fk_gc_tn foreign key (table_name) references gpkg_contents (table_name),
    constraint fk_gc_srs foreign key (srs_id) references gpkg_spatial_ref_sys (srs_id));
  insert into gpkg_spatial_ref_sys values ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', null),
    ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', null),
    ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]', null);
`;

/** A GeoPackage while it is written: several layers, one transaction. The last layer to close closes the file. */
export class GeoPackageFile {
  readonly #db: DatabaseSync;
  readonly #projection: Projection;
  readonly #asOf: string;
  #open = 0;

  constructor(path: string, projection: Projection, asOf: Date) {
    rmSync(path, { force: true });
    this.#db = new DatabaseSync(path);
    this.#projection = projection;
    this.#asOf = asOf.toISOString();
    this.#db.exec(
      `pragma application_id = ${APPLICATION_ID}; pragma user_version = ${USER_VERSION}; pragma synchronous = off; begin;`,
    );
    this.#db.exec(SYSTEM_TABLES);
    this.#db
      .prepare("insert into gpkg_spatial_ref_sys values (?, ?, 'EPSG', ?, ?, null)")
      .run(projection.crs, projection.epsg, projection.epsg, projection.ogcWkt);
  }

  /** A layer for rows of one kind, its columns those of the contract. */
  layer(name: string, kind: DatasetKind): Sink {
    const { fields, geometry } = IMPORT_KINDS[kind];
    const type = geometry === "line" ? "LINESTRING" : "POINT";
    const srs = this.#projection.epsg ?? 0;
    const columns = fields.map((f) => (f.name === "id" ? "id TEXT" : `${f.name} ${COLUMN_TYPES[f.type]}`));
    this.#open++;
    this.#db.exec(
      `create table "${name}" (fid INTEGER PRIMARY KEY AUTOINCREMENT, geom ${type}, ${columns.join(", ")})`,
    );
    this.#db
      .prepare(
        "insert into gpkg_contents (table_name, data_type, identifier, last_change, srs_id) values (?, 'features', ?, ?, ?)",
      )
      .run(name, name, this.#asOf, srs);
    this.#db.prepare("insert into gpkg_geometry_columns values (?, 'geom', ?, ?, 0, 0)").run(name, type, srs);
    const names = fields.map((f) => f.name);
    const insert = this.#db.prepare(
      `insert into "${name}" (geom, ${names.join(", ")}) values (?${", ?".repeat(names.length)})`,
    );
    const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
    return {
      add: (row: FileRow) => {
        const places = (row.path ?? (row.lngLat ? [row.lngLat] : [])).map(this.#projection.convert);
        for (const [x, y] of places) {
          if (x < box[0]) box[0] = x;
          if (y < box[1]) box[1] = y;
          if (x > box[2]) box[2] = x;
          if (y > box[3]) box[3] = y;
        }
        insert.run(places.length > 0 ? blob(places, type, srs) : null, ...names.map((n) => sqlValue(row[n])));
      },
      close: async () => {
        if (box[0] <= box[2])
          this.#db
            .prepare("update gpkg_contents set min_x = ?, min_y = ?, max_x = ?, max_y = ? where table_name = ?")
            .run(...box, name);
        this.#open--;
        if (this.#open > 0) return;
        this.#db.exec("commit");
        this.#db.close();
      },
    };
  }
}

function sqlValue(value: unknown): SQLInputValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "number" ? value : String(value);
}

/** GeoPackage binary: head with envelope, then WKB, all little endian. */
function blob(places: readonly LngLat[], type: string, srs: number): Uint8Array {
  const isLine = type === "LINESTRING";
  const head = isLine ? 40 : 8;
  const view = new DataView(new ArrayBuffer(head + (isLine ? 9 : 5) + 16 * places.length));
  view.setUint16(0, 0x4750);
  // Flags: little endian, and for lines an envelope of minx, maxx, miny, maxy.
  view.setUint8(3, isLine ? 0b11 : 0b01);
  view.setInt32(4, srs, true);
  if (isLine) {
    const xs = places.map((p) => p[0]);
    const ys = places.map((p) => p[1]);
    for (const [i, v] of [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)].entries())
      view.setFloat64(8 + 8 * i, v, true);
  }
  view.setUint8(head, 1);
  view.setUint32(head + 1, isLine ? 2 : 1, true);
  if (isLine) view.setUint32(head + 5, places.length, true);
  const from = head + (isLine ? 9 : 5);
  for (const [i, [x, y]] of places.entries()) {
    view.setFloat64(from + 16 * i, x, true);
    view.setFloat64(from + 16 * i + 8, y, true);
  }
  return new Uint8Array(view.buffer);
}
