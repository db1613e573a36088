import { type FileHandle, open } from "node:fs/promises";
import { Builder } from "flatbuffers";
import type { ValueType } from "#server/features/property.ts";
import {
  COLUMN_TYPES,
  featureTable,
  GEOMETRY_TYPES,
  geometryTable,
  headerTable,
  MAGIC,
  multiTable,
  POLYGON,
} from "./flatgeobuf-schema.ts";
import type { Format, Sink, SinkPlan } from "./sink.ts";
import { type ExportColumn, type ExportRow, factPairs } from "./source.ts";
import { type FlatShape, readShape } from "./wkb-box.ts";

const EPSG = 4490;
/** More than most features need; the builder grows for the others. */
const FEATURE_BYTES = 2_048;

function headerOf({ name, facts, geometry, columns }: SinkPlan): Uint8Array {
  const builder = new Builder(FEATURE_BYTES);
  const header = headerTable(builder, {
    name,
    title: facts.title,
    metadata: JSON.stringify({ ...Object.fromEntries(factPairs(facts)), sources: facts.origins }),
    geometryType: GEOMETRY_TYPES[geometry ?? "Point"],
    columns: columns.map((c) => ({ name: c.name, title: `${c.zh} ${c.en}`, type: COLUMN_TYPES[c.type] })),
    epsg: EPSG,
  });
  builder.finishSizePrefixed(header);
  return builder.asUint8Array().slice();
}

/** A value behind the number of its column, or nothing for none. */
function valueBytes(value: unknown, type: ValueType, column: number): Buffer | null {
  if (value === null || value === undefined || (typeof value === "number" && !Number.isFinite(value))) return null;
  const head = (size: number) => {
    const bytes = Buffer.allocUnsafe(2 + size);
    bytes.writeUInt16LE(column);
    return bytes;
  };
  if (type === "number" || type === "integer") {
    const bytes = head(type === "number" ? 8 : 4);
    if (type === "number") bytes.writeDoubleLE(Number(value), 2);
    else bytes.writeInt32LE(Number(value), 2);
    return bytes;
  }
  if (type === "boolean") {
    const bytes = head(1);
    bytes.writeUInt8(value === true ? 1 : 0, 2);
    return bytes;
  }
  const text = value instanceof Date ? value.toISOString() : String(value);
  const length = Buffer.byteLength(text);
  const bytes = head(4 + length);
  bytes.writeUInt32LE(length, 2);
  bytes.write(text, 6);
  return bytes;
}

function propertyBytes(values: readonly unknown[], columns: readonly ExportColumn[]): Buffer {
  return Buffer.concat(columns.map(({ type }, i) => valueBytes(values[i], type, i)).filter((bytes) => bytes !== null));
}

function shapeTable(builder: Builder, { xy, polygons }: FlatShape, type: number): number {
  if (type !== GEOMETRY_TYPES.MultiPolygon) return geometryTable(builder, type, xy, null);
  let from = 0;
  const parts = polygons.map((ends) => {
    const begin = from;
    from = ends.at(-1) ?? from;
    return geometryTable(
      builder,
      POLYGON,
      xy.subarray(2 * begin, 2 * from),
      ends.map((end) => end - begin),
    );
  });
  return multiTable(builder, type, parts);
}

/** One feature, its size before it; null for a row without a place, which the format has none for. */
function featureOf(
  builder: Builder,
  { values, place }: ExportRow,
  columns: readonly ExportColumn[],
  type: number,
): Uint8Array | null {
  if (!(place instanceof Uint8Array)) return null;
  builder.clear();
  const properties = builder.createByteVector(propertyBytes(values, columns));
  const geometry = shapeTable(builder, readShape(place), type);
  builder.finishSizePrefixed(featureTable(builder, geometry, properties));
  return builder.asUint8Array().slice();
}

async function openFlatGeobuf(plan: SinkPlan): Promise<Sink> {
  const handle: FileHandle = await open(plan.file, "wx");
  await handle.write(Buffer.concat([MAGIC, headerOf(plan)]));
  const builder = new Builder(FEATURE_BYTES);
  const type = GEOMETRY_TYPES[plan.geometry ?? "Point"];
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await handle.close();
  };
  return {
    write: async (rows) => {
      const features = rows.map((row) => featureOf(builder, row, plan.columns, type)).filter((bytes) => bytes !== null);
      if (features.length > 0) await handle.write(Buffer.concat(features));
    },
    end: close,
    abandon: close,
  };
}

/** FlatGeobuf 3 in EPSG:4490, written as the rows come, hence without its index; what is known of the file is the header's metadata. */
export const flatgeobuf: Format = {
  extension: "fgb",
  type: "application/vnd.flatgeobuf",
  form: "wkb",
  needsPlace: true,
  open: openFlatGeobuf,
};
