import { COLLECTIONS } from "#server/features/collections.ts";
import { CRS84, CRS_LIST } from "#server/features/crs.ts";
import { COLLECTION_IDS, type Collection } from "#server/features/property.ts";
import { VERSION } from "#server/version.ts";
import { FILTER_LANGS, ITEMS_PARAMS, LIMIT_DEFAULT, LIMIT_MOST, namedProperties } from "./asked.ts";
import { propertySchema } from "./describe.ts";
import { GEOJSON_TYPE, HTML_TYPE, JSON_TYPE, SCHEMA_TYPE } from "./links.ts";

const PROBLEM = "application/problem+json";
const CRS_URIS = CRS_LIST.map(({ uri }) => uri);

const param = (name: string, description: string, schema: object, more: object = {}) => ({
  name,
  in: "query",
  required: false,
  description,
  schema,
  ...more,
});
const crsParam = (name: string, description: string) =>
  param(name, description, { type: "string", format: "uri", enum: CRS_URIS, default: CRS84.uri });

/** Definitions as Features Part 1 (7.15), Part 2 (6.3) and Part 3 want them. */
const PARAMETERS = {
  f: param("f", "JSON or a page", { type: "string", enum: ["json", "html"] }),
  limit: param("limit", "How many features a page holds at most", {
    type: "integer",
    minimum: 1,
    maximum: LIMIT_MOST,
    default: LIMIT_DEFAULT,
  }),
  bbox: param(
    "bbox",
    "Features that have a point in common with a box: lower corner, upper corner; in the system of `bbox-crs`",
    {
      type: "array",
      oneOf: [
        { minItems: 4, maxItems: 4 },
        { minItems: 6, maxItems: 6 },
      ],
      items: { type: "number" },
    },
    { style: "form", explode: false },
  ),
  datetime: param(
    "datetime",
    "A moment of RFC 3339, or two with / between, one of which may be `..`",
    { type: "string" },
    { style: "form", explode: false },
  ),
  "bbox-crs": crsParam("bbox-crs", "System of the box"),
  crs: crsParam("crs", "System of the answer; its axes are in the order of its standard"),
  filter: param("filter", "A filter in CQL2 text", { type: "string" }),
  "filter-lang": param("filter-lang", "Language of the filter", {
    type: "string",
    enum: [...FILTER_LANGS],
    default: FILTER_LANGS[0],
  }),
  "filter-crs": crsParam("filter-crs", "System of geometries in the filter"),
  sortby: param(
    "sortby",
    "Properties with commas between, + or - before each",
    { type: "array", minItems: 1, items: { type: "string", pattern: "[+|-]?[A-Za-z_].*" } },
    { style: "form", explode: false },
  ),
  cursor: param("cursor", "Where a page begins, as the link `next` says it", { type: "string" }),
};
type ParameterName = keyof typeof PARAMETERS;

const use = (...names: readonly ParameterName[]) => names.map((name) => ({ $ref: `#/components/parameters/${name}` }));
const inPath = (name: string, description: string, schema: object = { type: "string" }) => ({
  name,
  in: "path",
  required: true,
  description,
  schema,
});

const RESPONSE_NAMES = {
  "400": "BadRequest",
  "401": "NotSignedIn",
  "403": "Forbidden",
  "404": "NotFound",
  "429": "TooMany",
  "500": "Internal",
  "503": "NotReady",
};
const errors = (...codes: readonly (keyof typeof RESPONSE_NAMES)[]) =>
  Object.fromEntries(
    [...codes, "401", "403", "429", "500", "503"].map((code) => [
      code,
      { $ref: `#/components/responses/${RESPONSE_NAMES[code as "400"]}` },
    ]),
  );

const content = (...types: readonly string[]) =>
  Object.fromEntries(
    types.map((type) => [type, { schema: type === HTML_TYPE ? { type: "string" } : { type: "object" } }]),
  );

const get = (
  operationId: string,
  summary: string,
  parameters: readonly object[],
  types: readonly string[],
  codes: readonly ("400" | "404")[],
) => ({
  get: {
    operationId,
    summary,
    parameters,
    responses: { "200": { description: summary, content: content(...types) }, ...errors(...codes) },
  },
});

function collectionPaths(collection: Collection): Record<string, object> {
  const { id, en } = collection;
  const at = `/collections/${id}`;
  const named = namedProperties(collection).map((property) =>
    param(property.name, `Features whose ${property.name} is exactly this`, propertySchema(property)),
  );
  return {
    [at]: get(`collection.${id}`, `${en}: what the collection is`, use("f"), [JSON_TYPE, HTML_TYPE], ["400", "404"]),
    [`${at}/queryables`]: get(
      `queryables.${id}`,
      `${en}: what a filter may name`,
      use("f"),
      [SCHEMA_TYPE, HTML_TYPE],
      ["400", "404"],
    ),
    [`${at}/items`]: get(
      `items.${id}`,
      `${en}: a page of features in sight`,
      [...use(...ITEMS_PARAMS), ...named],
      [GEOJSON_TYPE, HTML_TYPE],
      ["400", "404"],
    ),
    [`${at}/items/{featureId}`]: get(
      `item.${id}`,
      `${en}: one feature`,
      [inPath("featureId", "Id of a feature"), ...use("f", "crs")],
      [GEOJSON_TYPE, HTML_TYPE],
      ["400", "404"],
    ),
  };
}

const TILE_PATHS = {
  "/tiles": get("tilesets", "The tile sets of the map", use("f"), [JSON_TYPE, HTML_TYPE], ["400"]),
  "/tiles/WebMercatorQuad": get("tileset", "The vector tiles of the map", use("f"), [JSON_TYPE, HTML_TYPE], ["400"]),
  "/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}": get(
    "tile",
    "One vector tile of what the caller may see",
    ["tileMatrix", "tileRow", "tileCol"].map((name) => inPath(name, name, { type: "integer", minimum: 0 })),
    ["application/vnd.mapbox-vector-tile"],
    ["400", "404"],
  ),
  "/tileMatrixSets": get("tileMatrixSets", "The grid of the tiles", use("f"), [JSON_TYPE, HTML_TYPE], ["400"]),
  "/tileMatrixSets/WebMercatorQuad": get(
    "tileMatrixSet",
    "The grid of the tiles in full",
    use("f"),
    [JSON_TYPE, HTML_TYPE],
    ["400"],
  ),
};

const PROBLEM_SCHEMA = {
  type: "object",
  required: ["type", "title", "status", "code"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string" },
    detail: { type: "string" },
    instance: { type: "string" },
    requestId: { type: "string" },
  },
};

const problem = (description: string) => ({
  description,
  content: { [PROBLEM]: { schema: { $ref: "#/components/schemas/Problem" } } },
});

/** The definition of `/ogc` in OpenAPI 3.0.3: one path for each collection, because that is where GDAL looks for its parameters. */
export function ogcOpenApi(root: string) {
  return {
    openapi: "3.0.3",
    info: {
      title: "gas-one-map OGC API",
      version: VERSION,
      description: `燃气一张图: ${COLLECTION_IDS.join(", ")} for GIS programs, within the caller's sight`,
      license: { name: "Apache-2.0" },
    },
    servers: [{ url: root }],
    security: [{ basic: [] }, { token: [] }],
    paths: {
      "/": get("landingPage", "Where everything is", use("f"), [JSON_TYPE, HTML_TYPE], ["400"]),
      "/conformance": get("conformance", "Which standards are kept", use("f"), [JSON_TYPE, HTML_TYPE], ["400"]),
      "/api": get(
        "api",
        "This definition",
        use("f"),
        ["application/vnd.oai.openapi+json;version=3.0", HTML_TYPE],
        ["400"],
      ),
      "/collections": get("collections", "The collections", use("f"), [JSON_TYPE, HTML_TYPE], ["400"]),
      ...Object.assign({}, ...Object.values(COLLECTIONS).map(collectionPaths)),
      ...TILE_PATHS,
    },
    components: {
      securitySchemes: { basic: { type: "http", scheme: "basic" }, token: { type: "http", scheme: "bearer" } },
      parameters: PARAMETERS,
      schemas: { Problem: PROBLEM_SCHEMA },
      responses: {
        BadRequest: problem("A parameter is unknown or makes no sense"),
        NotSignedIn: problem("Nobody was named, or wrongly"),
        Forbidden: problem("The role has no part in this"),
        NotFound: problem("There is no such thing in sight"),
        TooMany: problem("Too many requests"),
        Internal: problem("Something went wrong on the server"),
        NotReady: problem("The server cannot answer now; try again"),
      },
    },
  };
}
