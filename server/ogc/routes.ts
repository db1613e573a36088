import { createProgramDoor } from "#server/auth/programs.ts";
import type { Routes } from "#server/deps.ts";
import { collectionRoutes } from "./collections.ts";
import { itemRoutes } from "./items.ts";
import { landingRoutes } from "./landing.ts";
import { tileSetRoutes } from "./tiles.ts";

/** `/ogc`: OGC API Features and Tiles for desktop GIS and scripts (docs/gis-clients.md). */
export const ogcRoutes: Routes = async (app, deps) => {
  const door = createProgramDoor(app, deps);
  for (const routes of [landingRoutes, collectionRoutes, itemRoutes, tileSetRoutes]) await routes(door)(app, deps);
};
