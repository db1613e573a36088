import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { COLUMN_NAMES } from "#contract/pipe-classes.ts";
import { requireSession } from "#server/auth/guard.ts";
import type { Routes } from "#server/deps.ts";
import { encodingFor, sendPacked } from "#server/http/packed-bytes.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import { createColumnService } from "#server/tiles/column-service.ts";
import { liveOrNull } from "./network-sums.ts";
import { currentSnapshot } from "./stations.ts";

const COLUMN_TYPE = "application/octet-stream";

export const networkColumnRoutes: Routes = (app, deps) => {
  const service = createColumnService({
    snapshots: deps.snapshots,
    live: () => liveOrNull(deps),
    now: deps.now ?? Date.now,
  });
  app.withTypeProvider<ZodTypeProvider>().get(
    "/api/network/columns/:name",
    {
      schema: {
        summary:
          "One column of the network by dense number, little endian, of what the caller may see; 409 when `v` is no longer held",
        tags: ["network"],
        params: z.object({ name: z.string().max(32) }),
        querystring: z.object({ v: z.string().max(32).optional() }),
        security: [{ session: [] }],
      },
      onRequest: async (request) => void (await requireSession(request)),
    },
    async (request, reply) => {
      const { scope } = await requireSession(request);
      const name = COLUMN_NAMES.find((known) => known === request.params.name);
      if (name === undefined) throw notFound("column of that name");
      currentSnapshot(deps);
      const encoding = encodingFor(request.headers["accept-encoding"]);
      const column = await service.column(name, scope, encoding, request.query.v);
      if (column === null) {
        throw new ProblemError("conflict", "The numbers are of an older state of the network; read /api/map again.");
      }
      return sendPacked(request, reply, column, { encoding, type: COLUMN_TYPE, empty: 200 });
    },
  );
};
