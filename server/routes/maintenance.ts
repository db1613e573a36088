import { randomUUID } from "node:crypto";
import { createMaintenance, endMaintenance, listMaintenance } from "#contract/alarm-rules.ts";
import type { Scope } from "#contract/scope.ts";
import { endWindow, findOwner, findWindow, insertWindow, listWindows } from "#server/db/alarm-rules.ts";
import type { Routes } from "#server/deps.ts";
import { notFound } from "#server/http/problem.ts";
import { noteDeed } from "./deed.ts";
import { putInForce, refuseSpan } from "./in-force.ts";
import { serve } from "./serve.ts";

const LONGEST_WINDOW_DAYS = 31;

/** Maintenance windows: while one runs, alarms of its station or tag are followed, not rung. */
export const maintenanceRoutes: Routes = (app, deps) => {
  const { db } = deps;

  serve(app, listMaintenance, async ({ scope, query }) => ({
    windows: await db.as(scope, (tx) => listWindows(tx, query.state)),
  }));

  serve(app, createMaintenance, async ({ session, scope, request, body }) => {
    refuseSpan(body.from, body.to, LONGEST_WINDOW_DAYS);
    const { stationId = null, tagId = null, from, to, reason } = body;
    const id = `M-${randomUUID()}`;
    const owner = await db.as(scope, (tx) =>
      tagId === null ? findOwner(tx, "station", stationId ?? "") : findOwner(tx, "tag", tagId),
    );
    if (owner === null) throw notFound(tagId === null ? "station" : "tag");
    await db.asSystem(async (tx) => {
      await insertWindow(tx, { id, stationId, tagId, ...owner, from, to, reason, by: session.name });
      await noteDeed(tx, session, request.ip, "maintenance.plan", id, { stationId, tagId, from, to, reason });
    });
    await putInForce(deps);
    return await oneWindow(scope, id);
  });

  const oneWindow = async (scope: Scope, id: string) => {
    const found = await db.as(scope, (tx) => findWindow(tx, id));
    if (found === null) throw notFound("maintenance window");
    return found;
  };

  serve(app, endMaintenance, async ({ session, scope, request, params: { id } }) => {
    await oneWindow(scope, id);
    await db.asSystem(async (tx) => {
      await endWindow(tx, id, session.name);
      await noteDeed(tx, session, request.ip, "maintenance.end", id, {});
    });
    await putInForce(deps);
    return await oneWindow(scope, id);
  });
};
