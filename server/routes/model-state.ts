import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { getModelState, MODEL_PRESSURE_PATH, ModelPressureQuery } from "#contract/model-state.ts";
import { BUSINESS_ROLES } from "#contract/scope.ts";
import { requireSession } from "#server/auth/guard.ts";
import type { Routes } from "#server/deps.ts";
import { encodingFor, packBytes, sendPacked } from "#server/http/packed-bytes.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import { LiveAreas } from "#server/model/live-areas.ts";
import { LiveService } from "#server/model/live-service.ts";
import { createNetworkService } from "#server/model/network-service.ts";
import { liveOrNull } from "./network-sums.ts";
import { serve } from "./serve.ts";
import { currentSnapshot } from "./stations.ts";

/** The network as it is now, solved from the newest readings. */
export const modelStateRoutes: Routes = (app, deps) => {
  const { db, snapshots } = deps;
  const now = deps.now ?? Date.now;
  const networks = createNetworkService(deps);
  const areas = new LiveAreas({ db, snapshots, networks, columns: () => liveOrNull(deps), now });
  const service = new LiveService({ db, snapshots, areas });
  app.addHook("onClose", () => service.close());

  serve(app, getModelState, async ({ scope, query: { area } }) => {
    currentSnapshot(deps);
    const state = await service.state(scope, area);
    if (state === null) throw notFound("network of that area");
    return state;
  });

  app.withTypeProvider<ZodTypeProvider>().get(
    MODEL_PRESSURE_PATH,
    {
      schema: {
        summary:
          "Solved pressures of an area's pipes with their state, those that changed since a tick (contract/model-state.ts); 409 when `v` is no longer held",
        tags: ["model"],
        querystring: ModelPressureQuery,
        security: [{ session: [] }],
      },
      onRequest: async (request) => void (await requireSession(request, BUSINESS_ROLES)),
    },
    async (request, reply) => {
      const { scope } = await requireSession(request, BUSINESS_ROLES);
      const { area, v, since = 0 } = request.query;
      if (v !== undefined && v !== currentSnapshot(deps).version)
        throw new ProblemError("conflict", "The numbers are of an older state of the network; read /api/map again.");
      const bytes = await service.pressure(scope, area, since);
      if (bytes === null) throw notFound("network of that area");
      const encoding = encodingFor(request.headers["accept-encoding"]) === "identity" ? "identity" : "gzip";
      return sendPacked(request, reply, await packBytes(bytes, encoding), {
        encoding,
        type: "application/octet-stream",
        empty: 200,
      });
    },
  );
};
