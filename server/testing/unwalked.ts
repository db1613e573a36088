import { MEDIA_PATHS } from "#contract/cameras.ts";
import { exportAboutPath, exportFilePath } from "#contract/exports.ts";
import { ATTACHMENTS_PATH, UNSENT_PATH, UPLOADS_PATH } from "#contract/field/uploads.ts";
import { HISTORY_COLUMNS_PATH } from "#contract/history.ts";
import { LIVE_PATH } from "#contract/live-socket.ts";
import { MODEL_NETWORK_PATH } from "#contract/model-network.ts";
import { MODEL_PRESSURE_PATH } from "#contract/model-state.ts";
import { OGC_PATHS } from "#server/ogc/testing/ogc-paths.ts";
import { THINGS_PATH } from "#server/sensorthings/routes.ts";

/** Addresses outside the contract, each with the test that looks after it. */
export const UNWALKED: Readonly<Record<string, string>> = {
  "/tiles/:set/:z/:x/:y.mvt": "here",
  "/tiles/network.json": "here",
  "/tiles/area.json": "here",
  "/api/network/columns/:name": "here",
  [LIVE_PATH]: "here",
  "/tiles/:name.pmtiles": "server/routes/base-map.test.ts",
  "/tiles/tianditu/:layer/:z/:x/:y": "server/routes/base-map.test.ts",
  ...Object.fromEntries(Object.values(MEDIA_PATHS).map((path) => [path, "server/routes/media.test.ts"])),
  [MODEL_PRESSURE_PATH]: "server/routes/model-state.db.test.ts",
  [MODEL_NETWORK_PATH]: "server/routes/model-network.db.test.ts",
  [HISTORY_COLUMNS_PATH]: "server/routes/history.db.test.ts",
  [exportFilePath(":id")]: "server/export/exports.db.test.ts",
  [exportAboutPath(":id")]: "server/export/exports.db.test.ts",
  ...Object.fromEntries(OGC_PATHS.map((path) => [path, "server/ogc/scope.db.test.ts"])),
  [THINGS_PATH]: "server/sensorthings/sensorthings.db.test.ts",
  [`${THINGS_PATH}/*`]: "server/sensorthings/sensorthings.db.test.ts",
  [UPLOADS_PATH]: "server/field/files/tus.db.test.ts",
  [`${UPLOADS_PATH}/:id`]: "server/field/files/tus.db.test.ts",
  [`${ATTACHMENTS_PATH}/:id`]: "server/field/files/tus.db.test.ts",
  [UNSENT_PATH]: "server/field/ledger/unsent.db.test.ts",
  "/metrics": "server/http/http.test.ts",
  "/openapi.json": "server/http/openapi.test.ts",
};

/** Routes that change who is signed in, take no session at all, or have an effect that lasts: tests of their own. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  "POST /api/session": "server/auth/auth.db.test.ts",
  "DELETE /api/session": "server/auth/auth.db.test.ts",
  "POST /api/access-tokens": "server/auth/programs.db.test.ts",
  "DELETE /api/access-tokens/:id": "server/auth/programs.db.test.ts",
  "POST /api/exports": "server/export/exports.db.test.ts",
  "POST /api/exports/taken": "server/export/exports.db.test.ts",
  "GET /api/exports/:id": "server/export/exports.db.test.ts",
  "DELETE /api/exports/:id": "server/export/exports.db.test.ts",
  "DELETE /api/annotations/:id": "server/routes/annotations.db.test.ts",
  "PUT /api/model/scenarios/:id": "server/routes/model-scenarios.db.test.ts",
  "DELETE /api/model/scenarios/:id": "server/routes/model-scenarios.db.test.ts",
  "PUT /api/statistics/views/:id": "server/routes/statistics-kept.db.test.ts",
  "DELETE /api/statistics/views/:id": "server/routes/statistics-kept.db.test.ts",
  "POST /api/statistics/reports": "server/routes/statistics-kept.db.test.ts",
  "POST /api/statistics/notes": "server/routes/statistics-kept.db.test.ts",
  "DELETE /api/statistics/notes/:id": "server/routes/statistics-kept.db.test.ts",
  "POST /api/readings": "server/routes/readings-in.db.test.ts",
  // A rule is its owner's alone, a task goes on once: what comes of them depends on who was there before.
  "POST /api/alarm-rules": "server/routes/alarm-work.db.test.ts",
  "POST /api/alarm-rules/:id/activate": "server/routes/alarm-work.db.test.ts",
  "POST /api/alarm-rules/:id/retire": "server/routes/alarm-work.db.test.ts",
  "POST /api/alarms/:id/dispatch": "server/routes/alarm-work.db.test.ts",
  "POST /api/tasks/:id/steps": "server/routes/alarm-work.db.test.ts",
  // What comes of them depends on what was sent before.
  "POST /api/field/records": "server/field/ledger/ledger.db.test.ts",
  "POST /api/field/patrol-plans": "server/field/plans/plans.db.test.ts",
  "POST /api/field/patrol-plans/:id/cancel": "server/field/plans/plans.db.test.ts",
  "POST /api/field/samplings": "server/field/sampling/sampling.db.test.ts",
  "POST /api/field/conflicts/:id/resolve": "server/field/ledger/conflicts.db.test.ts",
  "POST /api/field/conflicts/:id/reopen": "server/field/ledger/conflicts.db.test.ts",
  "POST /api/field/tasks/:id/assign": "server/field/tasks/tasks.db.test.ts",
  "POST /api/field/hazards/:id/steps": "server/field/hazards/hazards.db.test.ts",
};
