import type { Routes } from "#server/deps.ts";
import { fieldRoutes } from "#server/field/routes/field-routes.ts";
import { ogcRoutes } from "#server/ogc/routes.ts";
import { sensorThingsRoutes } from "#server/sensorthings/routes.ts";
import { accessTokenRoutes } from "./access-tokens.ts";
import { accountRoutes } from "./accounts.ts";
import { alarmKpiRoutes } from "./alarm-kpis.ts";
import { alarmRuleRoutes } from "./alarm-rules.ts";
import { alarmWishRoutes } from "./alarm-wishes.ts";
import { alarmRoutes } from "./alarms.ts";
import { annotationRoutes } from "./annotations.ts";
import { areaRoutes } from "./areas.ts";
import { baseMapRoutes } from "./base-map.ts";
import { cameraRoutes } from "./cameras.ts";
import { datasetRoutes } from "./datasets.ts";
import { exportRoutes } from "./exports.ts";
import { gapRoutes } from "./gaps.ts";
import { historyRoutes } from "./history.ts";
import { incidentRoutes } from "./incidents.ts";
import { liveRoutes } from "./live.ts";
import { maintenanceRoutes } from "./maintenance.ts";
import { mapRoutes } from "./map.ts";
import { mediaRoutes } from "./media.ts";
import { mediaFileRoutes } from "./media-files.ts";
import { modelNetworkRoutes } from "./model-network.ts";
import { modelScenarioRoutes } from "./model-scenarios.ts";
import { modelStateRoutes } from "./model-state.ts";
import { networkRoutes } from "./network.ts";
import { networkColumnRoutes } from "./network-columns.ts";
import { networkSumRoutes } from "./network-sums.ts";
import { overviewRoutes } from "./overview.ts";
import { readingsInRoutes } from "./readings-in.ts";
import { seriesRoutes } from "./series.ts";
import { serviceRoutes } from "./service.ts";
import { sessionRoutes } from "./session.ts";
import { stationRoutes } from "./stations.ts";
import { statisticsRoutes } from "./statistics.ts";
import { statisticsKeptRoutes } from "./statistics-kept.ts";
import { taskRoutes } from "./tasks.ts";
import { telemetryRoutes } from "./telemetry.ts";
import { tileRoutes } from "./tiles.ts";

/** Every file of routes. A new one is listed here and nowhere else. */
export const ALL_ROUTES: readonly Routes[] = [
  serviceRoutes,
  sessionRoutes,
  accessTokenRoutes,
  exportRoutes,
  mapRoutes,
  areaRoutes,
  stationRoutes,
  overviewRoutes,
  alarmRoutes,
  alarmWishRoutes,
  incidentRoutes,
  alarmRuleRoutes,
  maintenanceRoutes,
  alarmKpiRoutes,
  taskRoutes,
  networkRoutes,
  networkColumnRoutes,
  networkSumRoutes,
  modelNetworkRoutes,
  modelScenarioRoutes,
  modelStateRoutes,
  statisticsRoutes,
  statisticsKeptRoutes,
  datasetRoutes,
  accountRoutes,
  readingsInRoutes,
  seriesRoutes,
  telemetryRoutes,
  gapRoutes,
  historyRoutes,
  annotationRoutes,
  liveRoutes,
  tileRoutes,
  baseMapRoutes,
  cameraRoutes,
  mediaRoutes,
  mediaFileRoutes,
  ogcRoutes,
  sensorThingsRoutes,
  fieldRoutes,
];
