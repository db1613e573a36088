import { createAccessToken, listAccessTokens, removeAccessToken } from "./access-tokens.ts";
import { getAlarmKpis } from "./alarm-kpis.ts";
import {
  activateAlarmRule,
  createAlarmRule,
  createMaintenance,
  endMaintenance,
  getAlarmRule,
  listAlarmRules,
  listMaintenance,
  retireAlarmRule,
  simulateAlarmRule,
} from "./alarm-rules.ts";
import {
  acknowledgeAlarms,
  confirmLeak,
  getAlarm,
  listAlarmJournal,
  listAlarms,
  shelveAlarms,
  unshelveAlarms,
} from "./alarms.ts";
import { getEnterprise, listAreas, listEnterprises, search } from "./area.ts";
import { listAreaOutlines } from "./area-outlines.ts";
import { getCamera, getCameraHealth, listCameras, playCamera } from "./cameras.ts";
import { listDatasets, listRejected } from "./dataset.ts";
import { getExport, listExports, removeExport, startExport, tellTaken } from "./exports.ts";
import { listChecklists } from "./field/checklists.ts";
import { getConflict, listConflicts, reopenConflict, resolveConflict } from "./field/conflicts.ts";
import { getFieldConsent, listFieldConsents } from "./field/consent.ts";
import { getCoverage, listFieldPeople, listFieldPositions, listFieldTracks, listFieldWays } from "./field/coverage.ts";
import { getHazardBoard, listHazardAssignees } from "./field/hazard-board.ts";
import { listHazardPlaces } from "./field/hazard-places.ts";
import { getHazard, listHazards, stepHazard } from "./field/hazards.ts";
import { getFieldKpis } from "./field/kpis.ts";
import { cancelPatrolPlan, listPatrolPlans, makePatrolPlan, previewPatrolPlan } from "./field/patrol-plans.ts";
import { getRecord, listReceipts, listRecords, sendRecord } from "./field/records.ts";
import { listFieldRules, whatIfRule } from "./field/rules.ts";
import { drawSampling, getSampling, listSamplings } from "./field/samplings.ts";
import { assignFieldTask, listFieldTasks, listVisits, revealCustomer } from "./field/tasks.ts";
import { listFieldWorks } from "./field/works.ts";
import { listAreaGaps } from "./gaps.ts";
import {
  findPastAlarm,
  listAnnotations,
  listHistoryTags,
  listPastAlarms,
  listPastDoubts,
  removeAnnotation,
  writeAnnotation,
} from "./history.ts";
import { getIncident, listIncidents } from "./incidents.ts";
import { getScenario, listScenarios, removeScenario, saveScenario } from "./model.ts";
import { getModelState } from "./model-state.ts";
import { countNetwork, selectPipes } from "./network.ts";
import { getOverview } from "./overview.ts";
import { listOutcomes, postReadings } from "./readings.ts";
import type { AnyRoute } from "./route.ts";
import { getSeries } from "./series.ts";
import { getHealth, getMapConfig, getReady } from "./service.ts";
import { getMe, getWelcome, listAccounts, listAudit, revokeSessions, signIn, signOut } from "./session.ts";
import { getPipe, getReadings, getStation, listStations, resolveSeq } from "./station.ts";
import { getStatistics } from "./statistics.ts";
import { getStatisticsHexes } from "./statistics-hexes.ts";
import {
  freezeStatistics,
  getStatisticsReport,
  listRevisions,
  listStatisticsNotes,
  listStatisticsReports,
  listStatisticsRows,
  listStatisticsViews,
  removeStatisticsNote,
  removeStatisticsView,
  saveStatisticsView,
  verifyStatisticsReport,
  writeStatisticsNote,
} from "./statistics-routes.ts";
import { dispatchAlarm, getTask, listAssignees, listTasks, stepTask } from "./tasks.ts";
import { getLatest, listGaps, listTagQuality } from "./telemetry.ts";

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
  listAccessTokens,
  createAccessToken,
  removeAccessToken,
  listExports,
  startExport,
  getExport,
  removeExport,
  tellTaken,
  getMapConfig,
  getOverview,
  listAlarms,
  getAlarm,
  listAlarmJournal,
  acknowledgeAlarms,
  shelveAlarms,
  unshelveAlarms,
  confirmLeak,
  listIncidents,
  getIncident,
  listAlarmRules,
  getAlarmRule,
  createAlarmRule,
  simulateAlarmRule,
  activateAlarmRule,
  retireAlarmRule,
  listMaintenance,
  createMaintenance,
  endMaintenance,
  listAssignees,
  dispatchAlarm,
  listTasks,
  getTask,
  stepTask,
  getAlarmKpis,
  listAreas,
  listAreaOutlines,
  listEnterprises,
  getEnterprise,
  search,
  listStations,
  getStation,
  getPipe,
  resolveSeq,
  getReadings,
  getSeries,
  getLatest,
  listTagQuality,
  listAreaGaps,
  listGaps,
  listCameras,
  getCamera,
  getCameraHealth,
  playCamera,
  postReadings,
  listOutcomes,
  countNetwork,
  selectPipes,
  getModelState,
  listScenarios,
  getScenario,
  saveScenario,
  removeScenario,
  listHistoryTags,
  listPastAlarms,
  listPastDoubts,
  findPastAlarm,
  listAnnotations,
  writeAnnotation,
  removeAnnotation,
  sendRecord,
  listReceipts,
  listRecords,
  getRecord,
  listConflicts,
  getConflict,
  resolveConflict,
  reopenConflict,
  listChecklists,
  listFieldTasks,
  assignFieldTask,
  listVisits,
  revealCustomer,
  listHazards,
  getHazard,
  stepHazard,
  getHazardBoard,
  listHazardPlaces,
  listHazardAssignees,
  getCoverage,
  listFieldPeople,
  listFieldTracks,
  listFieldWays,
  listFieldPositions,
  getFieldConsent,
  listFieldConsents,
  listFieldWorks,
  previewPatrolPlan,
  makePatrolPlan,
  listPatrolPlans,
  cancelPatrolPlan,
  getFieldKpis,
  listFieldRules,
  whatIfRule,
  listSamplings,
  getSampling,
  drawSampling,
  getStatistics,
  getStatisticsHexes,
  listStatisticsRows,
  listRevisions,
  listStatisticsViews,
  saveStatisticsView,
  removeStatisticsView,
  listStatisticsReports,
  freezeStatistics,
  getStatisticsReport,
  verifyStatisticsReport,
  listStatisticsNotes,
  writeStatisticsNote,
  removeStatisticsNote,
  listDatasets,
  listRejected,
  listAccounts,
  revokeSessions,
  listAudit,
];
