import type { FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
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
  type TileSet,
  tileJsonPath,
  tilePath,
} from "#contract/tiles.ts";
import { requireSession } from "#server/auth/guard.ts";
import type { App, Deps, Routes } from "#server/deps.ts";
import { CACHING, encodingFor, sendPacked } from "#server/http/packed-bytes.ts";
import { ProblemError } from "#server/http/problem.ts";
import { boundsFor, outlineBounds } from "#server/tiles/bounds.ts";
import { createTileService } from "#server/tiles/tile-service.ts";
import { currentSnapshot } from "./stations.ts";

export const MVT_TYPE = "application/vnd.mapbox-vector-tile";

const LAYERS: Readonly<Record<TileSet, readonly { readonly layer: string; readonly attributes: readonly string[] }[]>> =
  {
    network: [PIPE_TILE, STATION_TILE, TAG_TILE],
    area: [DIVISION_TILE, DIVISION_LABEL_TILE, NEIGHBOUR_TILE],
  };

const whole = z
  .string()
  .regex(/^\d{1,8}$/)
  .transform(Number);
const TileParams = z.object({ set: z.enum(TILE_SETS), z: whole, x: whole, y: whole });
const TileQuery = z.object({ v: z.string().max(32).optional() });

function checkAddress(zoom: number, x: number, y: number): void {
  if (zoom < TILE_MIN_ZOOM || zoom > TILE_MAX_ZOOM) {
    throw new ProblemError("not_found", `Tiles are served from zoom ${TILE_MIN_ZOOM} to ${TILE_MAX_ZOOM}.`);
  }
  if (x >= 2 ** zoom || y >= 2 ** zoom) throw new ProblemError("not_found", `Zoom ${zoom} has no tile ${x}/${y}.`);
}

function serveTiles(app: App, deps: Deps): void {
  const service = createTileService(deps.snapshots);
  app.withTypeProvider<ZodTypeProvider>().get(
    "/tiles/:set/:z/:x/:y.mvt",
    {
      schema: {
        summary:
          "One vector tile of what the caller may see; 204 when there is nothing, 409 when `v` is no longer held",
        tags: ["tiles"],
        params: TileParams,
        querystring: TileQuery,
        security: [{ session: [] }],
      },
      onRequest: async (request) => void (await requireSession(request)),
    },
    async (request, reply) => {
      const { scope } = await requireSession(request);
      const { set, z: zoom, x, y } = request.params;
      checkAddress(zoom, x, y);
      currentSnapshot(deps);
      const encoding = encodingFor(request.headers["accept-encoding"]);
      const tile = await service.tile(set, { z: zoom, x, y }, scope, encoding, request.query.v);
      if (tile === null) {
        throw new ProblemError("conflict", "The numbers are of an older state of the network; read /api/map again.");
      }
      return sendPacked(request, reply, tile, { encoding, type: MVT_TYPE, empty: 204 });
    },
  );
}

/** TileJSON 3.0.0. Its addresses carry no version, so that a desktop GIS goes on reading after an import. */
function tileJson(set: TileSet, origin: string, bounds: Bbox) {
  return {
    tilejson: "3.0.0",
    name: set,
    scheme: "xyz",
    tiles: [`${origin}${tilePath(set)}`],
    minzoom: TILE_MIN_ZOOM,
    maxzoom: TILE_MAX_ZOOM,
    bounds,
    center: [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2, 7],
    vector_layers: LAYERS[set].map(({ layer, attributes }) => ({
      id: layer,
      fields: Object.fromEntries(attributes.map((name) => [name, ATTRIBUTE_TYPES[name] ?? "Number"])),
    })),
  };
}

const ATTRIBUTE_TYPES: Readonly<Record<string, string>> = {
  id: "String",
  name: "String",
  code: "String",
  parent: "String",
  indicative: "Boolean",
};

function serveTileJson(app: App, deps: Deps, set: TileSet): void {
  app.get(
    tileJsonPath(set),
    { schema: { summary: `TileJSON of the tile set ${set}`, tags: ["tiles"], security: [{ session: [] }] } },
    async (request: FastifyRequest, reply: FastifyReply) => {
      const { scope } = await requireSession(request);
      const snapshot = currentSnapshot(deps);
      const sight = deps.snapshots.sight(scope);
      const bounds = set === "area" ? outlineBounds(snapshot) : boundsFor(snapshot, sight, scope);
      return reply.headers(CACHING).send(tileJson(set, `${request.protocol}://${request.host}`, bounds));
    },
  );
}

export const tileRoutes: Routes = (app, deps) => {
  for (const set of TILE_SETS) serveTileJson(app, deps, set);
  serveTiles(app, deps);
};
