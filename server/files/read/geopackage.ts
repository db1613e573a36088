import { stat } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { type FileGeometry, FileProblem, type RawRow, ROWS_PER_BATCH, type Source, shown } from "../row.ts";
import { fromWkb } from "./wkb.ts";

interface Layer {
  readonly table: string;
  readonly geometry: string | null;
  readonly crs: string | null;
}

/** Reads one layer of a GeoPackage, with SQLite as Node carries it. Several layers and none named is a problem that lists them. */
export async function openGeoPackage(path: string, wanted: string | null): Promise<Source> {
  await stat(path);
  const db = guarded(() => new DatabaseSync(path, { readOnly: true }));
  try {
    return guarded(() => sourceOf(db, chosen(layersOf(db), wanted)));
  } catch (error) {
    db.close();
    throw error;
  }
}

function guarded<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof FileProblem) throw error;
    throw new FileProblem("gpkg_broken", "a readable GeoPackage", (error as Error).message);
  }
}

const text = (value: unknown) => (value === null || value === undefined ? null : String(value));

function layersOf(db: DatabaseSync): Layer[] {
  const rows = db
    .prepare(
      `select c.table_name, g.column_name, s.organization, s.organization_coordsys_id, s.definition
         from gpkg_contents c
         left join gpkg_geometry_columns g on g.table_name = c.table_name
         left join gpkg_spatial_ref_sys s on s.srs_id = g.srs_id
        where c.data_type in ('features', 'attributes')
        order by c.table_name`,
    )
    .all();
  return rows.map((row) => ({
    table: String(row.table_name),
    geometry: text(row.column_name),
    crs: crsOf(text(row.organization), Number(row.organization_coordsys_id ?? 0), text(row.definition)),
  }));
}

function crsOf(organization: string | null, code: number, definition: string | null): string | null {
  if (organization?.toUpperCase() === "EPSG" && code > 0) return `EPSG:${code}`;
  return definition === null || definition.toLowerCase() === "undefined" ? null : definition;
}

function chosen(layers: readonly Layer[], wanted: string | null): Layer {
  const names = layers.map((layer) => layer.table).join(", ");
  if (wanted !== null) {
    const found = layers.find((layer) => layer.table === wanted);
    if (!found) throw new FileProblem("layer_unknown", `one of ${names}`, wanted);
    return found;
  }
  const only = layers[0];
  if (!only) throw new FileProblem("layer_unknown", "a layer in the GeoPackage", "none");
  if (layers.length > 1) throw new FileProblem("layer_needed", `--layer, one of ${names}`, "no --layer");
  return only;
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

function sourceOf(db: DatabaseSync, layer: Layer): Source {
  const all = db
    .prepare(`pragma table_info(${quoted(layer.table)})`)
    .all()
    .map((row) => String(row.name));
  // The row number that every layer has says nothing about the thing.
  const columns = all.filter((name) => name !== layer.geometry && !/^(ogc_)?fid$/i.test(name));
  const total = Number(db.prepare(`select count(*) as n from ${quoted(layer.table)}`).get()?.n ?? 0);
  let read = 0;
  const picked = layer.geometry === null ? columns : [...columns, layer.geometry];
  const sql = `select ${picked.map(quoted).join(", ")} from ${quoted(layer.table)} order by rowid`;

  async function* batches(): AsyncGenerator<readonly RawRow[]> {
    read = 0;
    const statement = db.prepare(sql);
    statement.setReturnArrays(true);
    const rows = guarded(() => statement.iterate()) as unknown as Iterator<unknown[]>;
    let batch: RawRow[] = [];
    for (;;) {
      const next = guarded(() => rows.next());
      if (next.done) break;
      batch.push(layerRow(++read, next.value, layer.geometry !== null));
      if (batch.length < ROWS_PER_BATCH) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }
  return {
    format: "geopackage",
    layer: layer.table,
    declaredCrs: () => layer.crs,
    columns,
    hasGeometry: layer.geometry !== null,
    encoding: "UTF-8",
    progress: () => (total === 0 ? 1 : read / total),
    batches,
    close: async () => db.close(),
  };
}

function layerRow(line: number, cells: unknown[], hasGeometry: boolean): RawRow {
  if (!hasGeometry) return { line, values: cells, geometry: null, broken: null };
  const blob = cells[cells.length - 1];
  const values = cells.slice(0, -1);
  try {
    return { line, values, geometry: blob instanceof Uint8Array ? fromGpkg(blob) : null, broken: null };
  } catch (error) {
    const received = shown((error as Error).message);
    return {
      line,
      values,
      geometry: null,
      broken: { rule: "geometry_broken", field: null, expected: "GeoPackage geometry", received },
    };
  }
}

const ENVELOPE_BYTES = [0, 32, 48, 48, 64];

/** GeoPackage binary: magic, version, flags, srs_id, envelope, then well-known binary. */
export function fromGpkg(blob: Uint8Array): FileGeometry | null {
  if (blob[0] !== 0x47 || blob[1] !== 0x50) throw new RangeError("does not begin with GP");
  const flags = blob[3] as number;
  const envelope = ENVELOPE_BYTES[(flags >> 1) & 7];
  if (envelope === undefined) throw new RangeError(`envelope kind ${(flags >> 1) & 7}`);
  if (flags & 0x10) return null;
  return fromWkb(blob.subarray(8 + envelope));
}
