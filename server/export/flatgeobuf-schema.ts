import type { Builder } from "flatbuffers";
import type { GeometryKind, ValueType } from "#server/features/property.ts";

/**
 * The tables of FlatGeobuf 3 (header.fbs and feature.fbs of its specification) by the numbers of their fields. The format's own package
 * is made for a browser's map and brings one along; of it this much is needed.
 */
export const COLUMN_TYPES: Readonly<Record<ValueType, number>> = {
  text: 11,
  number: 10,
  integer: 5,
  boolean: 2,
  date: 11,
  instant: 13,
};
export const GEOMETRY_TYPES: Readonly<Record<GeometryKind, number>> = { Point: 1, LineString: 2, MultiPolygon: 6 };
export const POLYGON = 3;

export const MAGIC = Uint8Array.of(0x66, 0x67, 0x62, 0x03, 0x66, 0x67, 0x62, 0x00);

/** Offsets of things already written, as a table wants them. */
function offsets(builder: Builder, items: readonly number[]): number {
  builder.startVector(4, items.length, 4);
  for (const item of items.toReversed()) builder.addOffset(item);
  return builder.endVector();
}

export interface HeaderColumn {
  readonly name: string;
  readonly title: string;
  readonly type: number;
}

export interface HeaderFacts {
  readonly name: string;
  readonly title: string;
  readonly metadata: string;
  readonly geometryType: number;
  readonly columns: readonly HeaderColumn[];
  readonly epsg: number;
}

function columnTable(builder: Builder, { name, title, type }: HeaderColumn): number {
  const [nameAt, titleAt] = [builder.createString(name), builder.createString(title)];
  builder.startObject(11);
  builder.addFieldOffset(0, nameAt, 0);
  builder.addFieldInt8(1, type, 0);
  builder.addFieldOffset(2, titleAt, 0);
  return builder.endObject();
}

function crsTable(builder: Builder, epsg: number): number {
  const org = builder.createString("EPSG");
  builder.startObject(6);
  builder.addFieldOffset(0, org, 0);
  builder.addFieldInt32(1, epsg, 0);
  return builder.endObject();
}

/** Returns the header's place in the builder. The number of features is unknown (0) and there is no index: the file is written as rows come. */
export function headerTable(
  builder: Builder,
  { name, title, metadata, geometryType, columns, epsg }: HeaderFacts,
): number {
  const columnsAt = offsets(
    builder,
    columns.map((column) => columnTable(builder, column)),
  );
  const crs = crsTable(builder, epsg);
  const [nameAt, titleAt, metadataAt] = [
    builder.createString(name),
    builder.createString(title),
    builder.createString(metadata),
  ];
  builder.startObject(14);
  builder.addFieldOffset(0, nameAt, 0);
  builder.addFieldInt8(2, geometryType, 0);
  builder.addFieldOffset(7, columnsAt, 0);
  builder.addFieldInt16(9, 0, 16);
  builder.addFieldOffset(10, crs, 0);
  builder.addFieldOffset(11, titleAt, 0);
  builder.addFieldOffset(13, metadataAt, 0);
  return builder.endObject();
}

/** @param ends of a polygon's rings, in positions. */
export function geometryTable(
  builder: Builder,
  type: number,
  xy: Float64Array,
  ends: readonly number[] | null,
): number {
  builder.startVector(8, xy.length, 8);
  for (let i = xy.length - 1; i >= 0; i -= 1) builder.addFloat64(xy[i] as number);
  const xyAt = builder.endVector();
  let endsAt = 0;
  if (ends !== null) {
    builder.startVector(4, ends.length, 4);
    for (const end of ends.toReversed()) builder.addInt32(end);
    endsAt = builder.endVector();
  }
  builder.startObject(8);
  if (ends !== null) builder.addFieldOffset(0, endsAt, 0);
  builder.addFieldOffset(1, xyAt, 0);
  builder.addFieldInt8(6, type, 0);
  return builder.endObject();
}

export function multiTable(builder: Builder, type: number, parts: readonly number[]): number {
  const partsAt = offsets(builder, parts);
  builder.startObject(8);
  builder.addFieldInt8(6, type, 0);
  builder.addFieldOffset(7, partsAt, 0);
  return builder.endObject();
}

/** @param properties written before the geometry was begun. */
export function featureTable(builder: Builder, geometry: number, properties: number): number {
  builder.startObject(3);
  builder.addFieldOffset(0, geometry, 0);
  builder.addFieldOffset(1, properties, 0);
  return builder.endObject();
}
