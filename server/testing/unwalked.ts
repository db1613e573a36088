import { MEDIA_PATHS } from "#contract/cameras.ts";
import { ATTACHMENTS_PATH, UNSENT_PATH, UPLOADS_PATH } from "#contract/field/uploads.ts";
import { HISTORY_COLUMNS_PATH } from "#contract/history.ts";
import { LIVE_PATH } from "#contract/live-socket.ts";
import { MODEL_NETWORK_PATH } from "#contract/model-network.ts";
import { MODEL_PRESSURE_PATH } from "#contract/model-state.ts";
import { OGC_PATHS } from "#server/ogc/testing/ogc-paths.ts";

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
  ...Object.fromEntries(OGC_PATHS.map((path) => [path, "server/ogc/scope.db.test.ts"])),
  [UPLOADS_PATH]: "server/field/files/tus.db.test.ts",
  [`${UPLOADS_PATH}/:id`]: "server/field/files/tus.db.test.ts",
  [`${ATTACHMENTS_PATH}/:id`]: "server/field/files/tus.db.test.ts",
  [UNSENT_PATH]: "server/field/ledger/unsent.db.test.ts",
  "/metrics": "server/http/http.test.ts",
  "/openapi.json": "server/http/openapi.test.ts",
};
