import { getEnterprise, listAreas, listEnterprises, search } from "#contract/area.ts";
import { listAreaOutlines } from "#contract/area-outlines.ts";
import type { Scope } from "#contract/scope.ts";
import { listOutlines } from "#server/db/area-outlines.ts";
import { territory } from "#server/db/areas.ts";
import { findEnterprise, listEnterprises as readEnterprises } from "#server/db/enterprises.ts";
import { findHits } from "#server/db/search.ts";
import type { Routes } from "#server/deps.ts";
import { notFound } from "#server/http/problem.ts";
import { serve } from "./serve.ts";
import { currentSnapshot } from "./stations.ts";
import { readUnits } from "./units.ts";

export const areaRoutes: Routes = (app, deps) => {
  const { db } = deps;
  const territoryOf = async (scope: Scope) => territory(await readUnits(deps, currentSnapshot(deps), scope), scope);

  serve(app, listAreas, ({ scope }) => territoryOf(scope));

  serve(app, listAreaOutlines, async ({ scope, query }) => ({
    outlines: await db.as(scope, (tx) => listOutlines(tx, query.codes)),
  }));

  serve(app, listEnterprises, async ({ scope, query }) => ({
    enterprises: await db.as(scope, (tx) => readEnterprises(tx, query.area ?? null)),
  }));

  serve(app, getEnterprise, async ({ scope, params }) => {
    const enterprise = await db.as(scope, (tx) => findEnterprise(tx, params.id));
    if (enterprise === null) throw notFound("enterprise");
    return enterprise;
  });

  serve(app, search, async ({ scope, query: { q, limit } }) => {
    const { areas } = await territoryOf(scope);
    const codes = areas.map(({ code }) => code);
    return { hits: await db.as(scope, (tx) => findHits(tx, q, codes, limit)) };
  });
};
