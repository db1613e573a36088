import { getEnterprise, listAreas, listEnterprises, search } from "./area.ts";
import { getCamera, getCameraHealth, listCameras, playCamera } from "./cameras.ts";
import { listDatasets, listRejected } from "./dataset.ts";
import { findPastAlarm, listAnnotations, listPastAlarms, removeAnnotation, writeAnnotation } from "./history.ts";
import { countNetwork, selectPipes } from "./network.ts";
import { getOverview } from "./overview.ts";
import { listOutcomes, postReadings } from "./readings.ts";
import type { AnyRoute } from "./route.ts";
import { getSeries } from "./series.ts";
import { getHealth, getMapConfig, getReady } from "./service.ts";
import { getMe, getWelcome, listAccounts, listAudit, revokeSessions, signIn, signOut } from "./session.ts";
import { getPipe, getReadings, getStation, listStations, resolveSeq } from "./station.ts";

/**
 * Every endpoint of the contract, once. The server fails at start when one has no handler, and the matrix test walks them all
 * by role and scope; a test fails when a route of a contract file is missing here.
 */
export const ROUTES: readonly AnyRoute[] = [
  getHealth,
  getReady,
  getWelcome,
  signIn,
  getMe,
  signOut,
  getMapConfig,
  getOverview,
  listAreas,
  listEnterprises,
  getEnterprise,
  search,
  listStations,
  getStation,
  getPipe,
  resolveSeq,
  getReadings,
  getSeries,
  listCameras,
  getCamera,
  getCameraHealth,
  playCamera,
  postReadings,
  listOutcomes,
  countNetwork,
  selectPipes,
  listPastAlarms,
  findPastAlarm,
  listAnnotations,
  writeAnnotation,
  removeAnnotation,
  listDatasets,
  listRejected,
  listAccounts,
  revokeSessions,
  listAudit,
];
