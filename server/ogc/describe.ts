import { CRS84, CRS_LIST, CGCS2000 } from "#server/features/crs.ts";
import type { Collection, GeometryKind, Property, ValueType } from "#server/features/property.ts";
import { GEOJSON_TYPE, HTML_TYPE, type Link, SCHEMA_TYPE } from "./links.ts";

/** Of a collection, within the caller's sight; null where nothing has a place or a time. */
export interface Extent {
  readonly bbox: readonly [number, number, number, number] | null;
  readonly interval: readonly [string, string] | null;
}

const QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables";

function linksOf(root: string, { id }: Collection): Link[] {
  const at = `${root}/collections/${id}`;
  return [
    // Without a query: GDAL puts `/` and an id behind it.
    { rel: "items", href: `${at}/items`, type: GEOJSON_TYPE, title: `${id} as GeoJSON` },
    { rel: "items", href: `${at}/items?f=html`, type: HTML_TYPE, title: `${id} as a page` },
    { rel: QUERYABLES, href: `${at}/queryables?f=json`, type: SCHEMA_TYPE, title: `What ${id} can be filtered by` },
  ];
}

/** A collection as the standard wants it told (Features core 7.14, CRS 6.2). */
export function collectionObject(root: string, collection: Collection, extent: Extent, own: readonly Link[]) {
  const { id, zh, en, description, geometry } = collection;
  const spatial = extent.bbox && { bbox: [extent.bbox], crs: CRS84.uri };
  const temporal = extent.interval && {
    interval: [extent.interval],
    trs: "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
  };
  return {
    id,
    title: `${zh} ${en}`,
    description,
    itemType: "feature",
    links: [...own, ...linksOf(root, collection)],
    ...(spatial || temporal ? { extent: { ...(spatial ? { spatial } : {}), ...(temporal ? { temporal } : {}) } } : {}),
    ...(geometry === null ? {} : { crs: CRS_LIST.map(({ uri }) => uri), storageCrs: CGCS2000.uri }),
  };
}

const SCHEMAS: Readonly<Record<ValueType, object>> = {
  text: { type: "string" },
  number: { type: "number" },
  integer: { type: "integer" },
  boolean: { type: "boolean" },
  date: { type: "string", format: "date" },
  instant: { type: "string", format: "date-time" },
};

const GEOMETRY_FORMATS: Readonly<Record<GeometryKind, string>> = {
  Point: "geometry-point",
  LineString: "geometry-linestring",
  MultiPolygon: "geometry-multipolygon",
};

export const propertySchema = ({ type, zh, en, choices }: Property): object => ({
  title: `${zh} ${en}`,
  ...SCHEMAS[type],
  ...(choices === undefined ? {} : { enum: [...choices] }),
});

/** JSON Schema of what a filter may name (Features Part 3, 6.2). */
export function queryables(address: string, { id, zh, en, properties, geometry }: Collection) {
  const place =
    geometry === null
      ? {}
      : { geometry: { title: "位置 Place", format: GEOMETRY_FORMATS[geometry], "x-ogc-role": "primary-geometry" } };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: address,
    type: "object",
    title: `${zh} ${en} (${id})`,
    properties: {
      ...Object.fromEntries(properties.map((property) => [property.name, propertySchema(property)])),
      ...place,
    },
    additionalProperties: false,
  };
}
