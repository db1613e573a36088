import { getEnterprise, listAreas, listEnterprises, search } from "#contract/area.ts";
import { listUnits, territory } from "#server/db/areas.ts";
import { findEnterprise, listEnterprises as readEnterprises } from "#server/db/enterprises.ts";
import { findHits } from "#server/db/search.ts";
import type { Routes } from "#server/deps.ts";
import { notFound } from "#server/http/problem.ts";
import { serve } from "./serve.ts";

export const areaRoutes: Routes = (app, { db }) => {
  serve(app, listAreas, async ({ scope }) => territory(await db.as(scope, listUnits), scope));

  serve(app, listEnterprises, async ({ scope, query }) => ({
    enterprises: await db.as(scope, (tx) => readEnterprises(tx, query.area ?? null)),
  }));

  serve(app, getEnterprise, async ({ scope, params }) => {
    const enterprise = await db.as(scope, (tx) => findEnterprise(tx, params.id));
    if (enterprise === null) throw notFound("enterprise");
    return enterprise;
  });

  serve(app, search, async ({ scope, query: { q, limit } }) => ({
    hits: await db.as(scope, async (tx) => {
      const { areas } = territory(await listUnits(tx), scope);
      return findHits(
        tx,
        q,
        areas.map(({ code }) => code),
        limit,
      );
    }),
  }));
};
