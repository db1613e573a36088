import type { Bbox } from "#contract/route.ts";
import {
  DIVISION_LABEL_TILE,
  DIVISION_TILE,
  NEIGHBOUR_TILE,
  PIPE_TILE,
  STATION_TILE,
  TAG_TILE,
  TILE_MAX_ZOOM,
  TILE_MIN_ZOOM,
  TILE_SETS,
} from "#contract/tiles.ts";
import type { ProgramDoor } from "#server/auth/programs.ts";
import type { Deps, Routes } from "#server/deps.ts";
import { BadQuery } from "#server/features/bad-query.ts";
import { encodingFor, packBytes, sendPacked } from "#server/http/packed-bytes.ts";
import { ProblemError } from "#server/http/problem.ts";
import { currentSnapshot } from "#server/routes/stations.ts";
import { boundsFor } from "#server/tiles/bounds.ts";
import { createTileService } from "#server/tiles/tile-service.ts";
import { type OgcCall, ownLinks, send, serveOgc } from "./answer.ts";
import { escapeHtml, table } from "./html.ts";
import { JSON_TYPE, type Link } from "./links.ts";
import { MATRIX_SET, MATRIX_SET_URI, tileLimits, tileMatrixSet, WEB_MERCATOR } from "./tile-matrix.ts";

const MVT_TYPE = "application/vnd.mapbox-vector-tile";
const TILEJSON_TYPE = "application/json";
const TITLE = "燃气一张图 vector tiles";
/** The map's own service keeps most of them; here they are put together from it. */
const CACHE_BYTES = 16 * 1024 * 1024;

const LAYERS = [PIPE_TILE, STATION_TILE, TAG_TILE, DIVISION_TILE, DIVISION_LABEL_TILE, NEIGHBOUR_TILE];
const TEXTS = new Set(["id", "name", "code", "parent"]);
const fieldType = (name: string) => (name === "indicative" ? "Boolean" : TEXTS.has(name) ? "String" : "Number");

const tileAddress = (root: string, [z, y, x]: readonly [string, string, string]) =>
  `${root}/tiles/${MATRIX_SET}/${z}/${y}/${x}`;

function tileSetLinks(call: OgcCall): Link[] {
  const { root } = call;
  return [
    {
      rel: "item",
      href: tileAddress(root, ["{tileMatrix}", "{tileRow}", "{tileCol}"]),
      type: MVT_TYPE,
      title: "A tile",
      templated: true,
    },
    {
      rel: "describedby",
      href: `${root}/tiles/${MATRIX_SET}?f=tilejson`,
      type: TILEJSON_TYPE,
      title: "TileJSON 3.0.0",
    },
    {
      rel: "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme",
      href: `${root}/tileMatrixSets/${MATRIX_SET}`,
      type: JSON_TYPE,
      title: "The grid",
    },
  ];
}

/** A tile set of what the caller sees: its box tells nothing of anybody else. */
function tileSet(call: OgcCall, bounds: Bbox) {
  const [west, south, east, north] = bounds;
  return {
    title: TITLE,
    dataType: "vector",
    crs: WEB_MERCATOR,
    tileMatrixSetURI: MATRIX_SET_URI,
    links: [...ownLinks(call, JSON_TYPE), ...tileSetLinks(call)],
    boundingBox: {
      lowerLeft: [west, south],
      upperRight: [east, north],
      crs: "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    },
    tileMatrixSetLimits: tileLimits(bounds),
    layers: LAYERS.map(({ layer, attributes }) => ({
      id: layer,
      dataType: "vector",
      minTileMatrix: String(TILE_MIN_ZOOM),
      maxTileMatrix: String(TILE_MAX_ZOOM),
      propertiesSchema: {
        type: "object",
        properties: Object.fromEntries(attributes.map((name) => [name, { type: fieldType(name).toLowerCase() }])),
      },
    })),
  };
}

/** Its addresses carry no version, so that a desktop GIS goes on reading after an import. */
function tileJson({ root }: OgcCall, bounds: Bbox) {
  return {
    tilejson: "3.0.0",
    name: TITLE,
    scheme: "xyz",
    tiles: [tileAddress(root, ["{z}", "{y}", "{x}"])],
    minzoom: TILE_MIN_ZOOM,
    maxzoom: TILE_MAX_ZOOM,
    bounds,
    center: [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2, 7],
    vector_layers: LAYERS.map(({ layer, attributes }) => ({
      id: layer,
      fields: Object.fromEntries(attributes.map((name) => [name, fieldType(name)])),
    })),
  };
}

function boundsOf(deps: Deps, { session }: OgcCall): Bbox {
  return boundsFor(currentSnapshot(deps), deps.snapshots.sight(session.scope), session.scope);
}

function describeTileSet(deps: Deps, call: OgcCall) {
  const bounds = boundsOf(deps, call);
  const json = tileSet(call, bounds);
  const rows = LAYERS.map(({ layer, attributes }) => [layer, attributes.join(", ")]);
  return send(call, {
    json,
    jsonType: JSON_TYPE,
    title: TITLE,
    body: table(["Layer", "Attributes"], rows),
    links: json.links,
  });
}

function listTileSets(call: OgcCall) {
  const self = { rel: "self", href: `${call.root}/tiles/${MATRIX_SET}`, type: JSON_TYPE, title: TITLE };
  const one = { title: TITLE, dataType: "vector", crs: WEB_MERCATOR, tileMatrixSetURI: MATRIX_SET_URI, links: [self] };
  const links = [...ownLinks(call, JSON_TYPE), self];
  return send(call, {
    json: { links, tilesets: [one] },
    jsonType: JSON_TYPE,
    title: "Tile sets",
    body: `<p>${escapeHtml(TITLE)}</p>`,
    links,
  });
}

function grid(call: OgcCall) {
  const links = ownLinks(call, JSON_TYPE);
  const json = { ...tileMatrixSet(), links };
  const rows = json.tileMatrices.map(({ id, cellSize, matrixWidth }) => [id, cellSize, matrixWidth]);
  return send(call, {
    json,
    jsonType: JSON_TYPE,
    title: MATRIX_SET,
    body: table(["Level", "Metres a pixel", "Tiles a row"], rows),
    links,
  });
}

function listGrids(call: OgcCall) {
  const self = { rel: "self", href: `${call.root}/tileMatrixSets/${MATRIX_SET}`, type: JSON_TYPE, title: MATRIX_SET };
  const links = [...ownLinks(call, JSON_TYPE), self];
  const json = {
    links,
    tileMatrixSets: [{ id: MATRIX_SET, title: MATRIX_SET, uri: MATRIX_SET_URI, crs: WEB_MERCATOR, links: [self] }],
  };
  return send(call, { json, jsonType: JSON_TYPE, title: "Tile matrix sets", body: `<p>${MATRIX_SET}</p>`, links });
}

/** The place of a tile; 400 for what is no number, 404 for what the grid or the set does not have. */
function addressOf({ params }: OgcCall): { z: number; x: number; y: number } {
  const [z, y, x] = [params.tileMatrix, params.tileRow, params.tileCol].map((text) => {
    if (text === undefined || !/^\d{1,8}$/.test(text))
      throw new BadQuery("address", "A tile is named by three whole numbers.");
    return Number(text);
  }) as [number, number, number];
  if (z < TILE_MIN_ZOOM || z > TILE_MAX_ZOOM || x >= 2 ** z || y >= 2 ** z)
    throw new ProblemError("not_found", `There is no such tile; levels are ${TILE_MIN_ZOOM} to ${TILE_MAX_ZOOM}.`);
  return { z, x, y };
}

/** OGC API Tiles and TileJSON over the tiles of the map: both sets in one, since a tile's layers may be written one after the other. */
export const tileSetRoutes =
  (door: ProgramDoor): Routes =>
  (app, deps) => {
    const service = createTileService(deps.snapshots, CACHE_BYTES);
    const formOnly = () => ["f"];
    serveOgc(app, door, "/ogc/tiles", formOnly, listTileSets);
    serveOgc(app, door, "/ogc/tileMatrixSets", formOnly, listGrids);
    serveOgc(app, door, `/ogc/tileMatrixSets/${MATRIX_SET}`, formOnly, grid);
    serveOgc(
      app,
      door,
      `/ogc/tiles/${MATRIX_SET}`,
      formOnly,
      (call) => {
        if (call.format !== "tilejson") return describeTileSet(deps, call);
        return call.reply
          .headers({ "cache-control": "private, no-cache", vary: "Cookie, Authorization" })
          .type(TILEJSON_TYPE)
          .send(JSON.stringify(tileJson(call, boundsOf(deps, call))));
      },
      ["tilejson"],
    );
    serveOgc(
      app,
      door,
      `/ogc/tiles/${MATRIX_SET}/:tileMatrix/:tileRow/:tileCol`,
      formOnly,
      async (call) => {
        const address = addressOf(call);
        currentSnapshot(deps);
        const parts = await Promise.all(
          TILE_SETS.map((set) => service.tile(set, address, call.session.scope, "identity")),
        );
        const encoding = encodingFor(call.request.headers["accept-encoding"]);
        const tile = await packBytes(Buffer.concat(parts.map((part) => part?.bytes ?? new Uint8Array())), encoding);
        return sendPacked(call.request, call.reply, tile, { encoding, type: MVT_TYPE, empty: 204 });
      },
      ["mvt"],
    );
  };
