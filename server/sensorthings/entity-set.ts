import { jsonValue } from "#server/features/json-value.ts";
import type { Condition } from "#server/features/params.ts";
import type { Collection, Property, ValueType } from "#server/features/property.ts";

/** A row of a set, by the names of its collection's properties. */
export type EntityRow = Readonly<Record<string, unknown>>;

export const SET_NAMES = [
  "Things",
  "Locations",
  "HistoricalLocations",
  "Datastreams",
  "Sensors",
  "ObservedProperties",
  "Observations",
  "FeaturesOfInterest",
] as const;
export type SetName = (typeof SET_NAMES)[number];

/** Where an entity leads: to another set, of which the rows that `on` leaves are its own. */
export interface Navigation {
  readonly set: SetName;
  readonly isMany: boolean;
  /** The property of the entity whose value `on` is given. */
  readonly key: string;
  /** A condition over the other set's `from`; `key` is SQL for that value, a text. */
  readonly on: (key: string) => string;
}

/** A set of entities of SensorThings 1.1 over our tables. */
export interface EntitySet {
  readonly name: SetName;
  readonly collection: Pick<Collection, "from" | "properties" | "geometry" | "instant">;
  /** Values by the names of the standard. Of a row without values it tells the names. */
  readonly body: (row: EntityRow) => Readonly<Record<string, unknown>>;
  readonly navigation: Readonly<Record<string, Navigation>>;
  /** Which row an address in brackets names. */
  readonly of: (key: string) => Condition;
  /** Rows are asked for below one entity: there are too many of all of them. */
  readonly isOfOne: boolean;
  /** The order when nothing is said, as `$orderby` says it; and SQL that makes any order whole. */
  readonly order: string;
  readonly tie: string;
}

export const property = (name: string, sql: string, type: ValueType = "text"): Property => ({
  ...{ name, zh: name, en: name, type, sql },
});
export const sql =
  (column: string) =>
  (key: string): string =>
    `${column} = ${key}`;
export const ofId =
  (key: string): Condition =>
  (params) =>
    `f.id = ${params.add(key)}::text`;
export const json = (row: EntityRow, name: string) => jsonValue(row[name]);
export const place = (row: EntityRow): unknown => (typeof row.place === "string" ? JSON.parse(row.place) : null);

/** What stands below `properties` of an entity. */
export const inner = (row: EntityRow) =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([name]) => name.startsWith("properties/"))
      .map(([name, value]) => [name.slice("properties/".length), jsonValue(value)]),
  );

export const byId = { of: ofId, isOfOne: false, order: "id", tie: "f.id" } as const;
export const GEOJSON = "application/geo+json";
export const PLACE = property("place", "st_asgeojson(f.geom, 8, 0)");
