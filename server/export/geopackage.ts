import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import type { ValueType } from "#server/features/property.ts";
import { CGCS2000_WKT } from "./cgcs2000.ts";
import { indexSql, insertTriggerSql, SYSTEM_TABLES } from "./geopackage-tables.ts";
import type { Format, Sink, SinkPlan } from "./sink.ts";
import { type ExportRow, factPairs } from "./source.ts";
import { type Box, emptyBox, isEmptyBox, readShape, widenBox } from "./wkb-box.ts";

const SRS = 4490;
const COLUMN_TYPES: Readonly<Record<ValueType, string>> = {
  text: "TEXT",
  number: "REAL",
  // Of 32 bits: an INTEGER has 64, which half of the clients do not read.
  integer: "MEDIUMINT",
  boolean: "BOOLEAN",
  date: "DATE",
  instant: "DATETIME",
};
const HEAD_WITH_BOX = 40;

function sqlValue(value: unknown): SQLInputValue {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "number" ? value : String(value);
}

/** GeoPackage binary (OGC 12-128r17, 2.1.3): head with an envelope, then the well-known bytes as they are. */
function blobOf(wkb: Uint8Array, [west, south, east, north]: Box): Uint8Array {
  const bytes = new Uint8Array(HEAD_WITH_BOX + wkb.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x4750);
  // Little endian, with an envelope of minx, maxx, miny, maxy.
  view.setUint8(3, 0b11);
  view.setInt32(4, SRS, true);
  [west, east, south, north].forEach((value, i) => {
    view.setFloat64(8 + 8 * i, value, true);
  });
  bytes.set(wkb, HEAD_WITH_BOX);
  return bytes;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A GeoPackage of one layer while it is written: one transaction, so that a file cut short is empty and not half. */
class GeoPackageSink implements Sink {
  readonly #db: DatabaseSync;
  readonly #plan: SinkPlan;
  readonly #box = emptyBox();
  readonly #insert: StatementSync;
  readonly #index: StatementSync;
  #isOpen = true;

  constructor(plan: SinkPlan) {
    this.#plan = plan;
    this.#db = new DatabaseSync(plan.file);
    this.#db.exec("pragma journal_mode = off; pragma synchronous = off; begin");
    this.#db.exec(SYSTEM_TABLES);
    this.#db
      .prepare("insert into gpkg_spatial_ref_sys values ('CGCS2000', ?, 'EPSG', ?, ?, null)")
      .run(SRS, SRS, CGCS2000_WKT);
    const { name, columns } = plan;
    this.#layer();
    this.#db.exec(indexSql(name));
    const marks = columns.map(() => ", ?").join("");
    this.#insert = this.#db.prepare(
      `insert into ${quoted(name)} (fid, geom, ${columns.map((c) => quoted(c.name)).join(", ")}) values (null, ?${marks})`,
    );
    this.#index = this.#db.prepare(`insert into ${quoted(`rtree_${name}_geom`)} values (?, ?, ?, ?, ?)`);
  }

  #layer(): void {
    const { name, columns, geometry, facts } = this.#plan;
    const type = (geometry ?? "Geometry").toUpperCase();
    const definitions = columns.map((c) => `${quoted(c.name)} ${COLUMN_TYPES[c.type]}`).join(", ");
    this.#db.exec(
      `create table ${quoted(name)} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom ${type}, ${definitions})`,
    );
    this.#db
      .prepare(
        "insert into gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) values (?, 'features', ?, ?, ?, ?)",
      )
      .run(name, name, facts.title, facts.at, SRS);
    this.#db.prepare("insert into gpkg_geometry_columns values (?, 'geom', ?, ?, 0, 0)").run(name, type, SRS);
    const insertName = this.#db.prepare(
      "insert into gpkg_data_columns (table_name, column_name, name, title) values (?, ?, ?, ?)",
    );
    for (const c of columns) insertName.run(name, c.name, c.name, `${c.zh} ${c.en}`);
    const metadata = JSON.stringify({ ...Object.fromEntries(factPairs(facts)), sources: facts.origins });
    this.#db
      .prepare(
        "insert into gpkg_metadata values (1, 'dataset', 'https://www.iana.org/assignments/media-types/application/json', 'application/json', ?)",
      )
      .run(metadata);
    this.#db
      .prepare("insert into gpkg_metadata_reference values ('table', ?, null, null, ?, 1, null)")
      .run(name, facts.at);
  }

  #add({ values, place }: ExportRow): void {
    const shape = place instanceof Uint8Array ? readShape(place) : null;
    const blob = place instanceof Uint8Array && shape ? blobOf(place, shape.box) : null;
    const { lastInsertRowid } = this.#insert.run(blob, ...values.map(sqlValue));
    if (shape === null) return;
    widenBox(this.#box, shape.box);
    const [west, south, east, north] = shape.box;
    this.#index.run(lastInsertRowid, west, east, south, north);
  }

  async write(rows: readonly ExportRow[]): Promise<void> {
    for (const row of rows) this.#add(row);
  }

  async end(): Promise<void> {
    if (!isEmptyBox(this.#box))
      this.#db
        .prepare("update gpkg_contents set min_x = ?, min_y = ?, max_x = ?, max_y = ? where table_name = ?")
        .run(...this.#box, this.#plan.name);
    this.#db.exec(insertTriggerSql(this.#plan.name));
    this.#db.exec("commit");
    await this.abandon();
  }

  async abandon(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#db.close();
  }
}

/** GeoPackage 1.3 in EPSG:4490 with a spatial index; what is known of the file is its metadata, columns carry their titles. */
export const geopackage: Format = {
  extension: "gpkg",
  type: "application/geopackage+sqlite3",
  form: "wkb",
  needsPlace: true,
  open: async (plan) => new GeoPackageSink(plan),
};
