import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { requireSession } from "#server/auth/guard.ts";
import type { App, Deps, Routes } from "#server/deps.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import { createTianditu, type FetchTile, TIANDITU_LAYERS } from "#server/tiles/tianditu.ts";

/** Where archives of a base map lie; read when asked, so that one can be put there while the server runs. */
const ARCHIVES = new URL("../../public/tiles/", import.meta.url);
const PRIVATE = { "cache-control": "private, max-age=86400", vary: "Cookie" };

const whole = z
  .string()
  .regex(/^\d{1,8}$/)
  .transform(Number);
const TiandituParams = z.object({ layer: z.enum(TIANDITU_LAYERS), z: whole, x: whole, y: whole });
const ArchiveParams = z.object({ name: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/) });

/** Part of a file that a `Range` header asks for, as first and last byte; null = the whole; "bad" = nothing of it is in the file. */
export function rangeOf(header: string | undefined, size: number): readonly [number, number] | null | "bad" {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return null;
  const from = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === "" || last === "" ? size - 1 : Math.min(size - 1, Number(last));
  return from > to || from >= size ? "bad" : [from, to];
}

async function sendArchive(request: FastifyRequest, reply: FastifyReply, file: URL): Promise<FastifyReply> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw notFound("archive of that name");
  const range = rangeOf(request.headers.range, found.size);
  const etag = `"${found.size.toString(36)}-${Math.round(found.mtimeMs).toString(36)}"`;
  reply.headers({ ...PRIVATE, etag, "accept-ranges": "bytes" }).type("application/vnd.pmtiles");
  if (range === "bad") {
    reply.header("content-range", `bytes */${found.size}`);
    throw new ProblemError("bad_request", "The range lies outside the archive.", { status: 416 });
  }
  const [start, end] = range ?? [0, found.size - 1];
  if (range) reply.code(206).header("content-range", `bytes ${start}-${end}/${found.size}`);
  reply.header("content-length", end - start + 1);
  return reply.send(createReadStream(file, { start, end }));
}

/** What lies under the network: archives from `public/tiles/` and 天地图 by way of this server. Both need a session. */
export const baseMapRoutesFrom =
  (archives: URL, fetchTile?: FetchTile): Routes =>
  (app: App, { config, log }: Deps) => {
    const typed = app.withTypeProvider<ZodTypeProvider>();
    const onRequest = async (request: FastifyRequest) => void (await requireSession(request));
    const security = [{ session: [] }];
    typed.get(
      "/tiles/:name.pmtiles",
      {
        schema: { summary: "A PMTiles archive, in ranges", tags: ["tiles"], params: ArchiveParams, security },
        onRequest,
      },
      (request, reply) => sendArchive(request, reply, new URL(`${request.params.name}.pmtiles`, archives)),
    );

    const tianditu = config.TIANDITU_KEY === undefined ? null : createTianditu(config.TIANDITU_KEY, fetchTile);
    typed.get(
      "/tiles/tianditu/:layer/:z/:x/:y",
      {
        schema: {
          summary: "A tile of 天地图, fetched with the server's key",
          tags: ["tiles"],
          params: TiandituParams,
          security,
        },
        onRequest,
      },
      async (request, reply) => {
        if (!tianditu) throw notFound("key for 天地图");
        const { layer, z: zoom, x, y } = request.params;
        if (zoom > 18 || x >= 2 ** zoom || y >= 2 ** zoom) throw notFound("such tile");
        try {
          const tile = await tianditu(layer, { z: zoom, x, y });
          return await reply.headers(PRIVATE).type(tile.type).send(tile.bytes);
        } catch (cause) {
          // The cause may name the address with the key in it: it is told apart, never whole.
          log.warn(
            { layer, z: zoom, x, y, reason: cause instanceof Error ? cause.message : "unknown" },
            "天地图 gave no tile",
          );
          throw new ProblemError("not_ready", "天地图 gave no tile.", { status: 502 });
        }
      },
    );
  };

export const baseMapRoutes: Routes = baseMapRoutesFrom(ARCHIVES);
