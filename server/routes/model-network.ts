import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { MODEL_NETWORK_PATH, ModelNetworkQuery } from "#contract/model-network.ts";
import { BUSINESS_ROLES } from "#contract/scope.ts";
import { requireSession } from "#server/auth/guard.ts";
import type { Routes } from "#server/deps.ts";
import { type Encoding, encodingFor, packBytes, sendPacked } from "#server/http/packed-bytes.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import { createNetworkService } from "#server/model/network-service.ts";
import { currentSnapshot } from "./stations.ts";

/** The network of an area as one file, for analysis on the client, also where there is no line any more. */
export const modelNetworkRoutes: Routes = (app, deps) => {
  const service = createNetworkService(deps);
  app.withTypeProvider<ZodTypeProvider>().get(
    MODEL_NETWORK_PATH,
    {
      schema: {
        summary:
          "The network of an area in sight as a file of columns (contract/model-network.ts); 409 when `v` is no longer held",
        tags: ["model"],
        querystring: ModelNetworkQuery,
        security: [{ session: [] }],
      },
      onRequest: async (request) => void (await requireSession(request, BUSINESS_ROLES)),
    },
    async (request, reply) => {
      const { scope } = await requireSession(request, BUSINESS_ROLES);
      currentSnapshot(deps);
      const file = await service.file(scope, request.query.area, request.query.v);
      if (file === null) throw notFound("network of that area");
      if (file === "gone")
        throw new ProblemError("conflict", "The numbers are of an older state of the network; read /api/map again.");
      const encoding: Encoding = encodingFor(request.headers["accept-encoding"]) === "identity" ? "identity" : "gzip";
      const packed = await packBytes(file.bytes, encoding);
      return sendPacked(request, reply, packed, { encoding, type: "application/octet-stream", empty: 200 });
    },
  );
};
