import type { Routes } from "#server/deps.ts";
import { attachmentRoute } from "#server/field/files/attachment-route.ts";
import { tusRoutes } from "#server/field/files/tus-routes.ts";
import { createFieldSide } from "#server/field/side.ts";
import { boardRoutes } from "./board-routes.ts";
import { conflictRoutes } from "./conflict-routes.ts";
import { consentRoutes } from "./consent-routes.ts";
import { coverageRoutes } from "./coverage-routes.ts";
import { hazardRoutes } from "./hazard-routes.ts";
import { planRoutes } from "./plan-routes.ts";
import { recordRoutes } from "./record-routes.ts";
import { superviseRoutes } from "./supervise-routes.ts";
import { taskRoutes } from "./task-routes.ts";
import { unsentRoute } from "./unsent-route.ts";
import { workRoutes } from "./work-routes.ts";

/** All of the field: records, files, tasks, hazards. */
export const fieldRoutes: Routes = async (app, deps) => {
  const side = deps.field ?? createFieldSide(deps);
  recordRoutes(app, deps, side);
  conflictRoutes(app, deps, side);
  taskRoutes(app, deps, side);
  hazardRoutes(app, deps, side);
  boardRoutes(app, deps, side);
  consentRoutes(app, deps);
  coverageRoutes(app, deps, side);
  superviseRoutes(app, deps, side);
  planRoutes(app, deps, side);
  workRoutes(app, deps, side);
  attachmentRoute(app, deps, side.store);
  await tusRoutes(app, side.uploads);
  await unsentRoute(app, deps, side);
};
