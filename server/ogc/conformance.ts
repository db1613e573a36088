const FEATURES = "http://www.opengis.net/spec/ogcapi-features";
const CQL2 = "http://www.opengis.net/spec/cql2/1.0/conf";
const TILES = "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf";

/** What is served as the standards want it; each class of Features core, GeoJSON and OpenAPI is held by a test per requirement. */
export const CONFORMS_TO: readonly string[] = [
  "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
  "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
  ...["core", "oas30", "html", "geojson"].map((name) => `${FEATURES}-1/1.0/conf/${name}`),
  `${FEATURES}-2/1.0/conf/crs`,
  ...["queryables", "queryables-query-parameters", "filter", "features-filter"].map(
    (name) => `${FEATURES}-3/1.0/conf/${name}`,
  ),
  ...[
    "cql2-text",
    "basic-cql2",
    "advanced-comparison-operators",
    "case-insensitive-comparison",
    "basic-spatial-functions",
    "basic-spatial-functions-plus",
    "spatial-functions",
    "temporal-functions",
  ].map((name) => `${CQL2}/${name}`),
  ...["core", "tileset", "tilesets-list", "dataset-tilesets", "mvt"].map((name) => `${TILES}/${name}`),
];
