import { EXPORT_COLLECTIONS, type ExportCollection } from "#contract/exports.ts";

/** What a value of a feature is; each has one form in JSON, in SQL and in every file that is exported. */
export type ValueType = "text" | "number" | "integer" | "boolean" | "date" | "instant";

/** PostgreSQL's name for a type, which parameters are cast to. Whole numbers are compared as floating ones: a filter may say 10.5. */
export const SQL_TYPE: Readonly<Record<ValueType, string>> = {
  text: "text",
  number: "float8",
  integer: "float8",
  boolean: "boolean",
  date: "date",
  instant: "timestamptz",
};

/** One column of a collection. Units are in its name. */
export interface Property {
  readonly name: string;
  readonly type: ValueType;
  /** What people call it: the heading of a table. */
  readonly zh: string;
  readonly en: string;
  /** An expression over the collection's `from`. */
  readonly sql: string;
  /** The words it can be, where they are a closed list. */
  readonly choices?: readonly string[];
}

export type GeometryKind = "Point" | "LineString" | "MultiPolygon";

/** A table of the house as the world outside sees it: one row, one feature. */
export interface Collection {
  readonly id: CollectionId;
  readonly zh: string;
  readonly en: string;
  readonly description: string;
  /** null: rows without a place. */
  readonly geometry: GeometryKind | null;
  /** What stands after FROM; the chief table is `f`, with `id` (text) and, where there is a place, `geom` in EPSG:4490. */
  readonly from: string;
  readonly properties: readonly Property[];
  /** The property that `datetime` asks about. */
  readonly instant: string | null;
}

/** What leaves the house as a file is what stands below `/ogc`. */
export const COLLECTION_IDS = EXPORT_COLLECTIONS;
export type CollectionId = ExportCollection;

export const propertyOf = ({ properties }: Pick<Collection, "properties">, name: string): Property | undefined =>
  properties.find((property) => property.name === name);
