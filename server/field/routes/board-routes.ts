import { getHazardBoard, listHazardAssignees } from "#contract/field/hazard-board.ts";
import { listHazardPlaces, MOST_PLACES } from "#contract/field/hazard-places.ts";
import { listAssignees } from "#server/db/tasks.ts";
import type { App, Deps } from "#server/deps.ts";
import { readBoard, readPlaces } from "#server/field/hazards/board.ts";
import { findHazard } from "#server/field/hazards/list.ts";
import type { FieldSide } from "#server/field/side.ts";
import { notFound } from "#server/http/problem.ts";
import { serve } from "#server/routes/serve.ts";

/** Open hazards as sums and as places, and who may be sent to one. */
export function boardRoutes(app: App, { db }: Deps, { now }: FieldSide): void {
  serve(app, getHazardBoard, async ({ scope, query: { area = null, enterprise = null } }) => {
    const asOf = new Date(now());
    const cells = await db.as(scope, (tx) => readBoard(tx, { area, enterprise, now: asOf }));
    return { cells, asOf: asOf.toISOString() };
  });

  serve(app, listHazardPlaces, async ({ scope, query: { grade = null, bbox = null } }) =>
    db.as(scope, (tx) => readPlaces(tx, { grade, bbox, now: new Date(now()), most: MOST_PLACES })),
  );

  serve(app, listHazardAssignees, async ({ scope, params: { id } }) => {
    const hazard = await db.as(scope, (tx) => findHazard(tx, id, new Date(now())));
    if (hazard === null) throw notFound("hazard");
    return { assignees: await db.asSystem((tx) => listAssignees(tx, hazard, scope.level)) };
  });
}
